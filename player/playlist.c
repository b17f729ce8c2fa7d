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
#include <unistd.h>

#include "player/audiofile.h"
#include "player/folder.h"
#include "player/list.h"
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
    struct list_identity identity;
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

static int append(struct playlist *list, const struct list_item *item)
{
    if (list->count == PLAYLIST_ENTRIES_MAX)
        return -E2BIG;
    if (grow(list))
        return -ENOMEM;

    struct playlist_entry entry = {
        .path = strdup(item->path),
        .title = item->title ? strdup(item->title) : NULL,
        .range = item->range,
        .track = list->next_track,
    };
    if (!entry.path || (item->title && !entry.title)) {
        free_entry(&entry);
        return -ENOMEM;
    }
    list->entries[list->count++] = entry;
    list->next_track++;
    playlist_changed(list);
    return 0;
}

static int add_entry(struct loading *loading, const struct list_item *item)
{
    int error = append(loading->list, item);

    if (error == -E2BIG)
        return explain(loading, error, item->path, "more than 1000000 entries");
    return error ? explain(loading, error, item->path, strerror(-error)) : 0;
}

static int add_file(void *context, const char *path)
{
    const struct list_item item = {.path = path};

    return add_entry(context, &item);
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

/* Some lists have paths as addresses, "a%20b": where there is "a b" and no "a%20b", it is that. */
static char *find_decoded(const char *path)
{
    char *decoded;

    if (!strchr(path, '%') || access(path, F_OK) == 0)
        return NULL;
    decoded = strdup(path);
    if (decoded && list_decode(decoded) == 0 && access(decoded, F_OK) == 0)
        return decoded;
    free(decoded);
    return NULL;
}

static int add_found(void *context, const struct list_item *item)
{
    const struct level *level = context;
    struct list_item found = *item;
    char *decoded = item->exact ? NULL : find_decoded(item->path);
    int error;

    if (decoded)
        found.path = decoded;
    error = found.range.hz == 0 && list_is(found.path) ? add_list(level->loading, level, found.path)
                                                       : add_entry(level->loading, &found);
    free(decoded);
    return error;
}

static int add_list(struct loading *loading, const struct level *outer, const char *path)
{
    struct level level = {
        .loading = loading,
        .outer = outer,
        .path = path,
        .depth = outer ? outer->depth + 1 : 1,
    };
    struct list_failure failure = {0};
    char *text;
    size_t bytes;

    int error = check_level(&level);
    if (error)
        return error;
    error = list_read(path, &text, &bytes, &level.identity);
    if (error)
        return explain(loading, error, path,
                       error == -EINVAL ? "not a regular file" : strerror(-error));

    error = check_loop(&level);
    if (!error)
        error = list_parse(text, bytes, path, add_found, &level, &failure);
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

static int add_folder(struct loading *loading, const char *path)
{
    const uint32_t count = loading->list->count;
    int error = folder_walk(path, add_file, loading);

    if (error == -ELOOP && !*loading->why)
        return explain(loading, error, path, "leads to more than 100000 folders");
    if (error < 0)
        return *loading->why ? error : explain(loading, error, path, strerror(-error));
    if (loading->list->count == count)
        return explain(loading, -ENODATA, path, "no audio files in this folder");
    return 0;
}

static int add_argument(struct loading *loading, const char *argument)
{
    if (folder_is(argument) && strcmp(argument, AUDIOFILE_STDIN) != 0)
        return add_folder(loading, argument);
    return list_is(argument) ? add_list(loading, NULL, argument) : add_file(loading, argument);
}

int playlist_add_argument(struct playlist *list, const char *argument, char *why, size_t why_size)
{
    struct loading loading = {.list = list, .why = why, .why_size = why_size};
    const uint32_t count = list->count;

    *why = '\0';
    int error = add_argument(&loading, argument);
    if (!error) {
        error = remember_argument(list, argument);
        if (error)
            explain(&loading, error, argument, strerror(-error));
    }
    while (error && list->count > count)
        free_entry(&list->entries[--list->count]);
    playlist_changed(list);
    return error;
}

int playlist_restore(struct playlist *list, const struct list_item *item)
{
    return append(list, item);
}

int playlist_restore_argument(struct playlist *list, const char *argument)
{
    return remember_argument(list, argument);
}

void playlist_free(struct playlist *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        free_entry(&list->entries[i]);
    for (uint32_t i = 0; i < list->argument_count; i++)
        free(list->arguments[i]);
    free(list->entries);
    free(list->arguments);
    free(list->index);
    *list = (struct playlist){0};
}
