/*
 * m3u.c - reads playlists line by line.
 *
 * A line is copied before it is looked at, so that it ends in a zero and can be taken apart in
 * place. A list may come from anywhere: a zero byte or a control character in it means that it is
 * not a text at all, and the whole of it is refused rather than played as nonsense.
 */
#include "player/m3u.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

struct parser {
    int folder_bytes; /* of `list`, with the slash */
    const char *list;
    int (*found)(void *context, const char *path, const char *title);
    void *context;
    const char *reason;
    char line[M3U_LINE_MAX + 1];
    char title[M3U_LINE_MAX + 1]; /* for the next path; "": none */
};

bool m3u_is_list(const char *path)
{
    const char *dot = strrchr(path, '.');

    return dot && (strcasecmp(dot, ".m3u") == 0 || strcasecmp(dot, ".m3u8") == 0);
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
    return ret_status->st_size > M3U_BYTES_MAX ? -EFBIG : 0;
}

int m3u_read(const char *path, char **ret_text, size_t *ret_bytes,
             struct m3u_identity *ret_identity)
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
    *ret_identity = (struct m3u_identity){.device = status.st_dev, .inode = status.st_ino};
    text = NULL;
out_free:
    free(text);
out_close:
    close(file);
    return error;
}

static int refuse(struct parser *parser, const char *reason)
{
    parser->reason = reason;
    return -EBADMSG;
}

static int copy_line(struct parser *parser, const char *line, size_t bytes)
{
    if (bytes > M3U_LINE_MAX)
        return refuse(parser, "a line of more than 4096 bytes");
    for (size_t i = 0; i < bytes; i++) {
        if (line[i] == '\0')
            return refuse(parser, "a zero byte, so this is not a playlist");
        if (((unsigned char)line[i] < 0x20 && line[i] != '\t') || line[i] == 0x7f)
            return refuse(parser, "a control character, so this is not a playlist");
    }
    memcpy(parser->line, line, bytes);
    parser->line[bytes] = '\0';
    return 0;
}

/* Keeps what follows the first comma of "#EXTINF:seconds,Title", without blanks around it. */
static void take_comment(struct parser *parser)
{
    if (strncasecmp(parser->line, "#EXTINF:", 8) != 0)
        return;

    const char *comma = strchr(parser->line, ',');
    const char *title = comma ? comma + 1 + strspn(comma + 1, " \t") : "";
    size_t bytes = strlen(title);
    while (bytes > 0 && strchr(" \t", title[bytes - 1]))
        bytes--;
    memcpy(parser->title, title, bytes);
    parser->title[bytes] = '\0';
}

static int hex_digit(char digit)
{
    if (isdigit((unsigned char)digit))
        return digit - '0';
    return isxdigit((unsigned char)digit) ? tolower((unsigned char)digit) - 'a' + 10 : -1;
}

/* Turns %XX into bytes, in place; a '%' before anything else stands for itself. */
static int decode_percent(struct parser *parser, char *path)
{
    char *to = path;

    for (const char *from = path; *from; from++, to++) {
        int high = *from == '%' ? hex_digit(from[1]) : -1;
        int low = high >= 0 ? hex_digit(from[2]) : -1;
        *to = *from;
        if (low < 0)
            continue;
        *to = (char)(high << 4 | low);
        if (*to == '\0')
            return refuse(parser, "%00 in a path");
        from += 2;
    }
    *to = '\0';
    return 0;
}

/* file:///path or file://localhost/path; *ret_path is in the line. */
static int take_file_url(struct parser *parser, const char **ret_path)
{
    char *host = parser->line + strlen("file://");
    char *path = strchr(host, '/');

    if (!path || (path != host && strncasecmp(host, "localhost/", 10) != 0))
        return refuse(parser, "a file:// address on another machine");
    *ret_path = path;
    return decode_percent(parser, path);
}

/* "name://..." */
static bool has_scheme(const char *line)
{
    size_t length = 0;

    while (isalnum((unsigned char)line[length]) || (line[length] && strchr("+-.", line[length])))
        length++;
    return isalpha((unsigned char)line[0]) && strncmp(line + length, "://", 3) == 0;
}

static int take_path(struct parser *parser)
{
    const char *path = parser->line;
    char joined[PATH_MAX];

    if (strncasecmp(path, "file://", 7) == 0) {
        int error = take_file_url(parser, &path);
        if (error)
            return error;
    } else if (*path != '/' && !has_scheme(path)) {
        int bytes =
            snprintf(joined, sizeof(joined), "%.*s%s", parser->folder_bytes, parser->list, path);
        if (bytes < 0 || (size_t)bytes >= sizeof(joined))
            return refuse(parser, "a path that is too long");
        path = joined;
    }
    int stop = parser->found(parser->context, path, *parser->title ? parser->title : NULL);
    parser->title[0] = '\0';
    return stop;
}

static int take_line(struct parser *parser, const char *line, size_t bytes)
{
    int error = copy_line(parser, line, bytes);
    if (error)
        return error;
    if (parser->line[strspn(parser->line, " \t")] == '\0')
        return 0;
    if (*parser->line != '#')
        return take_path(parser);
    take_comment(parser);
    return 0;
}

int m3u_parse(const char *text, size_t bytes, const char *list,
              int (*found)(void *context, const char *path, const char *title), void *context,
              struct m3u_failure *ret_failure)
{
    const char *slash = strrchr(list, '/');
    struct parser parser = {
        .folder_bytes = slash ? (int)(slash + 1 - list) : 0,
        .list = list,
        .found = found,
        .context = context,
    };
    size_t at = bytes >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

    for (uint32_t number = 1; at < bytes; number++) {
        size_t end = at;
        while (end < bytes && text[end] != '\n' && text[end] != '\r')
            end++;
        int error = take_line(&parser, text + at, end - at);
        if (error) {
            *ret_failure = (struct m3u_failure){.line = number, .reason = parser.reason};
            return error;
        }
        bool pair = end + 1 < bytes && text[end] == '\r' && text[end + 1] == '\n';
        at = end + 1 + pair;
    }
    return 0;
}
