/*
 * ring_view.h - the state of every slot, worked out from one snapshot of the set.
 *
 * The kernel tells nobody whose debts SEM_UNDO records. But the protocol knows them: FREE + FILLED
 * and the claims make N, and HEAD - TAIL is what is filled or in the consumer's hand; so a
 * snapshot, which is atomic, tells both numbers of claims.
 */
#ifndef SHMRING_RING_VIEW_H
#define SHMRING_RING_VIEW_H

#include <stdbool.h>

#include "shmring/semset.h"

/* Claims, and so the debts in FREE and FILLED that the kernel would pay at a death. */
struct ring_claims {
    int producer; /* 0 or 1 */
    int consumer; /* 0 to N - 1 */
};

enum ring_slot_state {
    RING_SLOT_FREE,
    RING_SLOT_FILLING, /* claimed by the producer */
    RING_SLOT_FILLED,
    RING_SLOT_HELD, /* claimed by the consumer: in the device, or about to be */
    RING_SLOT_STATES
};

/* -EPROTO: the counts contradict each other: somebody has spoiled them. */
int ring_claims(uint16_t slots, const struct semset_snapshot *at, struct ring_claims *ret_claims);

/* slot: 0 to N - 1; claims: what ring_claims() said of the same snapshot. */
enum ring_slot_state ring_slot_state(uint16_t slots, const struct semset_snapshot *at,
                                     const struct ring_claims *claims, uint16_t slot);

/* "free", "filling", "filled", "held"; never NULL. */
const char *ring_slot_state_name(enum ring_slot_state state);

#endif
