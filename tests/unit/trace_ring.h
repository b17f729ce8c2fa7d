/*
 * trace_ring.h - a segment in ordinary memory with logs that a test writes, event by event, and a
 * ring of numbers that knows the truth about them. Include <cmocka.h> first.
 *
 * trace_add() writes any event. trace_do() does a step as a child would: it moves the numbers, and
 * its END goes into the log at once, or, with `late_ns`, so much later.
 */
#ifndef TESTS_UNIT_TRACE_RING_H
#define TESTS_UNIT_TRACE_RING_H

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tools/rondotrace/merge.h"

enum { TRACE_SLOTS = 8, TRACE_STEP_NS = 1000 };

struct trace_ring {
    struct ring_segment *segment;
    uint16_t slots;
    uint64_t now_ns;
    uint64_t busy_ns[FLIGHT_ROLES]; /* until then it is at its last record */
    uint32_t pid[FLIGHT_ROLES];
    uint64_t head, tail;
    uint16_t claims[FLIGHT_ROLES];
    struct merge merge;
};

static inline int trace_setup(void **state)
{
    struct trace_ring *t = calloc(1, sizeof(*t));

    *t = (struct trace_ring){
        .segment = aligned_alloc(64, RING_SLOTS_OFFSET),
        .slots = TRACE_SLOTS,
        .now_ns = 1000000000,
        .pid = {[FLIGHT_PRODUCER] = 101, [FLIGHT_CONSUMER] = 102, [FLIGHT_PLAYER] = 100},
    };
    memset(t->segment, 0, RING_SLOTS_OFFSET);
    *state = t;
    return 0;
}

static inline int trace_teardown(void **state)
{
    struct trace_ring *t = *state;

    merge_free(&t->merge);
    free(t->segment);
    free(t);
    return 0;
}

#define ON_TRACE(test) cmocka_unit_test_setup_teardown(test, trace_setup, trace_teardown)

/* Reads the logs, again and again if need be. */
static inline const struct merge *trace_merge(struct trace_ring *t)
{
    merge_free(&t->merge);
    assert_int_equal(merge_read(t->segment, t->slots, &t->merge), 0);
    return &t->merge;
}

/* The event as it stands, into the log of a role. */
static inline void trace_put(struct trace_ring *t, enum flight_role role,
                             const struct flight_event *event)
{
    struct flight_log *log = flight_log(t->segment, role);

    memcpy(&log->word[log->next % FLIGHT_EVENTS], event, sizeof(*event));
    log->next++;
}

/* Time goes on until this role can act. */
static inline void trace_turn(struct trace_ring *t, enum flight_role role)
{
    if (t->now_ns < t->busy_ns[role])
        t->now_ns = t->busy_ns[role];
    t->now_ns += TRACE_STEP_NS;
}

/* The same, now and by the role's process, unless the event says otherwise. */
static inline void trace_add(struct trace_ring *t, enum flight_role role, struct flight_event event)
{
    if (event.time_ns == 0) {
        trace_turn(t, role);
        event.time_ns = t->now_ns;
    }
    if (event.pid == 0)
        event.pid = t->pid[role];
    trace_put(t, role, &event);
}

static inline enum flight_role trace_role(enum step step)
{
    return step <= STEP_PRODUCER_WAIT && step != STEP_TAKE_SEAT ? FLIGHT_PRODUCER : FLIGHT_CONSUMER;
}

/* The step happens; and is written down, but for one whose process dies before it can. */
static inline void trace_do_late(struct trace_ring *t, enum step step, uint16_t count,
                                 uint64_t late_ns, bool recorded)
{
    enum flight_role role = trace_role(step);
    uint64_t *at = role == FLIGHT_PRODUCER ? &t->head : &t->tail;
    struct flight_event event = {
        .kind = FLIGHT_END,
        .step = (uint8_t)step,
        .slot = (uint16_t)(*at % t->slots),
        .count = count,
    };

    trace_turn(t, role);
    event.time_ns = t->busy_ns[role] = t->now_ns + late_ns;
    if (step == STEP_PRODUCER_COMMIT || step == STEP_PRODUCER_COMMIT_CLAIM)
        ++*at;
    if (step == STEP_CONSUMER_COMMIT)
        *at += count;
    t->claims[role] = (uint16_t)(t->claims[role] + step_claims(step, count));
    event.held = t->claims[role];
    if (recorded)
        trace_add(t, role, event);
}

static inline void trace_do(struct trace_ring *t, enum step step, uint16_t count)
{
    trace_do_late(t, step, count, 0, true);
}

/* Its process calls a step that may sleep. */
static inline void trace_begin(struct trace_ring *t, enum step step, uint16_t count)
{
    enum flight_role role = trace_role(step);
    uint64_t at = role == FLIGHT_PRODUCER ? t->head : t->tail;

    trace_add(t, role,
              (struct flight_event){.kind = FLIGHT_BEGIN,
                                    .step = (uint8_t)step,
                                    .slot = (uint16_t)(at % t->slots),
                                    .count = count,
                                    .held = t->claims[role]});
}

static inline void trace_take_seat(struct trace_ring *t, enum flight_role role)
{
    trace_add(t, role, (struct flight_event){.kind = FLIGHT_END, .step = STEP_TAKE_SEAT});
}

static inline void trace_note(struct trace_ring *t, enum flight_role role, enum flight_kind kind,
                              enum flight_role who, int result, uint32_t value)
{
    trace_add(t, role,
              (struct flight_event){.kind = (uint8_t)kind,
                                    .step = (uint8_t)who,
                                    .result = (int16_t)result,
                                    .value = value});
}

/* A child is killed, the player sees it, and its successor takes the seat. */
static inline void trace_replace(struct trace_ring *t, enum flight_role role)
{
    t->claims[role] = 0;
    trace_note(t, FLIGHT_PLAYER, FLIGHT_ENDED, role, SIGKILL, t->pid[role]);
    t->pid[role] += 100;
    trace_note(t, FLIGHT_PLAYER, FLIGHT_STARTED, role, 0, t->pid[role]);
    trace_take_seat(t, role);
}

/* All three sit down, in a new ring. */
static inline void trace_start(struct trace_ring *t)
{
    trace_take_seat(t, FLIGHT_PLAYER);
    trace_note(t, FLIGHT_PLAYER, FLIGHT_STARTED, FLIGHT_PRODUCER, 0, t->pid[FLIGHT_PRODUCER]);
    trace_note(t, FLIGHT_PLAYER, FLIGHT_STARTED, FLIGHT_CONSUMER, 0, t->pid[FLIGHT_CONSUMER]);
    trace_take_seat(t, FLIGHT_PRODUCER);
    trace_take_seat(t, FLIGHT_CONSUMER);
}

/* One block goes into the ring, through it, and out of it. */
static inline void trace_block(struct trace_ring *t)
{
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    trace_do(t, STEP_CONSUMER_COMMIT, 1);
}

/* The truth. */
static inline unsigned trace_free(const struct trace_ring *t)
{
    return t->slots - (unsigned)(t->head - t->tail) - t->claims[FLIGHT_PRODUCER];
}

static inline unsigned trace_filled(const struct trace_ring *t)
{
    return (unsigned)(t->head - t->tail) - t->claims[FLIGHT_CONSUMER];
}

static inline const struct merge_entry *trace_last(const struct merge *merge)
{
    assert_true(merge->count > 0);
    return &merge->entry[merge->count - 1];
}

/* What the record says of the ring at its end is the truth. */
static inline void trace_assert_true(struct trace_ring *t)
{
    const struct merge_ring *ring = &trace_last(trace_merge(t))->ring;

    assert_true(ring->known);
    assert_int_equal(ring->free, trace_free(t));
    assert_int_equal(ring->filled, trace_filled(t));
    assert_int_equal(ring->claimed, t->claims[FLIGHT_PRODUCER]);
    assert_int_equal(ring->held, t->claims[FLIGHT_CONSUMER]);
    assert_int_equal(ring->head % t->slots, t->head % t->slots);
    assert_int_equal(ring->tail % t->slots, t->tail % t->slots);
}

#endif
