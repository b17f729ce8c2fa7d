/*
 * ring_trust.h - can the ring be as it is?
 *
 * A producer under the control of a hostile file writes anywhere in the segment, and does to
 * the set what it likes. The player knows what must hold all the same, whatever the others are
 * at and whoever has died: what only the player writes is as it wrote it, and the counts of one
 * snapshot agree with one another. Counts that were wrong once are never right again.
 */
#ifndef SHMRING_RING_TRUST_H
#define SHMRING_RING_TRUST_H

#include "shmring/ring.h"

/* What the player knows of its own doing. */
struct ring_known {
    bool paused;   /* it has shut the gate */
    bool fading;   /* it has ordered the fade */
    bool producer; /* it has started one, and not yet seen its end */
    bool consumer;
};

/* Player: NULL, or what in the ring cannot be so, for people: "its counts". */
const char *ring_spoiled(const struct ring *ring, const struct ring_known *known);

#endif
