/*
 * ring_view.c - arithmetic on a snapshot; no ring is touched.
 *
 * With N slots, of which the producer has claimed p (0 or 1) and the consumer c (below N):
 * FREE + FILLED + p + c = N, and HEAD is so many slots before TAIL as are filled or claimed by
 * the consumer. A ring that is all filled looks like an empty one in HEAD - TAIL; FREE tells them
 * apart, modulo N, since p is no more than 1.
 */
#include "shmring/ring_view.h"

#include <errno.h>

static const char *const names[RING_SLOT_STATES] = {
    [RING_SLOT_FREE] = "free",
    [RING_SLOT_FILLING] = "filling",
    [RING_SLOT_FILLED] = "filled",
    [RING_SLOT_HELD] = "held",
};

const char *ring_slot_state_name(enum ring_slot_state state)
{
    return state < RING_SLOT_STATES ? names[state] : "?";
}

int ring_claims(uint16_t slots, const struct semset_snapshot *at, struct ring_claims *ret_claims)
{
    const uint16_t *value = at->value;
    struct ring_claims claims;
    int unheard;

    if (value[SEM_HEAD] >= slots || value[SEM_TAIL] >= slots || value[SEM_FREE] > slots)
        return -EPROTO;
    unheard = (value[SEM_HEAD] - value[SEM_TAIL] + slots) % slots;
    claims.producer = (2 * slots - value[SEM_FREE] - unheard) % slots;
    claims.consumer = slots - value[SEM_FREE] - value[SEM_FILLED] - claims.producer;
    if (claims.producer > 1 || claims.consumer < 0 || claims.consumer >= slots)
        return -EPROTO;
    *ret_claims = claims;
    return 0;
}

enum ring_slot_state ring_slot_state(uint16_t slots, const struct semset_snapshot *at,
                                     const struct ring_claims *claims, uint16_t slot)
{
    int ahead = (slot - at->value[SEM_TAIL] + slots) % slots; /* of the oldest unheard block */

    if (ahead < claims->consumer)
        return RING_SLOT_HELD;
    if (ahead < claims->consumer + at->value[SEM_FILLED])
        return RING_SLOT_FILLED;
    return slot == at->value[SEM_HEAD] && claims->producer ? RING_SLOT_FILLING : RING_SLOT_FREE;
}
