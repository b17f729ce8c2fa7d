/*
 * order.h - which entry of the list comes after which: repeat, shuffle, and what people do to both.
 *
 * Shuffled, an entry's place among the others is a number, its key: a hash of the seed, the round
 * and its track. So the order of a round is there without being written down anywhere: it goes
 * back as it went forth, each entry comes once a round, and what is removed or moved in the list
 * changes nothing for the others. Where people want something else, an entry gets another key
 * for this round. With the same list and seed, the order is always the same.
 */
#ifndef PLAYER_ORDER_H
#define PLAYER_ORDER_H

#include "player/playlist.h"

enum order_repeat { ORDER_REPEAT_OFF, ORDER_REPEAT_ONE, ORDER_REPEAT_ALL, ORDER_REPEATS };

struct order_sorted;

/* All zero: the list's order, once. */
struct order {
    enum order_repeat repeat;
    bool shuffle;
    uint64_t seed;
    uint64_t base; /* the key that is the first of this round: */
    uint32_t base_round;
    struct order_sorted *sorted; /* a round's entries by their keys; NULL: to be made */
};

/* Where the music is, or will be. A round is one time through the list. */
struct order_place {
    uint32_t index;
    uint32_t round;
};

/* "off", "one", "all"; NULL and -EINVAL where it is none of them. */
const char *order_repeat_name(enum order_repeat repeat);
int order_parse_repeat(const char *text, enum order_repeat *ret_repeat);

/* Where a round begins. False: the list is empty. */
bool order_first(struct order *order, const struct playlist *list, uint32_t round,
                 struct order_place *ret_place);

/*
 * What follows; `byhand`: somebody wants another one, even if one is being repeated. An entry that
 * could not be played is not tried again by itself in a later round. False: nothing follows.
 */
bool order_next(struct order *order, const struct playlist *list, const struct order_place *place,
                bool byhand, struct order_place *ret_place);

/* What came before; false: this is the first one. */
bool order_previous(struct order *order, const struct playlist *list,
                    const struct order_place *place, struct order_place *ret_place);

/* Shuffles, with this entry as the first one, or stops it. */
void order_shuffle(struct order *order, const struct playlist *list,
                   const struct order_place *place, bool shuffle);

/* Somebody goes from `place` to an entry: shuffled, it comes right after that now. */
void order_go(struct order *order, struct playlist *list, const struct order_place *place,
              uint32_t index);

/* Entries whose track is at least `track` are new: shuffled, all of them are still to come. */
void order_welcome(struct order *order, struct playlist *list, const struct order_place *place,
                   uint32_t track);

/* After any change of the list's entries or places. */
void order_changed(struct order *order);

#endif
