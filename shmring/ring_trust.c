/*
 * ring_trust.c - what must hold in the ring at every moment, by the player's own knowledge.
 *
 * One snapshot tells how many slots each child has claimed (ring_view.h), and without the process
 * there is no claim.
 */
#include "shmring/ring_trust.h"

#include <string.h>

#include "shmring/ring_handle.h"
#include "shmring/ring_view.h"

static bool identity_true(const struct ring *ring)
{
    const struct ring_segment *segment = ring->segment;

    return segment->magic == RING_MAGIC && segment->version == RING_VERSION &&
           segment->slots == ring->slots && segment->slot_bytes == ring->slot_bytes;
}

static bool orders_true(const struct ring *ring, const struct ring_known *known)
{
    const struct ring_segment *segment = ring->segment;

    return memcmp(&segment->orders, &ring->orders, sizeof(ring->orders)) == 0 &&
           ring_epoch(ring) == ring->orders.epoch && atomic_load(&segment->pace) == ring->pace &&
           !atomic_load(&segment->fade) == !known->fading;
}

static bool counts_true(uint16_t slots, const struct ring_known *known,
                        const struct semset_snapshot *now)
{
    struct ring_claims claims;

    return ring_claims(slots, now, &claims) == 0 && claims.producer <= known->producer &&
           (known->consumer || claims.consumer == 0);
}

/* A seat is vacant before its process has taken it, too. */
static bool seats_true(const struct ring_known *known, const uint16_t *value)
{
    return value[SEM_PLAYER] == 0 && value[SEM_PRODUCER] <= 1 && value[SEM_CONSUMER] <= 1 &&
           (known->producer || value[SEM_PRODUCER] == 1) &&
           (known->consumer || value[SEM_CONSUMER] == 1);
}

const char *ring_spoiled(const struct ring *ring, const struct ring_known *known)
{
    struct semset_snapshot now;

    if (semset_snapshot(ring->set_id, &now) < 0)
        return NULL; /* it is gone, and not spoiled */
    if (!identity_true(ring))
        return "its identity";
    if (!orders_true(ring, known))
        return "its orders";
    if (!counts_true(ring->slots, known, &now))
        return "its counts";
    if (now.value[SEM_PAUSED] != known->paused)
        return "its gate";
    if (!seats_true(known, now.value))
        return "its seats";
    return now.value[SEM_LOCK] <= 1 ? NULL : "its lock";
}
