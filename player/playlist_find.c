/*
 * playlist_find.c - from a track to its place in the list, however long the list is.
 *
 * The line on the terminal and every status ask for it. A table with at least twice as many cells
 * as the list has entries is made when it is asked for after a change: a track's cell is the first
 * one from its hash on that has it. Without the memory for it the list is searched.
 */
#include <errno.h>
#include <stdlib.h>

#include "player/playlist.h"

/* Neighbours far from each other, so that the runs of full cells stay short. */
static uint32_t cell_of(const struct playlist *list, uint32_t track)
{
    return (track * UINT32_C(2654435769)) & (list->index_size - 1);
}

/* Cells hold an entry's index plus 1; 0: an empty one. */
static void make_index(struct playlist *list)
{
    uint32_t size = 64;

    while (size < list->count * 2)
        size *= 2;
    list->index = calloc(size, sizeof(*list->index));
    if (!list->index)
        return;
    list->index_size = size;
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t cell = cell_of(list, list->entries[i].track);
        while (list->index[cell] != 0)
            cell = (cell + 1) & (size - 1);
        list->index[cell] = i + 1;
    }
}

static int search(const struct playlist *list, uint32_t track, uint32_t *ret_index)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->entries[i].track == track) {
            *ret_index = i;
            return 0;
        }
    }
    return -ENOENT;
}

int playlist_find(struct playlist *list, uint32_t track, uint32_t *ret_index)
{
    uint32_t cell;

    if (!list->index)
        make_index(list);
    if (!list->index)
        return search(list, track, ret_index);
    for (cell = cell_of(list, track); list->index[cell] != 0;
         cell = (cell + 1) & (list->index_size - 1)) {
        uint32_t index = list->index[cell] - 1;
        if (list->entries[index].track == track) {
            *ret_index = index;
            return 0;
        }
    }
    return -ENOENT;
}

void playlist_changed(struct playlist *list)
{
    free(list->index);
    list->index = NULL;
    list->index_size = 0;
    list->revision++;
}
