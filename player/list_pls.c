/*
 * list_pls.c - the PLS form: "[playlist]", then File1=, Title1=, Length1= ... in any order.
 *
 * Entries are collected by their numbers first. These need not be without gaps; but a number
 * beyond what a list may hold is no entry.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "player/list_text.h"
#include "player/playlist.h"

struct entry {
    char *path;
    char *title;
};

struct pls {
    struct entry *entry; /* number n at n - 1 */
    size_t room;
    bool begun; /* its first line has been seen */
};

static int make_room(struct pls *pls, size_t number)
{
    size_t room = pls->room > 0 ? pls->room : 64;
    struct entry *entry;

    while (room < number)
        room *= 2;
    if (room == pls->room)
        return 0;
    entry = realloc(pls->entry, room * sizeof(*entry));
    if (!entry)
        return -ENOMEM;
    memset(entry + pls->room, 0, (room - pls->room) * sizeof(*entry));
    pls->entry = entry;
    pls->room = room;
    return 0;
}

/* The first one of a number counts. */
static int keep(char **place, const char *value)
{
    if (!*place)
        *place = strdup(value);
    return *place ? 0 : -ENOMEM;
}

/* "File12=path": what is behind `key`, a number and the sign; NULL: it is something else. */
static char *value_of(char *line, const char *key, size_t *ret_number)
{
    size_t length = strlen(key);
    char *end;
    unsigned long number;

    if (strncasecmp(line, key, length) != 0 || line[length] < '1' || line[length] > '9')
        return NULL;
    number = strtoul(line + length, &end, 10);
    end = list_trim(end);
    if (*end != '=' || number > PLAYLIST_ENTRIES_MAX)
        return NULL;
    *ret_number = number;
    return list_trim(end + 1);
}

static int take_line(struct list_parser *parser, char *line, void *state)
{
    struct pls *pls = state;
    size_t number = 0;
    char *path, *title;
    int error;

    line = list_trim(line);
    if (!pls->begun && *line) {
        pls->begun = true;
        return strcasecmp(line, "[playlist]") == 0 ? 0 : list_refuse(parser, "no [playlist]");
    }
    path = value_of(line, "File", &number);
    title = path ? NULL : value_of(line, "Title", &number);
    if ((!path && !title) || !*(path ? path : title))
        return 0;
    error = make_room(pls, number);
    if (error < 0)
        return error;
    return path ? keep(&pls->entry[number - 1].path, path)
                : keep(&pls->entry[number - 1].title, title);
}

int list_pls(struct list_parser *parser, const char *text, size_t bytes)
{
    struct pls pls = {0};
    int result = list_lines(parser, text, bytes, take_line, &pls);

    for (size_t i = 0; i < pls.room; i++) {
        struct entry *entry = &pls.entry[i];

        if (result == 0 && entry->path)
            result = list_add(parser, entry->path, entry->title ? entry->title : "", NULL);
        free(entry->path);
        free(entry->title);
    }
    free(pls.entry);
    return result;
}
