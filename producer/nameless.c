/*
 * nameless.c - open() and fstat() for a process that may not name a file.
 *
 * The dynamic linker takes what the program itself defines before what the C library has, so
 * libsndfile comes here. It looks for a Macintosh resource fork beside each file that it does
 * not know at first sight, an MP3 for one, and three names made up for a file that has none
 * must not end the producer. And the C library's fstat() is a system call that could as well
 * take a path. Part of rondo-producer alone, for nobody else should lose its open().
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int open(const char *path, int flags, ...)
{
    (void)path;
    (void)flags;
    errno = ENOENT;
    return -1;
}

int fstat(int file, struct stat *status)
{
    return (int)syscall(SYS_fstat, file, status);
}
