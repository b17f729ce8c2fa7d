/*
 * audiofile.c - see audiofile.h.
 */
#include "player/audiofile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int audiofile_open(const char *path, int *ret_file)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    if (file < 0)
        return -errno;
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
        *ret_file = file;
        return 0;
    }
    close(file);
    return S_ISDIR(status.st_mode) ? -EISDIR : -ESPIPE;
}

const char *audiofile_reason(int error)
{
    switch (error) {
    case -EISDIR:
        return "it is a directory";
    case -ESPIPE:
        return "it is not a regular file";
    default:
        return strerror(-error);
    }
}
