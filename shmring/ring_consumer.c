/*
 * ring_consumer.c - the consumer's side: claim blocks ahead, commit them once heard.
 *
 * TAIL belongs to the seat's holder and moves only with a commit; the i-th claim in hand is
 * the slot TAIL + i. A death gives all claims back in one stroke, because FILLED grows by as
 * many as were held and TAIL has not moved: the successor begins with the first unheard block.
 */
#include <errno.h>

#include "shmring/ring_handle.h"

static const struct timespec no_time;

/* One slot always stays out of the hand, so that a full ring never looks like an empty one. */
static bool room_in_hand(const struct ring *ring, uint16_t count)
{
    return count > 0 && ring->held + count < ring->slots;
}

/* Asked once: from then on only this process, which has the seat, moves TAIL. */
static int find_tail(struct ring *ring)
{
    int tail;

    if (ring->tail_known)
        return 0;
    tail = semset_value(ring->set_id, SEM_TAIL);
    if (tail < 0)
        return tail;
    ring->tail = (uint16_t)(tail % ring->slots);
    ring->tail_known = true;
    return 0;
}

static int claim(struct ring *ring, enum step step, uint16_t count, const struct timespec *timeout)
{
    struct step_arguments arguments = {.count = count};
    int error;

    if (!room_in_hand(ring, count))
        return -ENOBUFS;
    error = find_tail(ring);
    if (error < 0)
        return error;
    arguments.index = ring->tail;
    if (timeout && timeout->tv_sec == 0 && timeout->tv_nsec == 0)
        arguments.nowait = true;
    error = ring_step(ring, step, &arguments, arguments.nowait ? NULL : timeout);
    if (error < 0)
        return error;
    ring->held = (uint16_t)(ring->held + count);
    return 0;
}

int ring_consumer_claim(struct ring *ring, uint16_t count, const struct timespec *timeout)
{
    return claim(ring, STEP_CONSUMER_CLAIM, count, timeout);
}

int ring_consumer_claim_stale(struct ring *ring, uint16_t count)
{
    return claim(ring, STEP_CONSUMER_CLAIM_STALE, count, &no_time);
}

int ring_consumer_wait(struct ring *ring, uint16_t burst, const struct timespec *timeout)
{
    struct step_arguments arguments = {.count = burst};
    int error = find_tail(ring);

    if (error < 0)
        return error;
    arguments.index = ring->tail;
    return ring_step(ring, STEP_CONSUMER_WAIT, &arguments, timeout);
}

/* A count that is below what this step takes, or above what can be counted. */
static int spoiled(int error)
{
    return error == -EAGAIN || error == -ERANGE ? -EPROTO : error;
}

int ring_consumer_commit(struct ring *ring, uint16_t count)
{
    struct step_arguments arguments = {.slots = ring->slots, .index = ring->tail, .count = count};
    int error;

    if (count == 0 || count > ring->held)
        return -EINVAL;
    /* Nothing in it ever has to wait, unless somebody has spoiled the counts. */
    error = ring_step(ring, STEP_CONSUMER_COMMIT, &arguments, &no_time);
    if (error < 0)
        return spoiled(error);
    ring->tail = (uint16_t)((ring->tail + count) % ring->slots);
    ring->held = (uint16_t)(ring->held - count);
    return 0;
}

int ring_consumer_release(struct ring *ring)
{
    struct step_arguments arguments = {.index = ring->tail, .count = ring->held};
    int error;

    if (ring->held == 0)
        return 0;
    error = ring_step(ring, STEP_CONSUMER_RELEASE, &arguments, NULL);
    if (error < 0)
        return spoiled(error);
    ring->held = 0;
    return 0;
}

uint16_t ring_consumer_held(const struct ring *ring)
{
    return ring->held;
}

uint32_t ring_consumer_slot(const struct ring *ring, uint16_t i)
{
    return ((uint32_t)ring->tail + i) % ring->slots;
}
