/*
 * replace.c - the bytes go to a file with a name of its own in the same folder, which then takes
 * the path. Who dies in between leaves that file, and the path as it was. What is no file but a
 * pipe, a device or a link keeps its place, and is written to.
 */
#include "tools/plot/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES_MAX = 100 };

/* In the folder of `path`; the name is short, so that it fits where the real one does. */
static int create_beside(const char *path, char name[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;

    for (int i = 0; i < NAMES_MAX; i++) {
        int length =
            snprintf(name, PATH_MAX, "%.*s.plot-%d-%d.tmp", folder, path, (int)getpid(), i);
        int file;

        if (length >= PATH_MAX)
            return -ENAMETOOLONG;
        file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file >= 0)
            return file;
        if (errno != EEXIST)
            return -errno;
    }
    return -EEXIST;
}

static int write_all(int file, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(file, bytes, size);

        if (written < 0 && errno != EINTR)
            return -errno;
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        }
    }
    return 0;
}

static bool is_other_than_file(const char *path)
{
    struct stat status;

    return lstat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

static int write_and_close(int file, const char *bytes, size_t size)
{
    int error = write_all(file, bytes, size);

    if (close(file) < 0 && error == 0)
        error = -errno;
    return error;
}

static int write_in_place(const char *path, const char *bytes, size_t size)
{
    int file = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

    return file < 0 ? -errno : write_and_close(file, bytes, size);
}

int replace_file(const char *path, const void *bytes, size_t size)
{
    char name[PATH_MAX];
    int file, error;

    if (is_other_than_file(path))
        return write_in_place(path, bytes, size);
    file = create_beside(path, name);
    if (file < 0)
        return file;
    error = write_and_close(file, bytes, size);
    if (error == 0 && rename(name, path) < 0)
        error = -errno;
    if (error < 0)
        unlink(name);
    return error;
}
