/*
 * instance_directory.c - where the instances' files are.
 *
 * The path may lead through a directory that everybody can write to, so what is found there is
 * judged by its open descriptor, not by its name: a link, or what belongs to somebody else or
 * is open to others, is refused, never repaired.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shmring/instance_file.h"

static bool usable_runtime(const char *path)
{
    struct stat status;

    return path && path[0] == '/' && stat(path, &status) == 0 && S_ISDIR(status.st_mode) &&
           status.st_uid == geteuid();
}

/* The path leaves room for a slash and the longest name behind it. */
static int choose_path(char ret_path[PATH_MAX])
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    const char *temporary = getenv("TMPDIR");
    int length;

    if (!temporary || temporary[0] != '/')
        temporary = "/tmp";
    if (usable_runtime(runtime))
        length = snprintf(ret_path, PATH_MAX, "%s/rondo", runtime);
    else
        length = snprintf(ret_path, PATH_MAX, "%s/rondo-%u", temporary, geteuid());
    return length + 1 + INSTANCE_NAME_MAX < PATH_MAX ? 0 : -ENAMETOOLONG;
}

int instance_directory_open(bool make, char ret_path[PATH_MAX])
{
    struct stat status;
    int directory;
    int error = choose_path(ret_path);

    if (error < 0)
        return error;
    if (make && mkdir(ret_path, 0700) < 0 && errno != EEXIST)
        return errno == ENOSPC ? -EDQUOT : -errno;
    directory = open(ret_path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (directory < 0)
        return errno == ELOOP || errno == ENOTDIR ? -EPERM : -errno;
    error = fstat(directory, &status) < 0 ? -errno : 0;
    if (error == 0 && (status.st_uid != geteuid() || (status.st_mode & 077) != 0))
        error = -EPERM;
    if (error < 0) {
        close(directory);
        return error;
    }
    return directory;
}

int instance_directory(bool make, char ret_path[PATH_MAX])
{
    int directory = instance_directory_open(make, ret_path);

    if (directory < 0)
        return directory;
    close(directory);
    return 0;
}
