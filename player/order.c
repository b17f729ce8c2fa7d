/*
 * order.c - the order in which a list is played.
 *
 * A round's entries sorted by their keys are kept until something changes; who asks for another
 * round has them sorted anew. Equal keys are told apart by their tracks. Without the memory for
 * it the order is the list's.
 */
#include "player/order.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct order_sorted {
    uint32_t round;
    uint32_t count;
    struct cell {
        uint64_t key;
        uint32_t track;
        uint32_t index;
    } cell[];
};

static const char *const names[ORDER_REPEATS] = {
    [ORDER_REPEAT_OFF] = "off",
    [ORDER_REPEAT_ONE] = "one",
    [ORDER_REPEAT_ALL] = "all",
};

const char *order_repeat_name(enum order_repeat repeat)
{
    return names[repeat];
}

int order_parse_repeat(const char *text, enum order_repeat *ret_repeat)
{
    for (unsigned i = 0; i < ORDER_REPEATS; i++) {
        if (strcmp(text, names[i]) == 0) {
            *ret_repeat = (enum order_repeat)i;
            return 0;
        }
    }
    return -EINVAL;
}

/* The finishing steps of splitmix64: each bit of the result depends on all of the number. */
static uint64_t hash(uint64_t number)
{
    number = (number ^ (number >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    number = (number ^ (number >> 27)) * UINT64_C(0x94d049bb133111eb);
    return number ^ (number >> 31);
}

static uint64_t hashed(const struct order *order, uint32_t track, uint32_t round)
{
    uint64_t word = ((uint64_t)round << 32 | track) + 1;

    return hash(hash(order->seed + UINT64_C(0x9e3779b97f4a7c15)) +
                word * UINT64_C(0x9e3779b97f4a7c15));
}

static uint64_t key_of(const struct order *order, const struct playlist_entry *entry,
                       uint32_t round)
{
    if (entry->keyed && entry->key_round == round)
        return entry->key;
    return hashed(order, entry->track, round) - (round == order->base_round ? order->base : 0);
}

static int compare_cells(const void *left, const void *right)
{
    const struct cell *a = left, *b = right;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->track > b->track) - (a->track < b->track);
}

/* NULL: no memory. */
static const struct order_sorted *sort(struct order *order, const struct playlist *list,
                                       uint32_t round)
{
    struct order_sorted *sorted = order->sorted;

    if (sorted && sorted->round == round)
        return sorted;
    order_changed(order);
    sorted = malloc(sizeof(*sorted) + list->count * sizeof(sorted->cell[0]));
    if (!sorted)
        return NULL;
    sorted->round = round;
    sorted->count = list->count;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct playlist_entry *entry = &list->entries[i];
        sorted->cell[i] = (struct cell){key_of(order, entry, round), entry->track, i};
    }
    qsort(sorted->cell, sorted->count, sizeof(sorted->cell[0]), compare_cells);
    order->sorted = sorted;
    return sorted;
}

/* How many entries of its round come before this one. */
static uint32_t rank_of(struct order *order, const struct playlist *list,
                        const struct order_place *place)
{
    const struct order_sorted *sorted = order->shuffle ? sort(order, list, place->round) : NULL;
    const struct playlist_entry *entry = &list->entries[place->index];
    const struct cell wanted = {.key = key_of(order, entry, place->round), .track = entry->track};
    uint32_t low = 0, high = list->count;

    if (!sorted)
        return place->index;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare_cells(&sorted->cell[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t index_at(struct order *order, const struct playlist *list, uint32_t round,
                         uint32_t rank)
{
    const struct order_sorted *sorted = order->shuffle ? sort(order, list, round) : NULL;

    return sorted ? sorted->cell[rank].index : rank;
}

/* The first one at `rank` or later in this round that may be played by itself. */
static bool find_from(struct order *order, const struct playlist *list, uint32_t round,
                      uint32_t rank, struct order_place *ret_place)
{
    for (; rank < list->count; rank++) {
        uint32_t index = index_at(order, list, round, rank);

        if (round > 0 && list->entries[index].failed)
            continue;
        *ret_place = (struct order_place){.index = index, .round = round};
        return true;
    }
    return false;
}

bool order_first(struct order *order, const struct playlist *list, uint32_t round,
                 struct order_place *ret_place)
{
    return find_from(order, list, round, 0, ret_place);
}

static void set_key(struct order *order, struct playlist_entry *entry, uint64_t key, uint32_t round)
{
    entry->keyed = true;
    entry->key = key;
    entry->key_round = round;
    order_changed(order);
}

/* A round that begins with what the last one ended with: if there is another one, that first. */
static void avoid_twice(struct order *order, const struct playlist *list,
                        const struct order_place *last, struct order_place *first)
{
    struct order_place other;

    if (order->shuffle && first->index == last->index &&
        find_from(order, list, first->round, rank_of(order, list, first) + 1, &other)) {
        set_key(order, &list->entries[first->index], UINT64_MAX, first->round);
        *first = other;
    }
}

bool order_next(struct order *order, const struct playlist *list, const struct order_place *place,
                bool byhand, struct order_place *ret_place)
{
    struct order_place next;

    if (order->repeat == ORDER_REPEAT_ONE && !byhand && !list->entries[place->index].failed) {
        *ret_place = *place;
        return true;
    }
    if (find_from(order, list, place->round, rank_of(order, list, place) + 1, ret_place))
        return true;
    if (order->repeat != ORDER_REPEAT_ALL || !order_first(order, list, place->round + 1, &next))
        return false;
    avoid_twice(order, list, place, &next);
    *ret_place = next;
    return true;
}

bool order_previous(struct order *order, const struct playlist *list,
                    const struct order_place *place, struct order_place *ret_place)
{
    uint32_t rank = rank_of(order, list, place), round = place->round;

    if (rank == 0 && (order->repeat != ORDER_REPEAT_ALL || round == 0))
        return false;
    if (rank == 0) {
        round--;
        rank = list->count;
    }
    *ret_place =
        (struct order_place){.index = index_at(order, list, round, rank - 1), .round = round};
    return true;
}

void order_shuffle(struct order *order, const struct playlist *list,
                   const struct order_place *place, bool shuffle)
{
    order_changed(order);
    order->shuffle = shuffle;
    if (!shuffle || !place)
        return;
    for (uint32_t i = 0; i < list->count; i++)
        list->entries[i].keyed = false;
    order->base_round = place->round;
    order->base = hashed(order, list->entries[place->index].track, place->round);
}

void order_go(struct order *order, struct playlist *list, const struct order_place *place,
              uint32_t index)
{
    uint64_t key = key_of(order, &list->entries[place->index], place->round);

    if (order->shuffle && index != place->index)
        set_key(order, &list->entries[index], key < UINT64_MAX ? key + 1 : key, place->round);
}

void order_welcome(struct order *order, struct playlist *list, const struct order_place *place,
                   uint32_t track)
{
    uint64_t key = key_of(order, &list->entries[place->index], place->round);
    uint64_t room = UINT64_MAX - key;

    order_changed(order);
    for (uint32_t i = 0; i < list->count && order->shuffle && room > 0; i++) {
        struct playlist_entry *entry = &list->entries[i];

        if (entry->track >= track && i != place->index)
            set_key(order, entry, key + 1 + hashed(order, entry->track, place->round) % room,
                    place->round);
    }
}

void order_changed(struct order *order)
{
    free(order->sorted);
    order->sorted = NULL;
}
