/*
 * order_walk.h - lists in which the order is followed step by step.
 */
#ifndef TESTS_UNIT_ORDER_WALK_H
#define TESTS_UNIT_ORDER_WALK_H

#include "player/order.h"
#include "tests/unit/playlist_folder.h"

enum { ENTRIES = 200 };

static inline struct playlist make(uint32_t count)
{
    struct playlist list = {0};

    for (uint32_t i = 0; i < count; i++)
        add(&list, "a");
    return list;
}

static inline void forget(struct order *order, struct playlist *list)
{
    order_changed(order);
    playlist_free(list);
}

/* Goes on from *place, for as long as it goes or `most` steps; notes the tracks. */
static inline uint32_t walk(struct order *order, const struct playlist *list,
                            struct order_place *place, uint32_t most, uint32_t *ret_tracks)
{
    uint32_t count = 0;

    do
        ret_tracks[count++] = list->entries[place->index].track;
    while (count < most && order_next(order, list, place, false, place));
    return count;
}

static inline void assert_each_once(const uint32_t *tracks, uint32_t count)
{
    bool seen[2 * ENTRIES] = {false};

    for (uint32_t i = 0; i < count; i++) {
        assert_true(tracks[i] < 2 * ENTRIES);
        assert_false(seen[tracks[i]]);
        seen[tracks[i]] = true;
    }
}

#endif
