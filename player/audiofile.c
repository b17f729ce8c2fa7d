/*
 * audiofile.c - see audiofile.h.
 */
#include "player/audiofile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_FLAGS = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK };

/*
 * A description of our own where that can be had: whoever shares standard input with us shall not
 * find it non-blocking, or at another place.
 */
static int open_stdin(void)
{
    int file = open("/proc/self/fd/0", OPEN_FLAGS);

    return file < 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : file;
}

static int check(int file, bool *ret_flows)
{
    struct stat status;

    if (fstat(file, &status) < 0)
        return -errno;
    *ret_flows = S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode);
    if (*ret_flows || S_ISREG(status.st_mode))
        return 0;
    if (S_ISDIR(status.st_mode))
        return -EISDIR;
    return isatty(file) ? -ENOTTY : -ESPIPE;
}

int audiofile_open(const char *path, bool *ret_flows, int *ret_file)
{
    int file = strcmp(path, AUDIOFILE_STDIN) == 0 ? open_stdin() : open(path, OPEN_FLAGS);
    bool flows = false;
    int error;

    if (file < 0)
        return -errno;
    error = check(file, &flows);
    if (error < 0) {
        close(file);
        return error;
    }
    *ret_flows = flows;
    *ret_file = file;
    return 0;
}

const char *audiofile_reason(int error)
{
    switch (error) {
    case -EISDIR:
        return "it is a directory";
    case -ENOTTY:
        return "it is a terminal, and no music comes from there";
    case -ESPIPE:
        return "it is neither a file nor a pipe";
    default:
        return strerror(-error);
    }
}
