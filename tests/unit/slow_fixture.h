/*
 * slow_fixture.h - a player in this process and two children in their own, in slow motion.
 */
#ifndef TESTS_UNIT_SLOW_FIXTURE_H
#define TESTS_UNIT_SLOW_FIXTURE_H

#include <sys/mman.h>

#include "tests/unit/ring_fixture.h"

enum { SLOW_AGES_MS = 600000 };

/* What a child is told to do. */
enum { SIT_PRODUCER, SIT_CONSUMER, CLAIM, COMMIT, HAND_OVER, HAND_OVER_5, TAKE, ASK_ORDERS };

struct slow {
    struct ring *ring; /* the player's */
    int set;
    struct partner producer;
    struct partner consumer;
};

/* How often each child was told of something new in the recorder. */
static _Atomic uint32_t *slow_told;

static inline void slow_count(void *context)
{
    atomic_fetch_add((_Atomic uint32_t *)context, 1);
}

static inline int slow_sit(struct ring *ring, enum sem_index seat)
{
    pid_t holder;

    ring_watch(ring, slow_count, (void *)&slow_told[seat - SEM_PRODUCER]);
    return ring_take_seat(ring, seat, &holder);
}

static inline int slow_hand_over(struct ring *ring, int times)
{
    int error = 0;

    for (int i = 0; i < times && error == 0; i++)
        error = ring_producer_commit_claim(ring);
    return error;
}

static inline int slow_work(void *context, int what)
{
    static struct ring *ring;
    struct ring_orders orders;

    if (!ring)
        ring = ring_fixture_attach(context);
    switch (what) {
    case SIT_PRODUCER:
        return slow_sit(ring, SEM_PRODUCER);
    case SIT_CONSUMER:
        return slow_sit(ring, SEM_CONSUMER);
    case CLAIM:
        return ring_producer_claim(ring);
    case COMMIT:
        return ring_producer_commit(ring);
    case HAND_OVER:
        return slow_hand_over(ring, 1);
    case HAND_OVER_5:
        return slow_hand_over(ring, 5);
    case TAKE:
        return ring_consumer_claim(ring, 1, NULL);
    default:
        return ring_orders(ring, &orders);
    }
}

/* Everybody has a seat; the producer has made one block, and claimed the next slot. */
static inline struct slow slow_begin(void **state)
{
    struct ring_fixture *fixture = *state;
    struct slow slow = {.ring = fixture->ring, .set = ring_set_id(fixture->ring)};
    pid_t holder;

    slow_told = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true((void *)slow_told != MAP_FAILED);
    assert_int_equal(ring_take_seat(slow.ring, SEM_PLAYER, &holder), 0);
    slow.producer = partner_start(slow_work, fixture);
    slow.consumer = partner_start(slow_work, fixture);
    assert_int_equal(partner_do(&slow.producer, SIT_PRODUCER), 0);
    assert_int_equal(partner_do(&slow.consumer, SIT_CONSUMER), 0);
    assert_int_equal(partner_do(&slow.producer, CLAIM), 0);
    assert_int_equal(partner_do(&slow.producer, HAND_OVER), 0);
    return slow;
}

static inline void slow_end(const struct slow *slow)
{
    partner_end(&slow->producer);
    partner_end(&slow->consumer);
    munmap((void *)slow_told, 4096);
}

static inline int slow_turns(const struct slow *slow)
{
    return semset_value(slow->set, SEM_TURN);
}

/* So many children come to sleep until they get a turn. */
static inline void slow_await(const struct slow *slow, int children)
{
    assert_true(ring_fixture_await(semset_waiting_grow, slow->set, SEM_TURN, children));
    assert_int_equal(slow_turns(slow), 0);
}

/* FREE, FILLED, HEAD, while all are there and nothing has been taken up. */
static inline void slow_expect(const struct slow *slow, uint16_t free, uint16_t filled,
                               uint16_t head)
{
    ring_fixture_expect(slow->set, (const uint16_t[SEM_COUNT]){free, filled, head, [SEM_LOCK] = 1});
}

/* The newest event of a child. */
static inline struct flight_event slow_last(const struct slow *slow, enum flight_role role)
{
    const struct flight_log *log = flight_log(ring_segment(slow->ring), role);
    uint64_t cursor = atomic_load(&log->next) - 1, lost = 0;
    struct flight_event event;

    assert_int_equal(flight_read(log, &cursor, &event, 1, &lost), 1);
    return event;
}

#endif
