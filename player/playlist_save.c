/*
 * playlist_save.c - a list, as m3u8, whole or not at all.
 *
 * The order: look at what is there, write all into a file of another name in the same folder, bring
 * it to the disk, rename it. A death before that leaves a hidden file, which the next try of the
 * same process number replaces.
 */
#include "player/playlist_save.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "player/list.h"
#include "player/text.h"

static int explain(char *why, size_t why_size, int error, const char *path, const char *reason)
{
    char name[256];

    text_sanitize(text_utf8(), name, sizeof(name), path);
    snprintf(why, why_size, "%s: %s", name, reason);
    return error;
}

static bool has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path), bytes = strlen(ending);

    return length > bytes && strcasecmp(path + length - bytes, ending) == 0;
}

/* "name://", as list_text.c sees it; such an entry is no file. */
static bool is_address(const char *path)
{
    size_t length =
        strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    return isalpha((unsigned char)*path) && strncmp(path + length, "://", 3) == 0;
}

/* As a line can have it: the folder before a relative one, and %XX for what would not survive. */
static int write_path(FILE *file, const char *folder, const char *path)
{
    char whole[PATH_MAX + LIST_LINE_MAX], safe[LIST_LINE_MAX];
    size_t used = 0;
    bool encode = false;

    if (is_address(path) || *path == '/')
        snprintf(whole, sizeof(whole), "%s", path);
    else
        snprintf(whole, sizeof(whole), "%s/%s", folder, path);
    for (const char *at = whole; *at && !is_address(whole); at++)
        encode = encode || (unsigned char)*at < 0x20 || *at == 0x7f || *at == '%';
    if (encode)
        used = (size_t)snprintf(safe, sizeof(safe), "file://");
    for (const unsigned char *at = (unsigned char *)whole; *at && used < sizeof(safe); at++) {
        bool plain = !encode || (*at >= 0x20 && *at != 0x7f && *at != '%');
        used += (size_t)snprintf(safe + used, sizeof(safe) - used, plain ? "%c" : "%%%02X", *at);
    }
    /* A part's places have to fit into the line, too. */
    return used + 80 > sizeof(safe) ? -ENAMETOOLONG : fprintf(file, "%s\n", safe);
}

static void write_title(FILE *file, const char *title)
{
    char line[LIST_LINE_MAX / 2];

    snprintf(line, sizeof(line), "%s", title);
    for (char *at = line; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            *at = ' ';
    fprintf(file, "#EXTINF:-1,%s\n", line);
}

static int write_list(FILE *file, const struct playlist *list, const char *folder,
                      const char **ret_entry)
{
    fputs("#EXTM3U\n", file);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct playlist_entry *entry = &list->entries[i];
        const struct job_range *part = &entry->range;

        *ret_entry = entry->path;
        if (entry->title)
            write_title(file, entry->title);
        if (part->hz > 0)
            fprintf(file, "#RONDO-PART:%" PRIu64 "-%" PRIu64 "/%u ", part->first, part->end,
                    part->hz);
        if (write_path(file, folder, entry->path) == -ENAMETOOLONG)
            return -ENAMETOOLONG;
    }
    *ret_entry = NULL;
    return fflush(file) != 0 || fsync(fileno(file)) < 0 ? -errno : 0;
}

/* Writes `path`, which is new; *ret_entry: the entry that is to blame, or NULL. */
static int write_file(const struct playlist *list, const char *path, const char **ret_entry)
{
    char folder[PATH_MAX];
    FILE *file;
    int error, descriptor;

    if (!getcwd(folder, sizeof(folder)))
        return -errno;
    if (strcmp(folder, "/") == 0)
        *folder = '\0';
    unlink(path);
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor < 0)
        return -errno;
    file = fdopen(descriptor, "w");
    if (!file) {
        error = -errno;
        close(descriptor);
        return error;
    }
    error = write_list(file, list, folder, ret_entry);
    if (ferror(file) && error == 0)
        error = -EIO;
    if (fclose(file) != 0 && error == 0)
        error = -errno;
    return error;
}

/* Where the list is to be: there is no such file, or a regular one. */
static int find_place(const char *path, char place[PATH_MAX])
{
    struct stat status;

    if (strlen(path) >= PATH_MAX)
        return -ENAMETOOLONG;
    strcpy(place, path);
    if (lstat(path, &status) < 0)
        return errno == ENOENT ? 0 : -errno;
    if (S_ISLNK(status.st_mode) && (!realpath(path, place) || lstat(place, &status) < 0))
        return -errno;
    return S_ISREG(status.st_mode) ? 0 : -EEXIST;
}

/* A hidden name in the same folder. */
static void name_new(const char *place, char new[PATH_MAX + 32])
{
    const char *slash = strrchr(place, '/');

    snprintf(new, PATH_MAX + 32, "%.*s.rondo-save-%d", slash ? (int)(slash + 1 - place) : 0, place,
             (int)getpid());
}

int playlist_save(const struct playlist *list, const char *path, char *why, size_t why_size)
{
    char place[PATH_MAX], new[PATH_MAX + 32];
    const char *entry = NULL;
    int error;

    if (!has_ending(path, ".m3u8") && !has_ending(path, ".m3u"))
        return explain(why, why_size, -EINVAL, path, "a list is saved as .m3u8 or .m3u");
    error = find_place(path, place);
    if (error == -EEXIST)
        return explain(why, why_size, error, path, "there is something that is not a regular file");
    if (error < 0)
        return explain(why, why_size, error, path, strerror(-error));
    name_new(place, new);
    error = write_file(list, new, &entry);
    if (error == 0 && rename(new, place) < 0)
        error = -errno;
    if (error == 0)
        return 0;
    unlink(new);
    return explain(why, why_size, error, entry ? entry : path, strerror(-error));
}
