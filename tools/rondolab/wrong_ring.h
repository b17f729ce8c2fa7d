/*
 * wrong_ring.h - a bounded buffer as textbooks have it, kept here to be broken. Not Rondo's ring.
 *
 * Two counting semaphores, FREE and FILLED; a block is a number. Both sides take the one and post
 * the other, each operation a semop of its own; the two indices are words in the shared memory.
 * Every operation carries SEM_UNDO, or none does: both are wrong, in different ways.
 *
 * Functions return 0 or a negative errno: -EIDRM; -EAGAIN: the timeout; -ERANGE: a value, or the
 * debt of this process, is as large as can be.
 */
#ifndef TOOLS_RONDOLAB_WRONG_RING_H
#define TOOLS_RONDOLAB_WRONG_RING_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "tools/rondolab/guardian.h"

enum { WRONG_SLOTS = 8 };

enum wrong_semaphore { WRONG_FREE, WRONG_FILLED, WRONG_SEMAPHORES };

/* The shared memory. */
struct wrong_slots {
    uint32_t in;   /* index of the next slot to fill; writer: the producer */
    uint32_t made; /* blocks ever: the number of the next one; the same */
    uint32_t out;  /* of the next to empty; writer: the consumer */
    uint32_t block[WRONG_SLOTS];
};

struct wrong_ring {
    key_t segment_key;
    key_t set_key;
    int segment;
    int set;
    bool undo;
    struct wrong_slots *slots;
    const struct guardian *guardian;
};

int wrong_ring_create(const struct guardian *guardian, bool undo, struct wrong_ring *ret_ring);
void wrong_ring_remove(struct wrong_ring *ring);

/* One operation of one semaphore, with this ring's flag. timeout NULL: sleeps for ever. */
int wrong_ring_take(const struct wrong_ring *ring, enum wrong_semaphore semaphore,
                    const struct timespec *timeout);
int wrong_ring_post(const struct wrong_ring *ring, enum wrong_semaphore semaphore);

/* Takes FREE, writes the next block, which is its number, posts FILLED. */
int wrong_ring_put(const struct wrong_ring *ring);

/* Takes FILLED, reads the block, posts FREE. */
int wrong_ring_get(const struct wrong_ring *ring, uint32_t *ret_block);

/* The value, and how many sleep until it grows. */
int wrong_ring_value(const struct wrong_ring *ring, enum wrong_semaphore semaphore);
int wrong_ring_asleep(const struct wrong_ring *ring, enum wrong_semaphore semaphore);

#endif
