/*
 * options_modes.h - how a list is played: what is repeated, in which order, and how much of it.
 */
#ifndef PLAYER_OPTIONS_MODES_H
#define PLAYER_OPTIONS_MODES_H

#include "player/order.h"

/* All zero: the list in its order, once. */
struct options_modes {
    uint64_t end_ms;       /* where the list's last track ends; 0: at its end */
    uint64_t loop_from_ms; /* the part of the first track that is repeated; */
    uint64_t loop_to_ms;   /* 0: there is none */
    enum order_repeat repeat;
    bool shuffle;
    bool seeded; /* the order is that of this seed */
    uint32_t seed;
};

/* "1:30-2:05": two times (clocktext.h), the first below the second. 0 or -EINVAL. */
int options_parse_part(const char *text, uint64_t *ret_from_ms, uint64_t *ret_to_ms);

#endif
