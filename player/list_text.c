/*
 * list_text.c - lines and paths.
 *
 * A line is copied before it is looked at, so that it ends in a zero and can be taken apart in
 * place. A list may come from anywhere: a zero byte or a control character in it means that it is
 * not a text at all, and the whole of it is refused rather than played as nonsense.
 */
#include "player/list_text.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

int list_refuse(struct list_parser *parser, const char *reason)
{
    parser->reason = reason;
    return -EBADMSG;
}

static int copy_line(struct list_parser *parser, const char *line, size_t bytes)
{
    if (bytes > LIST_LINE_MAX)
        return list_refuse(parser, "a line of more than 4096 bytes");
    for (size_t i = 0; i < bytes; i++) {
        if (line[i] == '\0')
            return list_refuse(parser, "a zero byte, so this is not a playlist");
        if (((unsigned char)line[i] < 0x20 && line[i] != '\t') || line[i] == 0x7f)
            return list_refuse(parser, "a control character, so this is not a playlist");
    }
    memcpy(parser->text, line, bytes);
    parser->text[bytes] = '\0';
    return 0;
}

int list_lines(struct list_parser *parser, const char *text, size_t bytes,
               int (*take)(struct list_parser *parser, char *line, void *state), void *state)
{
    size_t at = 0;

    for (parser->line = 1; at < bytes; parser->line++) {
        size_t end = at;
        while (end < bytes && text[end] != '\n' && text[end] != '\r')
            end++;
        int error = copy_line(parser, text + at, end - at);
        if (!error)
            error = take(parser, parser->text, state);
        if (error)
            return error;
        bool pair = end + 1 < bytes && text[end] == '\r' && text[end + 1] == '\n';
        at = end + 1 + pair;
    }
    return 0;
}

char *list_trim(char *text)
{
    size_t bytes;

    text += strspn(text, " \t");
    bytes = strlen(text);
    while (bytes > 0 && strchr(" \t", text[bytes - 1]))
        bytes--;
    text[bytes] = '\0';
    return text;
}

static int hex_digit(char digit)
{
    if (isdigit((unsigned char)digit))
        return digit - '0';
    return isxdigit((unsigned char)digit) ? tolower((unsigned char)digit) - 'a' + 10 : -1;
}

int list_decode(char *path)
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
            return -EBADMSG;
        from += 2;
    }
    *to = '\0';
    return 0;
}

/* file:///path or file://localhost/path; *ret_path is in `url`. */
static int take_file_url(struct list_parser *parser, char *url, const char **ret_path)
{
    char *host = url + strlen("file://");
    char *path = strchr(host, '/');

    if (!path || (path != host && strncasecmp(host, "localhost/", 10) != 0))
        return list_refuse(parser, "a file:// address on another machine");
    *ret_path = path;
    return list_decode(path) < 0 ? list_refuse(parser, "%00 in a path") : 0;
}

bool list_has_scheme(const char *line)
{
    size_t length = 0;

    while (isalnum((unsigned char)line[length]) || (line[length] && strchr("+-.", line[length])))
        length++;
    return isalpha((unsigned char)line[0]) && strncmp(line + length, "://", 3) == 0;
}

void list_join(char *text, size_t size, const char *artist, const char *title)
{
    snprintf(text, size, "%s%s%s", *title ? artist : "", *artist && *title ? " - " : "", title);
}

int list_add(struct list_parser *parser, char *path, const char *title,
             const struct job_range *range)
{
    const char *slash = strrchr(parser->list, '/');
    int folder_bytes = slash ? (int)(slash + 1 - parser->list) : 0;
    struct list_item item = {.path = path,
                             .title = *title ? title : NULL,
                             .range = range ? *range : (struct job_range){0}};
    char joined[PATH_MAX];

    if (list_has_scheme(parser->list)) {
        if (list_resolve(parser->list, path, joined, sizeof(joined)) < 0)
            return list_refuse(parser, "an entry that is at no http:// address");
        item.path = joined;
        item.exact = true;
    } else if (strncasecmp(path, "file://", 7) == 0) {
        int error = take_file_url(parser, path, &item.path);
        item.exact = true;
        if (error)
            return error;
    } else if (*path != '/' && !list_has_scheme(path)) {
        int bytes = snprintf(joined, sizeof(joined), "%.*s%s", folder_bytes, parser->list, path);
        if (bytes < 0 || (size_t)bytes >= sizeof(joined))
            return list_refuse(parser, "a path that is too long");
        item.path = joined;
    }
    return parser->found(parser->context, &item);
}
