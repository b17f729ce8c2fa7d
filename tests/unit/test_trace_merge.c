/*
 * test_trace_merge.c - three logs become one story, and the ring's state in it is the true one:
 * from the first event where nothing is lost, and from where both places are known where something
 * is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/trace_ring.h"

static void of_nothing_there_is_nothing(void **state)
{
    const struct merge *m = trace_merge(*state);

    assert_int_equal(m->count, 0);
    assert_int_equal(m->begin_ns, 0);
    assert_int_equal(m->end_ns, 0);
}

static void events_come_in_the_order_of_their_times(void **state)
{
    struct trace_ring *t = *state;
    static const enum flight_role order[] = {FLIGHT_PLAYER,   FLIGHT_PLAYER,   FLIGHT_PLAYER,
                                             FLIGHT_PRODUCER, FLIGHT_CONSUMER, FLIGHT_PRODUCER,
                                             FLIGHT_PRODUCER, FLIGHT_CONSUMER, FLIGHT_CONSUMER};
    static const uint64_t numbers[] = {0, 1, 2, 0, 0, 1, 2, 1, 2};
    const struct merge *m;

    trace_start(t);
    trace_block(t);
    m = trace_merge(t);
    assert_int_equal(m->count, 9);
    for (size_t i = 0; i < m->count; i++) {
        assert_int_equal(m->entry[i].role, order[i]);
        assert_int_equal(m->entry[i].number, numbers[i]);
        assert_int_equal(m->entry[i].at_ns, m->entry[i].event.time_ns);
        assert_false(m->entry[i].gap);
    }
    assert_int_equal(m->begin_ns, m->entry[0].at_ns);
    assert_int_equal(m->end_ns, m->entry[8].at_ns);
}

static void the_state_is_true_after_each_step(void **state)
{
    struct trace_ring *t = *state;
    static const struct {
        enum step step;
        uint16_t count;
    } steps[] = {
        {STEP_PRODUCER_CLAIM, 1},        {STEP_PRODUCER_COMMIT_CLAIM, 1},
        {STEP_PRODUCER_COMMIT_CLAIM, 1}, {STEP_PRODUCER_COMMIT_CLAIM, 1},
        {STEP_CONSUMER_CLAIM, 2},        {STEP_PRODUCER_COMMIT, 1},
        {STEP_CONSUMER_CLAIM, 1},        {STEP_CONSUMER_COMMIT, 1},
        {STEP_CONSUMER_RELEASE, 2},      {STEP_CONSUMER_CLAIM_STALE, 3},
        {STEP_PRODUCER_CLAIM, 1},        {STEP_CONSUMER_COMMIT, 3},
        {STEP_PRODUCER_COMMIT, 1},
    };

    trace_start(t);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        trace_do(t, steps[i].step, steps[i].count);
        trace_assert_true(t);
    }
}

static void a_full_ring_and_an_empty_one_are_told_apart(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    for (int i = 0; i < TRACE_SLOTS - 1; i++)
        trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT, 1);
    trace_assert_true(t);
    assert_int_equal(trace_last(&t->merge)->ring.filled, TRACE_SLOTS);
    trace_do(t, STEP_CONSUMER_CLAIM, 7);
    trace_do(t, STEP_CONSUMER_COMMIT, 7);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    trace_do(t, STEP_CONSUMER_COMMIT, 1);
    trace_assert_true(t);
    assert_int_equal(trace_last(&t->merge)->ring.filled, 0);
}

static void each_step_names_its_blocks(void **state)
{
    struct trace_ring *t = *state;
    static const uint64_t block[] = {10, 10, 11, 12, 10, 12, 10, 11};
    static const uint16_t blocks[] = {1, 1, 1, 1, 2, 1, 1, 2};
    const struct merge_entry *entry;

    trace_start(t);
    for (int i = 0; i < 10; i++)
        trace_block(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 2);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    trace_do(t, STEP_CONSUMER_COMMIT, 1);
    trace_do(t, STEP_CONSUMER_RELEASE, 2);
    entry = trace_last(trace_merge(t)) - 7;
    for (int i = 0; i < 8; i++) {
        assert_int_equal(entry[i].block, block[i]);
        assert_int_equal(entry[i].blocks, blocks[i]);
    }
}

static void a_step_that_failed_or_only_began_changes_nothing(void **state)
{
    struct trace_ring *t = *state;
    struct flight_event failed = {.kind = FLIGHT_END,
                                  .step = STEP_PRODUCER_COMMIT_CLAIM,
                                  .count = 1,
                                  .held = 1,
                                  .result = -EAGAIN};

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_add(t, FLIGHT_PRODUCER, failed);
    trace_begin(t, STEP_CONSUMER_CLAIM, 1);
    trace_assert_true(t);
    assert_int_equal(trace_last(&t->merge)[-1].blocks, 0);
}

static void a_commit_that_was_recorded_late_comes_before_the_claim_that_it_allowed(void **state)
{
    struct trace_ring *t = *state;
    const struct merge_entry *claim;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do_late(t, STEP_PRODUCER_COMMIT, 1, 5 * TRACE_STEP_NS, true);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    claim = trace_last(trace_merge(t));
    assert_int_equal(claim->event.step, STEP_CONSUMER_CLAIM);
    assert_int_equal(claim[-1].event.step, STEP_PRODUCER_COMMIT);
    assert_int_equal(claim[-1].at_ns, claim->at_ns);
    assert_true(claim[-1].event.time_ns > claim->event.time_ns);
    trace_assert_true(t);
}

static void a_release_that_was_recorded_late_comes_before_the_claim_of_its_slot(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    for (int i = 0; i < TRACE_SLOTS - 1; i++)
        trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    trace_begin(t, STEP_PRODUCER_CLAIM, 1);
    trace_do_late(t, STEP_CONSUMER_COMMIT, 1, 5 * TRACE_STEP_NS, true);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_assert_true(t);
    assert_int_equal(trace_last(&t->merge)->event.step, STEP_PRODUCER_CLAIM);
}

static void the_dead_pay_their_debts_when_the_player_sees_it(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 2);
    t->claims[FLIGHT_PRODUCER] = 0;
    trace_note(t, FLIGHT_PLAYER, FLIGHT_ENDED, FLIGHT_PRODUCER, SIGKILL, 101);
    trace_assert_true(t);
    t->claims[FLIGHT_CONSUMER] = 0;
    trace_note(t, FLIGHT_PLAYER, FLIGHT_ENDED, FLIGHT_CONSUMER, SIGKILL, 102);
    trace_assert_true(t);
}

static void a_successor_goes_on_where_the_dead_one_was(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_replace(t, FLIGHT_PRODUCER);
    trace_assert_true(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 2);
    trace_replace(t, FLIGHT_CONSUMER);
    trace_assert_true(t);
    trace_do(t, STEP_CONSUMER_CLAIM, 2);
    trace_do(t, STEP_CONSUMER_COMMIT, 1);
    trace_assert_true(t);
    for (size_t i = 0; i < t->merge.count; i++)
        assert_int_equal(t->merge.entry[i].unrecorded, 0);
}

static void what_the_dead_could_not_record_is_known_from_the_successor(void **state)
{
    struct trace_ring *t = *state;
    const struct merge *m;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do_late(t, STEP_PRODUCER_COMMIT, 1, 0, false);
    trace_replace(t, FLIGHT_PRODUCER);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_assert_true(t);
    trace_do(t, STEP_CONSUMER_CLAIM, 3);
    trace_do_late(t, STEP_CONSUMER_COMMIT, 2, 0, false);
    trace_replace(t, FLIGHT_CONSUMER);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    trace_assert_true(t);
    m = &t->merge;
    for (size_t i = 1; i < m->count; i++) {
        bool seat = m->entry[i].event.step == STEP_TAKE_SEAT && m->entry[i].event.pid > 200;
        unsigned expected = !seat ? 0 : m->entry[i].role == FLIGHT_PRODUCER ? 1 : 2;

        assert_int_equal(m->entry[i].unrecorded, expected);
        assert_true(m->entry[i].ring.known);
    }
}

static void a_claim_of_what_is_in_no_record_needs_no_gap(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do_late(t, STEP_PRODUCER_COMMIT, 1, 0, false);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    trace_replace(t, FLIGHT_PRODUCER);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_assert_true(t);
    for (size_t i = 0; i < t->merge.count; i++)
        assert_true(t->merge.entry[i].ring.known);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_TRACE(of_nothing_there_is_nothing),
        ON_TRACE(events_come_in_the_order_of_their_times),
        ON_TRACE(the_state_is_true_after_each_step),
        ON_TRACE(a_full_ring_and_an_empty_one_are_told_apart),
        ON_TRACE(each_step_names_its_blocks),
        ON_TRACE(a_step_that_failed_or_only_began_changes_nothing),
        ON_TRACE(a_commit_that_was_recorded_late_comes_before_the_claim_that_it_allowed),
        ON_TRACE(a_release_that_was_recorded_late_comes_before_the_claim_of_its_slot),
        ON_TRACE(the_dead_pay_their_debts_when_the_player_sees_it),
        ON_TRACE(a_successor_goes_on_where_the_dead_one_was),
        ON_TRACE(what_the_dead_could_not_record_is_known_from_the_successor),
        ON_TRACE(a_claim_of_what_is_in_no_record_needs_no_gap),
    };

    return cmocka_run_group_tests_name("trace_merge", tests, NULL, NULL);
}
