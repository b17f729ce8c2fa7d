/*
 * playlist.c - what is to be played, in order.
 *
 * An argument is added in full or not at all: on failure the entries it has brought so far are
 * taken back. Lists may name lists. Each nesting level knows the files above it, so that a loop
 * is found at once, and the number of lists is bounded, so that a small set of hostile files
 * cannot keep the player reading for ever.
 */
#include "player/playlist.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/m3u.h"
#include "player/text.h"

/* One argument being added. */
struct loading {
    struct playlist *list;
    uint32_t lists; /* read so far */
    char *why;
    size_t why_size;
};

/* One list being read, inside of others. */
struct level {
    struct loading *loading;
    const struct level *outer;
    const char *path;
    uint32_t depth;
    struct m3u_identity identity;
};

static int explain(const struct loading *loading, int error, const char *path, const char *reason)
{
    char name[256]; /* a longer one must not push the reason out */

    text_sanitize(text_utf8(), name, sizeof(name), path);
    snprintf(loading->why, loading->why_size, "%s: %s", name, reason);
    return error;
}

static void free_entry(struct playlist_entry *entry)
{
    free(entry->path);
    free(entry->title);
}

static int grow(struct playlist *list)
{
    uint32_t capacity = list->capacity > 0 ? list->capacity * 2 : 64;

    if (list->count < list->capacity)
        return 0;
    struct playlist_entry *entries = realloc(list->entries, capacity * sizeof(*entries));
    if (!entries)
        return -ENOMEM;
    list->entries = entries;
    list->capacity = capacity;
    return 0;
}

static int append(struct playlist *list, const char *path, const char *title)
{
    if (list->count == PLAYLIST_ENTRIES_MAX)
        return -E2BIG;
    if (grow(list))
        return -ENOMEM;

    struct playlist_entry entry = {
        .path = strdup(path),
        .title = title ? strdup(title) : NULL,
        .track = list->next_track,
    };
    if (!entry.path || (title && !entry.title)) {
        free_entry(&entry);
        return -ENOMEM;
    }
    list->entries[list->count++] = entry;
    list->next_track++;
    return 0;
}

static int add_entry(struct loading *loading, const char *path, const char *title)
{
    int error = append(loading->list, path, title);

    if (error == -E2BIG)
        return explain(loading, error, path, "more than 1000000 entries");
    return error ? explain(loading, error, path, strerror(-error)) : 0;
}

static int check_level(const struct level *level)
{
    if (level->depth > PLAYLIST_DEPTH_MAX)
        return explain(level->loading, -ELOOP, level->path, "more than 8 lists inside one another");
    if (++level->loading->lists > PLAYLIST_LISTS_MAX)
        return explain(level->loading, -ELOOP, level->path, "leads to more than 1000 lists");
    return 0;
}

static int check_loop(const struct level *level)
{
    for (const struct level *outer = level->outer; outer; outer = outer->outer) {
        if (outer->identity.device == level->identity.device &&
            outer->identity.inode == level->identity.inode)
            return explain(level->loading, -ELOOP, level->path, "a list that contains itself");
    }
    return 0;
}

static int add_list(struct loading *loading, const struct level *outer, const char *path);

static int add_found(void *context, const char *path, const char *title)
{
    const struct level *level = context;

    if (m3u_is_list(path))
        return add_list(level->loading, level, path);
    return add_entry(level->loading, path, title);
}

static int add_list(struct loading *loading, const struct level *outer, const char *path)
{
    struct level level = {
        .loading = loading,
        .outer = outer,
        .path = path,
        .depth = outer ? outer->depth + 1 : 1,
    };
    struct m3u_failure failure = {0};
    char *text;
    size_t bytes;

    int error = check_level(&level);
    if (error)
        return error;
    error = m3u_read(path, &text, &bytes, &level.identity);
    if (error)
        return explain(loading, error, path,
                       error == -EINVAL ? "not a regular file" : strerror(-error));

    error = check_loop(&level);
    if (!error)
        error = m3u_parse(text, bytes, path, add_found, &level, &failure);
    free(text);
    if (failure.reason) {
        char reason[100];
        snprintf(reason, sizeof(reason), "line %u: %s", failure.line, failure.reason);
        explain(loading, error, path, reason);
    }
    return error;
}

static int remember_argument(struct playlist *list, const char *argument)
{
    char **arguments =
        realloc(list->arguments, (list->argument_count + 1) * sizeof(*list->arguments));
    if (!arguments)
        return -ENOMEM;
    list->arguments = arguments;

    char *copy = strdup(argument);
    if (!copy)
        return -ENOMEM;
    list->arguments[list->argument_count++] = copy;
    return 0;
}

int playlist_add_argument(struct playlist *list, const char *argument, char *why, size_t why_size)
{
    struct loading loading = {.list = list, .why = why, .why_size = why_size};
    const uint32_t count = list->count;

    int error = m3u_is_list(argument) ? add_list(&loading, NULL, argument)
                                      : add_entry(&loading, argument, NULL);
    if (!error) {
        error = remember_argument(list, argument);
        if (error)
            explain(&loading, error, argument, strerror(-error));
    }
    while (error && list->count > count)
        free_entry(&list->entries[--list->count]);
    return error;
}

int playlist_find(const struct playlist *list, uint32_t track, uint32_t *ret_index)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->entries[i].track == track) {
            *ret_index = i;
            return 0;
        }
    }
    return -ENOENT;
}

void playlist_free(struct playlist *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        free_entry(&list->entries[i]);
    for (uint32_t i = 0; i < list->argument_count; i++)
        free(list->arguments[i]);
    free(list->entries);
    free(list->arguments);
    *list = (struct playlist){0};
}
