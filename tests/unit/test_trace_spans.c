/*
 * test_trace_spans.c - claims and sleeps: when they begin, when they end, and by what.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/trace_ring.h"
#include "tools/rondotrace/spans.h"

static struct spans spans;

/* The i-th span of that kind, of what the logs hold now. */
static const struct span *span_of(struct trace_ring *t, enum span_kind kind, unsigned i)
{
    spans_free(&spans);
    assert_int_equal(spans_find(trace_merge(t), &spans), 0);
    for (size_t s = 0; s < spans.count; s++)
        if (spans.span[s].kind == kind && i-- == 0)
            return &spans.span[s];
    fail_msg("there is no such span");
    return NULL;
}

static unsigned count_of(enum span_kind kind)
{
    unsigned count = 0;

    for (size_t s = 0; s < spans.count; s++)
        count += spans.span[s].kind == kind;
    return count;
}

static int teardown(void **state)
{
    spans_free(&spans);
    return trace_teardown(state);
}

static void assert_span(const struct span *span, uint64_t block, uint64_t begin_ns, uint64_t end_ns,
                        enum span_end end)
{
    assert_int_equal(span->block, block);
    assert_int_equal(span->slot, block % TRACE_SLOTS);
    assert_int_equal(span->begin_ns, begin_ns);
    assert_int_equal(span->end_ns, end_ns);
    assert_string_equal(spans_end_name(span->end), spans_end_name(end));
}

static void a_claim_lasts_until_its_block_is_committed(void **state)
{
    struct trace_ring *t = *state;
    uint64_t claimed, handed, committed, taken, heard;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    claimed = t->now_ns;
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    handed = t->now_ns;
    trace_do(t, STEP_PRODUCER_COMMIT, 1);
    committed = t->now_ns;
    trace_do(t, STEP_CONSUMER_CLAIM, 2);
    taken = t->now_ns;
    trace_do(t, STEP_CONSUMER_COMMIT, 2);
    heard = t->now_ns;
    assert_span(span_of(t, SPAN_FILL, 0), 0, claimed, handed, SPAN_COMMITTED);
    assert_span(span_of(t, SPAN_FILL, 1), 1, handed, committed, SPAN_COMMITTED);
    assert_span(span_of(t, SPAN_HOLD, 0), 0, taken, heard, SPAN_COMMITTED);
    assert_span(span_of(t, SPAN_HOLD, 1), 1, taken, heard, SPAN_COMMITTED);
    assert_int_equal(spans.count, 4);
    assert_true(spans_is_decode(&spans.span[0]));
    assert_false(spans_is_decode(&spans.span[3]));
}

static void a_block_is_handed_over_once(void **state)
{
    struct trace_ring *t = *state;
    uint64_t committed;
    const struct span *first, *second;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT, 1);
    committed = t->now_ns;
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    trace_do(t, STEP_CONSUMER_RELEASE, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    first = span_of(t, SPAN_HOLD, 0);
    second = first + 1;
    assert_int_equal(first->end, SPAN_RELEASED);
    assert_int_equal(first->committed_ns, committed);
    assert_int_equal(first->from, 101);
    assert_true(spans_is_handover(first));
    assert_int_equal(second->end, SPAN_OPEN);
    assert_int_equal(second->end_ns, t->merge.end_ns);
    assert_int_equal(second->committed_ns, committed);
    assert_false(spans_is_handover(second));
}

static void blocks_in_hand_at_once_are_in_different_hands(void **state)
{
    struct trace_ring *t = *state;
    static const uint16_t hands[] = {0, 1, 2, 0, 1};

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    for (int i = 0; i < 5; i++)
        trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 3);
    trace_do(t, STEP_CONSUMER_COMMIT, 2);
    trace_do(t, STEP_CONSUMER_CLAIM, 2);
    for (unsigned i = 0; i < 5; i++) {
        assert_int_equal(span_of(t, SPAN_HOLD, i)->block, i);
        assert_int_equal(span_of(t, SPAN_HOLD, i)->hand, hands[i]);
    }
}

static void a_death_ends_what_the_dead_one_had_in_hand(void **state)
{
    struct trace_ring *t = *state;
    uint64_t died;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    died = t->now_ns + TRACE_STEP_NS;
    trace_replace(t, FLIGHT_PRODUCER);
    assert_span(span_of(t, SPAN_FILL, 1), 1, span_of(t, SPAN_FILL, 1)->begin_ns, died, SPAN_DIED);
    assert_int_equal(span_of(t, SPAN_HOLD, 0)->end, SPAN_OPEN);
    /* Nobody lived to write down that the consumer died, but there is another one. */
    t->pid[FLIGHT_CONSUMER] = 202;
    t->claims[FLIGHT_CONSUMER] = 0;
    trace_take_seat(t, FLIGHT_CONSUMER);
    assert_int_equal(span_of(t, SPAN_HOLD, 0)->end, SPAN_DIED);
    assert_int_equal(span_of(t, SPAN_HOLD, 0)->end_ns, t->now_ns);
}

static void where_events_are_missing_a_claim_is_lost(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    flight_log(t->segment, FLIGHT_CONSUMER)->next++; /* an empty event is none */
    trace_do(t, STEP_CONSUMER_COMMIT, 1);
    assert_int_equal(span_of(t, SPAN_HOLD, 0)->end, SPAN_LOST);
    assert_int_equal(span_of(t, SPAN_HOLD, 0)->end_ns, t->now_ns);
    assert_int_equal(span_of(t, SPAN_FILL, 1)->end, SPAN_LOST);
}

static void a_semop_that_took_long_has_slept(void **state)
{
    struct trace_ring *t = *state;
    uint64_t began;
    const struct span *sleep;

    trace_start(t);
    trace_begin(t, STEP_CONSUMER_WAIT, 2);
    trace_do(t, STEP_CONSUMER_WAIT, 2); /* at once */
    trace_begin(t, STEP_CONSUMER_CLAIM, 1);
    began = t->now_ns;
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    t->now_ns += SPANS_SLEPT_NS;
    trace_do(t, STEP_PRODUCER_COMMIT, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    sleep = span_of(t, SPAN_SLEEP, 0);
    assert_int_equal(sleep->step, STEP_CONSUMER_CLAIM);
    assert_int_equal(sleep->begin_ns, began);
    assert_int_equal(sleep->end_ns, t->now_ns);
    assert_int_equal(sleep->end, SPAN_WOKEN);
    assert_int_equal(sleep->result, 0);
    assert_int_equal(count_of(SPAN_SLEEP), 1);
}

static void a_sleep_knows_how_it_ended(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    trace_begin(t, STEP_CONSUMER_CLAIM, 1);
    t->now_ns += SPANS_SLEPT_NS;
    trace_add(t, FLIGHT_CONSUMER,
              (struct flight_event){
                  .kind = FLIGHT_END, .step = STEP_CONSUMER_CLAIM, .count = 1, .result = -EAGAIN});
    trace_begin(t, STEP_CONSUMER_CLAIM, 1);
    t->now_ns += SPANS_SLEPT_NS;
    trace_replace(t, FLIGHT_CONSUMER);
    trace_begin(t, STEP_CONSUMER_CLAIM, 1);
    t->now_ns += SPANS_SLEPT_NS;
    trace_begin(t, STEP_PRODUCER_WAIT, 4);
    assert_int_equal(span_of(t, SPAN_SLEEP, 0)->end, SPAN_WOKEN);
    assert_int_equal(span_of(t, SPAN_SLEEP, 0)->result, -EAGAIN);
    assert_int_equal(span_of(t, SPAN_SLEEP, 1)->end, SPAN_DIED);
    assert_int_equal(span_of(t, SPAN_SLEEP, 2)->end, SPAN_OPEN);
    assert_int_equal(count_of(SPAN_SLEEP), 3);
}

static void in_slow_motion_a_turn_is_waited_for(void **state)
{
    struct trace_ring *t = *state;
    struct flight_event turn = {.kind = FLIGHT_TURN, .step = STEP_PRODUCER_CLAIM, .count = 1};

    trace_start(t);
    trace_add(t, FLIGHT_PRODUCER, turn);
    t->now_ns += SPANS_SLEPT_NS;
    trace_begin(t, STEP_PRODUCER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    assert_int_equal(span_of(t, SPAN_TURN, 0)->step, STEP_PRODUCER_CLAIM);
    assert_int_equal(span_of(t, SPAN_TURN, 0)->end, SPAN_WOKEN);
    assert_int_equal(count_of(SPAN_SLEEP), 0);
}

/* A hostile producer writes into the consumer's log, too: as many claims as there can be. */
static void claims_without_end_are_cut(void **state)
{
    struct trace_ring *t = *state;

    free(t->segment);
    t->segment = aligned_alloc(64, RING_SLOTS_OFFSET);
    memset(t->segment, 0, RING_SLOTS_OFFSET);
    t->slots = 512;
    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    for (int i = 0; i < 511; i++)
        trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    for (int i = 0; i < 2000; i++) {
        trace_do(t, STEP_CONSUMER_CLAIM, 511);
        trace_do(t, STEP_CONSUMER_RELEASE, 511);
    }
    assert_int_equal(spans_find(trace_merge(t), &spans), 0);
    assert_int_equal(spans.count, SPANS_MAX);
    assert_true(spans.cut);
}

#define ON_SPANS(test) cmocka_unit_test_setup_teardown(test, trace_setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_SPANS(a_claim_lasts_until_its_block_is_committed),
        ON_SPANS(a_block_is_handed_over_once),
        ON_SPANS(blocks_in_hand_at_once_are_in_different_hands),
        ON_SPANS(a_death_ends_what_the_dead_one_had_in_hand),
        ON_SPANS(where_events_are_missing_a_claim_is_lost),
        ON_SPANS(a_semop_that_took_long_has_slept),
        ON_SPANS(a_sleep_knows_how_it_ended),
        ON_SPANS(in_slow_motion_a_turn_is_waited_for),
        ON_SPANS(claims_without_end_are_cut),
    };

    return cmocka_run_group_tests_name("trace_spans", tests, NULL, NULL);
}
