/*
 * playlist_edit.c - changes of a list while it is being played.
 *
 * Entries go to their places by turning a part of the list around its middle, which takes no
 * memory: each half is reversed, then both together.
 */
#include <stdlib.h>

#include "player/playlist.h"

static void reverse(struct playlist_entry *entries, uint32_t count)
{
    for (uint32_t i = 0; i < count / 2; i++) {
        struct playlist_entry entry = entries[i];
        entries[i] = entries[count - 1 - i];
        entries[count - 1 - i] = entry;
    }
}

/* What is from `middle` on comes before what is from `first` on. */
static void turn(struct playlist *list, uint32_t first, uint32_t middle, uint32_t end)
{
    reverse(list->entries + first, middle - first);
    reverse(list->entries + middle, end - middle);
    reverse(list->entries + first, end - first);
    playlist_changed(list);
}

int playlist_insert(struct playlist *list, uint32_t index, const char *argument, char *why,
                    size_t why_size)
{
    const uint32_t count = list->count;
    int error = playlist_add_argument(list, argument, why, why_size);

    if (error == 0 && index < count)
        turn(list, index, count, list->count);
    return error;
}

int playlist_insert_all(struct playlist *list, uint32_t index, const struct playlist *other)
{
    const uint32_t count = list->count;
    int error = 0;

    for (uint32_t i = 0; i < other->count && error == 0; i++) {
        const struct playlist_entry *entry = &other->entries[i];
        const struct list_item item = {
            .path = entry->path, .title = entry->title, .range = entry->range};

        error = playlist_restore(list, &item);
        if (error == 0)
            list->entries[list->count - 1].lists = entry->lists;
    }
    while (error < 0 && list->count > count)
        playlist_remove(list, list->count - 1);
    if (error == 0 && index < count)
        turn(list, index, count, list->count);
    return error;
}

void playlist_remove(struct playlist *list, uint32_t index)
{
    playlist_move(list, index, list->count - 1);
    list->count--;
    free(list->entries[list->count].path);
    free(list->entries[list->count].title);
    playlist_changed(list);
}

void playlist_move(struct playlist *list, uint32_t from, uint32_t to)
{
    if (from < to)
        turn(list, from, from + 1, to + 1);
    else if (to < from)
        turn(list, to, from, from + 1);
}

void playlist_clear(struct playlist *list, uint32_t keep)
{
    playlist_move(list, keep, 0);
    while (list->count > 1)
        playlist_remove(list, list->count - 1);
    while (list->argument_count > 0)
        free(list->arguments[--list->argument_count]);
}
