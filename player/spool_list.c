/*
 * spool_list.c - an address at which there is a list: its entries are played in its place.
 *
 * Whether it is one is told by the headers of the answer, or by the address's ending. Entries that
 * are relative mean what they mean at the place that redirections have led to. A list may name
 * lists; so many inside one another that somebody must mean ill are refused.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "player/session_list.h"
#include "player/spool_fill.h"

/* A header's text, up to the line's end; false: it is another one. */
static bool take_header(const char *line, const char *name, char *text, size_t size)
{
    size_t length = strlen(name);

    if (strncasecmp(line, name, length) != 0 || line[length] != ':')
        return false;
    line += length + 1;
    line += strspn(line, " \t");
    return (size_t)snprintf(text, size, "%.*s", (int)strcspn(line, "\r\n"), line) < size;
}

/* Where redirections have led to, and the type of what is there. */
static void follow(const char *headers, char address[PATH_MAX], char type[64])
{
    char location[PATH_MAX], next[PATH_MAX];

    type[0] = '\0';
    for (const char *line = headers; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncasecmp(line, "HTTP/", 5) == 0)
            type[0] = '\0';
        take_header(line, "Content-Type", type, 64);
        if (take_header(line, "Location", location, sizeof(location)) &&
            list_resolve(address, location, next, sizeof(next)) == 0)
            strcpy(address, next);
    }
}

static bool name_list(struct session *s, const struct spool *spool, const char *headers,
                      char name[PATH_MAX])
{
    char address[PATH_MAX], type[64];
    uint32_t index;

    if (playlist_find(&s->list, spool->track, &index) < 0 ||
        !spool_is_address(s->list.entries[index].path))
        return false;
    snprintf(address, sizeof(address), "%s", s->list.entries[index].path);
    follow(headers, address, type);
    return list_at_address(address, type, name, PATH_MAX);
}

bool spool_list_begins(struct session *s, const struct spool *spool, const char *headers)
{
    char name[PATH_MAX];

    return name_list(s, spool, headers, name);
}

static int add(void *context, const struct list_item *item)
{
    return playlist_restore(context, item);
}

/* NULL, or why it is none. */
static const char *read_list(const char *text, size_t bytes, const char *name,
                             struct playlist *list, char *why, size_t why_size)
{
    struct list_failure failure = {0};
    int error = list_parse(text, bytes, name, add, list, &failure);

    if (failure.reason)
        snprintf(why, why_size, "line %u: %s", failure.line, failure.reason);
    else if (error < 0)
        snprintf(why, why_size, "%s", strerror(-error));
    else
        return list->count > 0 ? NULL : "there is nothing in this list";
    return why;
}

static char *read_text(const struct spool *spool, size_t *ret_bytes)
{
    char *text = spool->bytes <= LIST_BYTES_MAX ? malloc(spool->bytes + 1) : NULL;

    if (text && pread(spool->file, text, spool->bytes, 0) == (ssize_t)spool->bytes) {
        *ret_bytes = spool->bytes;
        return text;
    }
    free(text);
    return NULL;
}

static int replace(struct session *s, struct spool *spool, uint32_t index, struct playlist *list)
{
    uint8_t lists = s->list.entries[index].lists;

    if (lists == PLAYLIST_DEPTH_MAX)
        return -ELOOP;
    for (uint32_t i = 0; i < list->count; i++)
        list->entries[i].lists = lists + 1;
    spool_empty(s, spool);
    spools_run_timer(s);
    return session_expand(s, index, list);
}

/* Its pieces are fetched by ffmpeg, which knows in which order. */
static void begin_hls(struct session *s, struct spool *spool, const char *text, size_t bytes)
{
    spool->link.hls = spool->endless = true;
    spool->link.list = false;
    spool->link.hls_ends = memmem(text, bytes, "#EXT-X-ENDLIST", 14) != NULL;
    spool->bytes = 0;
    stream_tick(s, spool);
}

void spool_list_complete(struct session *s, struct spool *spool)
{
    char headers[16384], name[PATH_MAX], why[128];
    ssize_t count = pread(spool->source, headers, sizeof(headers) - 1, 0);
    struct playlist list = {0};
    const char *reason = "it is too long for a list";
    uint32_t index = 0;
    size_t bytes;
    char *text = read_text(spool, &bytes);
    int error;

    headers[count > 0 ? count : 0] = '\0';
    if (text && list_is_hls(text, bytes)) {
        begin_hls(s, spool, text, bytes);
        free(text);
        return;
    }
    if (text && name_list(s, spool, headers, name))
        reason = read_list(text, bytes, name, &list, why, sizeof(why));
    free(text);
    if (reason || playlist_find(&s->list, spool->track, &index) < 0) {
        spool_fail(s, spool, reason ? reason : "it is no longer in the list");
    } else {
        error = replace(s, spool, index, &list);
        if (error == -ELOOP)
            spool_fail(s, spool, "more than 8 lists inside one another");
        else if (error < 0)
            session_track_failed(s, s->list.entries[index].track, strerror(-error));
    }
    playlist_free(&list);
}
