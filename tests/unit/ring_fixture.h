/*
 * ring_fixture.h - a ring of a test's own, and other processes that take part in it.
 *
 * A partner is a forked child that does one thing at a time when told to, so that a test can
 * look at the ring between two steps, and can kill the child at any of them. It reports by
 * numbers and never asserts: a failed assertion in a child would go on with the parent's tests.
 */
#ifndef TESTS_UNIT_RING_FIXTURE_H
#define TESTS_UNIT_RING_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "shmring/ring.h"
#include "tests/unit/child_process.h"

enum { RING_FIXTURE_SLOTS = 8, RING_FIXTURE_SLOT_BYTES = 4096 };

struct ring_fixture {
    struct ring *ring;
    pid_t child; /* killed at the end; 0: none */
};

static inline int ring_fixture_create(uint16_t slots, uint32_t slot_bytes, struct ring **ret_ring)
{
    const struct ring_config config = {
        .segment_key = IPC_PRIVATE,
        .set_key = IPC_PRIVATE,
        .name = "test",
        .slots = slots,
        .slot_bytes = slot_bytes,
    };

    return ring_create(&config, ret_ring);
}

static inline int ring_fixture_open(void **state)
{
    static struct ring_fixture fixture;

    fixture = (struct ring_fixture){0};
    *state = &fixture;
    return ring_fixture_create(RING_FIXTURE_SLOTS, RING_FIXTURE_SLOT_BYTES, &fixture.ring);
}

static inline int ring_fixture_close(void **state)
{
    struct ring_fixture *fixture = *state;

    if (fixture->child > 0)
        child_kill(fixture->child);
    ring_remove(fixture->ring);
    ring_detach(fixture->ring);
    return 0;
}

/* Another handle on the same ring, as another process would have it. */
static inline struct ring *ring_fixture_attach(const struct ring_fixture *fixture)
{
    struct ring *ring = NULL;

    if (ring_attach(ring_segment_id(fixture->ring), ring_set_id(fixture->ring), false, &ring) < 0)
        abort();
    return ring;
}

/* All nine values at once, in the order of enum sem_index. */
static inline void ring_fixture_expect(int set, const uint16_t expected[SEM_COUNT])
{
    struct semset_snapshot now;

    assert_int_equal(semset_snapshot(set, &now), 0);
    for (int i = 0; i < SEM_COUNT; i++)
        if (now.value[i] != expected[i])
            fail_msg("%s is %u and should be %u", semset_name((enum sem_index)i), now.value[i],
                     expected[i]);
}

/* Fills the block in hand with a good header, whose samples are all `value`. */
static inline void ring_fixture_fill(struct ring *ring, uint32_t epoch, uint64_t position,
                                     int16_t value)
{
    struct block_header *block = ring_producer_block(ring);
    int16_t *sample = block_samples(block);

    block->epoch = epoch;
    block->track = 0;
    block->flags = 0;
    block->position = position;
    block->frames = 100;
    block->rate = 44100;
    block->channels = 2;
    block->format = SAMPLE_S16;
    for (int i = 0; i < 200; i++)
        sample[i] = value;
}

/* Claims, fills and commits one block. */
static inline int ring_fixture_produce(struct ring *ring, uint32_t epoch, uint64_t position)
{
    int error = ring_producer_claim(ring);

    if (error < 0)
        return error;
    ring_fixture_fill(ring, epoch, position, (int16_t)position);
    return ring_producer_commit(ring);
}

/* A process at the other end of two pipes. */
struct partner {
    pid_t pid;
    int to;
    int from;
};

/* What a partner does when told to do `what`; its result goes back. */
typedef int partner_work(void *context, int what);

static inline struct partner partner_start(partner_work *work, void *context)
{
    struct partner partner;
    int to[2], from[2];
    int what;

    if (pipe(to) < 0 || pipe(from) < 0)
        abort();
    partner = (struct partner){.pid = child_fork(), .to = to[1], .from = from[0]};
    if (partner.pid == 0) {
        close(to[1]);
        close(from[0]);
        while (read(to[0], &what, sizeof(what)) == sizeof(what)) {
            int result = work(context, what);

            if (write(from[1], &result, sizeof(result)) != sizeof(result))
                break;
        }
        _exit(0);
    }
    close(to[0]);
    close(from[1]);
    return partner;
}

/* Tells it what to do, without waiting for it to be done. */
static inline void partner_tell(const struct partner *partner, int what)
{
    if (write(partner->to, &what, sizeof(what)) != sizeof(what))
        abort();
}

/* Waits for what it was told last; returns its result. */
static inline int partner_await(const struct partner *partner)
{
    int result;

    if (read(partner->from, &result, sizeof(result)) != sizeof(result))
        return -ECHILD;
    return result;
}

static inline int partner_do(const struct partner *partner, int what)
{
    partner_tell(partner, what);
    return partner_await(partner);
}

static inline void partner_end(const struct partner *partner)
{
    child_kill(partner->pid);
    close(partner->to);
    close(partner->from);
}

/* Returns when `query` says so of a semaphore; false when that does not happen. */
static inline bool ring_fixture_await(int (*query)(int id, enum sem_index index), int set,
                                      enum sem_index index, int wanted)
{
    const struct timespec moment = {.tv_nsec = 1000000};

    for (int i = 0; i < 30000; i++) {
        if (query(set, index) == wanted)
            return true;
        nanosleep(&moment, NULL);
    }
    return false;
}

#define RING_TEST(function)                                                                        \
    cmocka_unit_test_setup_teardown(function, ring_fixture_open, ring_fixture_close)

#endif
