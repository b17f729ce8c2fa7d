/*
 * list.c - which form a list has, and its bytes.
 */
#include "player/list.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "player/list_text.h"

static const struct form {
    const char *ending;
    int (*parse)(struct list_parser *parser, const char *text, size_t bytes);
} forms[] = {
    {".m3u", list_m3u},   {".m3u8", list_m3u}, {".pls", list_pls},
    {".xspf", list_xspf}, {".cue", list_cue},
};

static const struct form *find_form(const char *path)
{
    const char *dot = strrchr(path, '.');

    for (size_t i = 0; dot && i < sizeof(forms) / sizeof(forms[0]); i++)
        if (strcasecmp(dot, forms[i].ending) == 0)
            return &forms[i];
    return NULL;
}

bool list_is(const char *path)
{
    return !list_has_scheme(path) && find_form(path);
}

static int read_all(int file, char *text, size_t size, size_t *ret_bytes)
{
    size_t used = 0;

    while (used < size) {
        ssize_t got = read(file, text + used, size - used);
        if (got == 0)
            break;
        if (got < 0 && errno != EINTR)
            return -errno;
        used += got > 0 ? (size_t)got : 0;
    }
    *ret_bytes = used;
    return 0;
}

static int check_file(int file, struct stat *ret_status)
{
    if (fstat(file, ret_status))
        return -errno;
    if (S_ISDIR(ret_status->st_mode))
        return -EISDIR;
    if (!S_ISREG(ret_status->st_mode))
        return -EINVAL;
    return ret_status->st_size > LIST_BYTES_MAX ? -EFBIG : 0;
}

int list_read(const char *path, char **ret_text, size_t *ret_bytes,
              struct list_identity *ret_identity)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0)
        return -errno;

    char *text = NULL;
    int error = check_file(file, &status);
    if (error)
        goto out_close;

    size_t size = (size_t)status.st_size;
    text = malloc(size + 1);
    error = text ? read_all(file, text, size, ret_bytes) : -ENOMEM;
    if (error)
        goto out_free;

    *ret_text = text;
    *ret_identity = (struct list_identity){.device = status.st_dev, .inode = status.st_ino};
    text = NULL;
out_free:
    free(text);
out_close:
    close(file);
    return error;
}

int list_parse(const char *text, size_t bytes, const char *list, list_found *found, void *context,
               struct list_failure *ret_failure)
{
    struct list_parser *parser = calloc(1, sizeof(*parser));
    int result;

    if (!parser)
        return -ENOMEM;
    parser->list = list;
    parser->found = found;
    parser->context = context;
    if (bytes >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        bytes -= 3;
    }
    result = find_form(list)->parse(parser, text, bytes);
    if (result != 0)
        *ret_failure = (struct list_failure){.line = parser->line, .reason = parser->reason};
    free(parser);
    return result;
}
