/*
 * ring_orders.c - where the music of an epoch begins, and where it has come to.
 *
 * The player writes the three words of the orders under SEM_LOCK and publishes the epoch with
 * a release store last, so whoever sees the new epoch sees all before it. The lock's debt is
 * the kernel's: a holder that dies opens it, and a holder that is stopped costs a waiter one
 * second and an error, never for ever.
 */
#include <errno.h>

#include "shmring/ring_handle.h"

static const struct timespec lock_timeout = {.tv_sec = 1};

static int lock(struct ring *ring)
{
    int error = ring_step(ring, STEP_LOCK, &(struct step_arguments){0}, &lock_timeout);

    return error == -EAGAIN ? -ETIMEDOUT : error;
}

static int unlock(struct ring *ring)
{
    return ring_step(ring, STEP_UNLOCK, &(struct step_arguments){0}, NULL);
}

int ring_set_orders(struct ring *ring, const struct ring_orders *orders)
{
    int error = lock(ring);

    if (error < 0)
        return error;
    ring->orders = *orders;
    ring->segment->orders = *orders;
    atomic_store_explicit(&ring->segment->epoch, orders->epoch, memory_order_release);
    ring_note(ring, FLIGHT_EPOCH, FLIGHT_PLAYER, 0, orders->epoch);
    return unlock(ring);
}

int ring_orders(struct ring *ring, struct ring_orders *ret_orders)
{
    struct ring_orders orders;
    int error = lock(ring);

    if (error < 0)
        return error;
    orders = ring->segment->orders;
    error = unlock(ring);
    if (error < 0)
        return error;
    *ret_orders = orders;
    return 0;
}

/* The newest committed block; -ENODATA when there was none yet, or none that can be true. */
static int newest_block(const struct ring *ring, const struct semset_snapshot *at,
                        struct block_header *ret_header)
{
    uint32_t slot = (uint32_t)at->value[SEM_HEAD] + ring->slots - 1;

    if (block_read(ring_block(ring, slot), ring->slot_bytes, ret_header) < 0)
        return -ENODATA;
    return 0;
}

int ring_resume_point(struct ring *ring, struct ring_resume_point *ret_point)
{
    struct ring_orders orders;
    struct semset_snapshot now;
    struct block_header newest;
    int error = ring_orders(ring, &orders);

    if (error < 0)
        return error;
    error = ring_snapshot(ring, &now);
    if (error < 0)
        return error;
    if (newest_block(ring, &now, &newest) < 0 || newest.epoch != orders.epoch) {
        *ret_point = (struct ring_resume_point){
            .epoch = orders.epoch, .track = orders.track, .frame = orders.frame};
        return 0;
    }
    *ret_point = (struct ring_resume_point){
        .epoch = orders.epoch,
        .track = newest.track,
        .frame = newest.position + newest.frames,
        .begun = true,
        .at_end = newest.flags & BLOCK_END,
    };
    return 0;
}

void ring_set_heard(struct ring *ring, const struct ring_heard *heard)
{
    struct ring_segment *segment = ring->segment;
    uint32_t other = !atomic_load_explicit(&segment->heard_now, memory_order_relaxed);

    segment->heard[other] = *heard;
    atomic_store_explicit(&segment->heard_now, other, memory_order_release);
}

struct ring_heard ring_heard(const struct ring *ring)
{
    const struct ring_segment *segment = ring->segment;
    uint32_t now = atomic_load_explicit(&segment->heard_now, memory_order_acquire) & 1;
    /* Through volatile, so that a copy is made, and nothing read a second time. */
    const volatile struct ring_heard *heard = &segment->heard[now];

    return (struct ring_heard){
        .sequence = heard->sequence, .frames = heard->frames, .total = heard->total};
}

uint32_t ring_heard_frames(const struct ring *ring, const struct block_header *block)
{
    const struct ring_heard heard = ring_heard(ring);
    int32_t ahead = (int32_t)(heard.sequence - block->sequence);

    if (heard.sequence == 0 || ahead < 0)
        return 0;
    return ahead > 0 || heard.frames > block->frames ? block->frames : heard.frames;
}

int ring_position(const struct ring *ring, struct block_header *ret_header)
{
    struct semset_snapshot now;
    struct block_header block;
    uint32_t heard;
    bool empty;
    int error = ring_snapshot(ring, &now);

    if (error < 0)
        return error;
    empty = now.value[SEM_HEAD] == now.value[SEM_TAIL] && now.value[SEM_FILLED] == 0;
    if (empty)
        error = newest_block(ring, &now, &block);
    else if (block_read(ring_block(ring, now.value[SEM_TAIL]), ring->slot_bytes, &block) < 0)
        error = -ENODATA;
    if (error < 0)
        return error;
    if (block.epoch != ring_epoch(ring))
        return -ENODATA;
    heard = empty ? block.frames : ring_heard_frames(ring, &block);
    block.position += heard;
    block.frames -= heard;
    *ret_header = block;
    return 0;
}

int ring_last_heard(const struct ring *ring, struct block_header *ret_header)
{
    const struct ring_heard heard = ring_heard(ring);
    struct block_header block;

    for (uint32_t slot = 0; heard.sequence != 0 && slot < ring->slots; slot++) {
        if (block_read(ring_block(ring, slot), ring->slot_bytes, &block) < 0 ||
            block.sequence != heard.sequence || block.epoch != ring_epoch(ring))
            continue;
        block.position += heard.frames < block.frames ? heard.frames : block.frames;
        block.frames -= heard.frames < block.frames ? heard.frames : block.frames;
        *ret_header = block;
        return 0;
    }
    return -ENODATA;
}
