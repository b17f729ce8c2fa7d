/*
 * transport_fifo.c - a FIFO: a pipe that has a name.
 *
 * The name is in a folder of our own, and goes as soon as both ends are open, so that nothing is
 * left whoever is killed later. The receiver's end is opened first and without waiting, since
 * nobody writes yet, and made to wait afterwards.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/ipcbench/pair.h"

static int make_folder(char ret_folder[PATH_MAX])
{
    const char *parent = getenv("TMPDIR");
    int length = snprintf(ret_folder, PATH_MAX, "%s/ipcbench-XXXXXX", parent ? parent : "/tmp");

    if (length >= PATH_MAX)
        return -ENAMETOOLONG;
    return mkdtemp(ret_folder) ? 0 : -errno;
}

static int open_ends(const char *path, int ret_end[TRANSPORT_SIDES])
{
    int receiver = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    int sender, error;

    if (receiver < 0)
        return -errno;
    sender = open(path, O_WRONLY | O_CLOEXEC);
    if (sender < 0 || fcntl(receiver, F_SETFL, 0) < 0) {
        error = -errno;
        if (sender >= 0)
            close(sender);
        close(receiver);
        return error;
    }
    ret_end[TRANSPORT_SENDER] = sender;
    ret_end[TRANSPORT_RECEIVER] = receiver;
    return 0;
}

static int open_fifo(const struct transport_shape *shape, void **ret_channel)
{
    static const char name[] = "/fifo";
    char folder[PATH_MAX];
    char path[PATH_MAX + sizeof(name)];
    int end[TRANSPORT_SIDES] = {-1, -1};
    int error = make_folder(folder);

    if (error < 0)
        return error;
    snprintf(path, sizeof(path), "%s%s", folder, name);
    if (mkfifo(path, 0600) < 0) {
        error = -errno;
        goto err_folder;
    }
    error = open_ends(path, end);
    unlink(path);
err_folder:
    rmdir(folder);
    if (error < 0)
        return error;
    pair_size_pipe(shape, end[TRANSPORT_SENDER]);
    return pair_create(shape, end[TRANSPORT_SENDER], end[TRANSPORT_RECEIVER], ret_channel);
}

const struct transport transport_fifo = {
    .name = "fifo",
    .limits = "TMPDIR, and what its file system allows",
    .open = open_fifo,
    .limit = pair_limit_pipe,
    .begin = pair_begin,
    .send = pair_send_stream,
    .receive = pair_receive_stream,
    .close = pair_close,
};
