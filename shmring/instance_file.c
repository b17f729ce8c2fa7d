/*
 * instance_file.c - the file that an instance lives by.
 *
 * A player locks it, writes its record, and at its end removes it while it still holds the
 * lock. So whoever gets the lock of a file must look whether the path still means that file:
 * if not, it was removed between open and lock, and he tries again. A player that dies leaves
 * the file unlocked, and in it what is to be reaped.
 */
#include "shmring/instance_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* O_NONBLOCK, since opening a FIFO would sleep. */
static int open_checked(int directory, const char *name, int flags)
{
    struct stat status;
    int file = openat(directory, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
    int error;

    if (file < 0) {
        if (errno == ELOOP || errno == EISDIR || errno == ENXIO)
            return -EPERM;
        return errno == ENOSPC ? -EDQUOT : -errno;
    }
    error = fstat(file, &status) < 0 ? -errno : 0;
    if (error == 0 && (!S_ISREG(status.st_mode) || status.st_uid != geteuid()))
        error = -EPERM;
    if (error < 0) {
        close(file);
        return error;
    }
    return file;
}

/* Opens the directory, and writes the path of a file in it. */
static int open_directory(const char *name, bool make, char ret_path[PATH_MAX])
{
    int directory;
    size_t length;

    if (!instance_name_valid(name))
        return -EINVAL;
    directory = instance_directory_open(make, ret_path);
    if (directory < 0)
        return directory;
    length = strlen(ret_path);
    ret_path[length] = '/';
    memcpy(ret_path + length + 1, name, strlen(name) + 1);
    return directory;
}

int instance_file_open(const char *name, char ret_path[PATH_MAX])
{
    int directory = open_directory(name, false, ret_path);
    int file;

    if (directory < 0)
        return directory;
    file = open_checked(directory, name, O_RDONLY);
    close(directory);
    return file;
}

pid_t instance_file_owner(int file)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    if (fcntl(file, F_GETLK, &lock) < 0 || lock.l_type == F_UNLCK)
        return 0;
    return lock.l_pid > 0 ? lock.l_pid : -1;
}

/* Tries again when the owner let go between the two calls. */
static int take_lock(int file, pid_t *ret_owner)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    pid_t owner;

    while (fcntl(file, F_SETLK, &lock) < 0) {
        if (errno != EACCES && errno != EAGAIN)
            return -errno;
        owner = instance_file_owner(file);
        if (owner != 0) {
            *ret_owner = owner;
            return -EBUSY;
        }
    }
    return 0;
}

static bool means(int directory, const char *name, int file)
{
    struct stat named, opened;

    return fstatat(directory, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           fstat(file, &opened) == 0 && named.st_dev == opened.st_dev &&
           named.st_ino == opened.st_ino;
}

int instance_file_lock(const char *name, bool make, char ret_path[PATH_MAX], int *ret_file,
                       pid_t *ret_owner)
{
    int directory = open_directory(name, make, ret_path);
    int file;
    int error;

    if (directory < 0)
        return directory;
    for (;;) {
        file = open_checked(directory, name, O_RDWR | (make ? O_CREAT : 0));
        error = file < 0 ? file : take_lock(file, ret_owner);
        if (error < 0 || means(directory, name, file))
            break;
        close(file);
    }
    close(directory);
    if (error == 0)
        *ret_file = file;
    else if (file >= 0)
        close(file);
    return error;
}

void instance_file_remove(int file, const char *path)
{
    if (means(AT_FDCWD, path, file))
        unlink(path);
    close(file);
}
