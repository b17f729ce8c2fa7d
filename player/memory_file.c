/*
 * memory_file.c - the files that are kept.
 *
 * Writing: all of it into NAME.new beside it, to the disk, renamed, and the folder to the disk. A
 * death before the rename leaves NAME.new, which the next one removes; only the owner of the
 * instance writes, so nobody else has it in hand.
 */
#include "player/memory_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "player/xdg.h"

/* It, and the folders that it is in. Of errors only the last counts, and the open will show it. */
static void make_folders(char path[PATH_MAX])
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    mkdir(path, 0700);
}

int memory_file_folder(bool make, char ret_path[PATH_MAX])
{
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    struct stat status;
    int error = 0, folder;

    xdg_path("XDG_STATE_HOME", ".local/state", "rondo", ret_path);
    if (!*ret_path)
        return -ENOENT;
    folder = open(ret_path, flags);
    if (folder < 0 && errno == ENOENT && make) {
        make_folders(ret_path);
        folder = open(ret_path, flags);
    }
    if (folder < 0)
        return errno == ELOOP || errno == ENOTDIR ? -EPERM : -errno;
    if (fstat(folder, &status) < 0)
        error = -errno;
    else if (status.st_uid != geteuid() || (status.st_mode & 077) != 0)
        error = -EPERM;
    if (error == 0)
        return folder;
    close(folder);
    return error;
}

static int judge(int file, size_t *ret_bytes)
{
    struct stat status;

    if (fstat(file, &status) < 0)
        return -errno;
    if (!S_ISREG(status.st_mode) || status.st_uid != geteuid() || (status.st_mode & 077) != 0)
        return -EPERM;
    if (status.st_size > MEMORY_FILE_MAX)
        return -EFBIG;
    *ret_bytes = (size_t)status.st_size;
    return 0;
}

int memory_file_read(int folder, const char *name, char **ret_text, size_t *ret_bytes)
{
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    size_t bytes = 0, have = 0;
    ssize_t got = 1;
    char *text = NULL;
    int error;

    if (file < 0)
        return errno == ELOOP ? -EPERM : -errno;
    error = judge(file, &bytes);
    if (error == 0) {
        text = malloc(bytes + 1);
        error = text ? 0 : -ENOMEM;
    }
    while (error == 0 && got > 0 && have < bytes) {
        got = read(file, text + have, bytes - have);
        if (got < 0)
            error = -errno;
        else
            have += (size_t)got;
    }
    close(file);
    if (error < 0) {
        free(text);
        return error;
    }
    *ret_text = text;
    *ret_bytes = have;
    return 0;
}

static int write_all(int file, const char *text, size_t bytes)
{
    while (bytes > 0) {
        ssize_t put = write(file, text, bytes);

        if (put < 0 && errno != EINTR)
            return -errno;
        text += put > 0 ? put : 0;
        bytes -= put > 0 ? (size_t)put : 0;
    }
    return fsync(file) < 0 ? -errno : 0;
}

int memory_file_write(int folder, const char *name, const char *text, size_t bytes)
{
    char fresh[NAME_MAX + 1];
    int file, error;

    if (snprintf(fresh, sizeof(fresh), "%s.new", name) >= (int)sizeof(fresh))
        return -ENAMETOOLONG;
    unlinkat(folder, fresh, 0);
    file = openat(folder, fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0)
        return -errno;
    error = write_all(file, text, bytes);
    if (close(file) < 0 && error == 0)
        error = -errno;
    if (error == 0 && renameat(folder, fresh, folder, name) < 0)
        error = -errno;
    if (error < 0)
        unlinkat(folder, fresh, 0);
    else if (fsync(folder) < 0)
        error = -errno;
    return error;
}
