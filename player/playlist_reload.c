/*
 * playlist_reload.c - reads the arguments of a playlist again and keeps what is the same.
 *
 * Entries of the old and the new list that are the same file, or the same part of it, are paired in
 * their order; then the one being played is paired with the nearest, in exchange with whoever was.
 * A new entry takes over the track of its pair, and the others get tracks that were never used.
 * Sorting does the pairing, so that long lists take no longer than they need.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/playlist.h"

#define GONE UINT32_MAX

/* An entry's place in its list. */
struct place {
    const struct playlist_entry *entry;
    uint32_t index;
};

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* By path and range. */
static int compare_entries(const struct playlist_entry *a, const struct playlist_entry *b)
{
    int order = strcmp(a->path, b->path);

    if (order == 0)
        order = compare_numbers(a->range.hz, b->range.hz);
    if (order == 0)
        order = compare_numbers(a->range.first, b->range.first);
    return order != 0 ? order : compare_numbers(a->range.end, b->range.end);
}

/* In the list's order where the entries are the same. */
static int compare_places(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    int order = compare_entries(a->entry, b->entry);

    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

static struct place *sort_places(const struct playlist *list)
{
    struct place *places = malloc((list->count + 1) * sizeof(*places));
    if (!places)
        return NULL;

    for (uint32_t i = 0; i < list->count; i++)
        places[i] = (struct place){.entry = &list->entries[i], .index = i};
    qsort(places, list->count, sizeof(*places), compare_places);
    return places;
}

/* Writes for each entry of `old` the index of its pair in `new`, or GONE. */
static int pair_entries(const struct playlist *old, const struct playlist *new, uint32_t *moved)
{
    struct place *before = sort_places(old);
    struct place *after = sort_places(new);
    int error = before && after ? 0 : -ENOMEM;
    uint32_t i = 0;
    uint32_t j = 0;

    while (!error && i < old->count) {
        int order = j < new->count ? compare_entries(before[i].entry, after[j].entry) : -1;
        if (order <= 0)
            moved[before[i].index] = order < 0 ? GONE : after[j].index;
        i += order <= 0;
        j += order >= 0;
    }
    free(before);
    free(after);
    return error;
}

/* The index of the entry like this one that is nearest to `index`, or GONE. */
static uint32_t find_nearest(const struct playlist *list, const struct playlist_entry *entry,
                             uint32_t index)
{
    uint32_t nearest = GONE;
    uint32_t least = UINT32_MAX;

    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t distance = i > index ? i - index : index - i;
        if (distance < least && compare_entries(&list->entries[i], entry) == 0) {
            nearest = i;
            least = distance;
        }
    }
    return nearest;
}

/* Pairs the current entry anew, with the nearest that is the same. */
static void pair_current(const struct playlist *old, uint32_t current, const struct playlist *new,
                         uint32_t *moved)
{
    uint32_t index = find_nearest(new, &old->entries[current], current);
    if (index == GONE)
        return;

    for (uint32_t i = 0; i < old->count; i++) {
        if (moved[i] == index)
            moved[i] = moved[current];
    }
    moved[current] = index;
}

static struct playlist_place find_place(const uint32_t *moved, uint32_t count, uint32_t current)
{
    if (current < count && moved[current] != GONE)
        return (struct playlist_place){.index = moved[current]};
    for (uint32_t i = current < count ? current : count; i-- > 0;) {
        if (moved[i] != GONE)
            return (struct playlist_place){.index = moved[i] + 1, .gone = true};
    }
    return (struct playlist_place){.index = 0, .gone = true};
}

static void number_tracks(const struct playlist *old, struct playlist *new, const uint32_t *moved)
{
    for (uint32_t i = 0; i < new->count; i++)
        new->entries[i].track = GONE;
    for (uint32_t i = 0; i < old->count; i++) {
        if (moved[i] == GONE)
            continue;
        new->entries[moved[i]].track = old->entries[i].track;
        new->entries[moved[i]].failed = old->entries[i].failed;
        new->entries[moved[i]].keyed = old->entries[i].keyed;
        new->entries[moved[i]].key_round = old->entries[i].key_round;
        new->entries[moved[i]].key = old->entries[i].key;
    }
    new->next_track = old->next_track;
    new->revision += old->revision;
    for (uint32_t i = 0; i < new->count; i++) {
        if (new->entries[i].track == GONE)
            new->entries[i].track = new->next_track++;
    }
    playlist_changed(new);
}

static int read_again(const struct playlist *old, struct playlist *new, char *why, size_t why_size)
{
    if (old->argument_count == 0) {
        snprintf(why, why_size, "the list has been cleared, and there is nothing to read");
        return -ENODATA;
    }
    for (uint32_t i = 0; i < old->argument_count; i++) {
        int error = playlist_add_argument(new, old->arguments[i], why, why_size);
        if (error)
            return error;
    }
    return 0;
}

int playlist_reload(const struct playlist *old, uint32_t current, struct playlist *ret_new,
                    struct playlist_place *ret_place, char *why, size_t why_size)
{
    struct playlist new = {0};
    uint32_t *moved = NULL;
    int error = read_again(old, &new, why, why_size);
    if (error)
        goto err_free;

    moved = malloc((old->count + 1) * sizeof(*moved));
    error = moved ? pair_entries(old, &new, moved) : -ENOMEM;
    if (error) {
        snprintf(why, why_size, "%s", strerror(-error));
        goto err_free;
    }
    if (current < old->count)
        pair_current(old, current, &new, moved);
    number_tracks(old, &new, moved);
    *ret_place = find_place(moved, old->count, current);
    *ret_new = new;
    free(moved);
    return 0;

err_free:
    free(moved);
    playlist_free(&new);
    return error;
}
