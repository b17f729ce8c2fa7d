/*
 * ring_producer.c - the producer's side: claim a free slot, fill it, hand it over.
 *
 * HEAD belongs to the seat's holder, so a copy of it in this process stays true. A death
 * between claim and commit gives the slot back, half-written and never seen. A new producer
 * counts on from the sequence of the newest committed block, or, where that cannot be true,
 * from beyond any that the ring may hold: a number at or before the heard one means "heard".
 */
#include <errno.h>

#include "shmring/ring_handle.h"

static struct step_arguments at_head(const struct ring *ring)
{
    return (struct step_arguments){.slots = ring->slots, .index = ring->head, .count = 1};
}

static void begin_block(struct ring *ring)
{
    ring->claimed = true;
    ring_block(ring, ring->head)->sequence = ring->sequence + 1;
}

static void end_block(struct ring *ring)
{
    ring->claimed = false;
    ring->sequence++;
    ring->head = (uint16_t)((ring->head + 1) % ring->slots);
}

/* Asked once: from then on only this process, which has the seat, moves HEAD. */
static int find_head(struct ring *ring)
{
    struct block_header newest;
    uint32_t heard;
    bool good;
    int head;

    if (ring->head_known)
        return 0;
    heard = ring_heard(ring).sequence;
    head = semset_value(ring->set_id, SEM_HEAD);
    if (head < 0)
        return head;
    ring->head = (uint16_t)(head % ring->slots);
    ring->head_known = true;
    good = block_read(ring_block(ring, (uint32_t)ring->head + ring->slots - 1), ring->slot_bytes,
                      &newest) == 0;
    if (good && (int32_t)(newest.sequence - heard) >= 0)
        ring->sequence = newest.sequence;
    else
        ring->sequence = heard == 0 ? 0 : heard + ring->slots;
    return 0;
}

int ring_producer_claim(struct ring *ring)
{
    struct step_arguments arguments;
    int error;

    if (ring->claimed)
        return -EBUSY;
    error = find_head(ring);
    if (error < 0)
        return error;
    arguments = at_head(ring);
    error = ring_step(ring, STEP_PRODUCER_CLAIM, &arguments, NULL);
    if (error < 0)
        return error;
    begin_block(ring);
    return 0;
}

int ring_producer_commit(struct ring *ring)
{
    struct step_arguments arguments = at_head(ring);
    int error;

    if (!ring->claimed)
        return -EINVAL;
    error = ring_step(ring, STEP_PRODUCER_COMMIT, &arguments, NULL);
    if (error < 0)
        return error;
    end_block(ring);
    return 0;
}

int ring_producer_commit_claim(struct ring *ring)
{
    struct step_arguments arguments = at_head(ring);
    int error;

    if (!ring->claimed)
        return -EINVAL;
    error = ring_step(ring, STEP_PRODUCER_COMMIT_CLAIM, &arguments, NULL);
    if (error < 0)
        return error;
    end_block(ring);
    begin_block(ring);
    return 0;
}

int ring_producer_wait(struct ring *ring, uint16_t burst)
{
    struct step_arguments arguments = {.count = burst};
    int error = find_head(ring);

    if (error < 0)
        return error;
    arguments.index = ring->head;
    return ring_step(ring, STEP_PRODUCER_WAIT, &arguments, NULL);
}

struct block_header *ring_producer_block(struct ring *ring)
{
    return ring->claimed ? ring_block(ring, ring->head) : NULL;
}
