/*
 * test_trace_lines.c - events as lines, byte for byte, which of them, and no wider than asked for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>

#include "tests/unit/trace_ring.h"
#include "tools/rondotrace/choose.h"
#include "tools/rondotrace/lines.h"

static const struct choice everything = {.since_s = NAN, .until_s = NAN};

/* A short life, with one of everything. */
static void live(struct trace_ring *t)
{
    trace_start(t);
    trace_note(t, FLIGHT_PLAYER, FLIGHT_EPOCH, 0, 0, 7);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_begin(t, STEP_CONSUMER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    trace_note(t, FLIGHT_CONSUMER, FLIGHT_UNDERRUN, FLIGHT_CONSUMER, 0, 3);
    trace_add(t, FLIGHT_PRODUCER,
              (struct flight_event){.kind = FLIGHT_END,
                                    .step = STEP_PRODUCER_COMMIT_CLAIM,
                                    .slot = 1,
                                    .count = 1,
                                    .held = 1,
                                    .result = -EAGAIN});
    trace_note(t, FLIGHT_PLAYER, FLIGHT_ENDED, FLIGHT_PRODUCER, SIGKILL, 101);
    trace_note(t, FLIGHT_PLAYER, FLIGHT_ENDED, FLIGHT_CONSUMER, 0, 102);
}

static char *written(struct trace_ring *t, const struct choice *choice,
                     const struct lines_style *style)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    trace_merge(t);
    choose_events(&t->merge, choice);
    lines_write(&t->merge, style, out);
    fclose(out);
    return text;
}

static void assert_written(struct trace_ring *t, const struct choice *choice,
                           const struct lines_style *style, const char *expected)
{
    char *text = written(t, choice, style);

    assert_string_equal(text, expected);
    free(text);
}

#define HEADINGS "      time s who      process step         slot held result what\n"

static void each_event_is_a_line(void **state)
{
    struct trace_ring *t = *state;

    live(t);
    assert_written(
        t, &everything, &(struct lines_style){0},
        HEADINGS
        "    0.000000 player       100 TAKE_SEAT       -    - ok     PLAYER -1 UNDO NOWAIT\n"
        "    0.000001 player       100 -               -    -        producer 101 was started\n"
        "    0.000002 player       100 -               -    -        consumer 102 was started\n"
        "    0.000003 producer     101 TAKE_SEAT       -    0 ok     PRODUCER -1 UNDO NOWAIT\n"
        "    0.000004 consumer     102 TAKE_SEAT       -    0 ok     CONSUMER -1 UNDO NOWAIT\n"
        "    0.000005 player       100 -               -    -        epoch 7: new orders\n"
        "    0.000006 producer     101 CLAIM           0    1 ok     FREE -1 UNDO\n"
        "    0.000007 consumer     102 CLAIM           0    0 begin  PAUSED 0, FILLED -1 UNDO\n"
        "    0.000008 producer     101 COMMIT_CLAIM    0    1 ok     "
        "FREE -1 NOWAIT, FILLED +1, HEAD +1\n"
        "    0.000009 consumer     102 CLAIM           0    1 ok     PAUSED 0, FILLED -1 UNDO\n"
        "    0.000010 consumer     102 -               -    -        "
        "underrun 3: the ring ran empty\n"
        "    0.000011 producer     101 COMMIT_CLAIM    1    1 EAGAIN "
        "FREE -1 NOWAIT, FILLED +1, HEAD +1\n"
        "    0.000012 player       100 -               -    -        "
        "producer 101 was killed by SIGKILL\n"
        "    0.000013 player       100 -               -    -        consumer 102 ended\n");
}

static void a_consumer_claims_behind_what_it_holds(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    for (int i = 0; i < 3; i++)
        trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    trace_begin(t, STEP_CONSUMER_CLAIM, 2);
    trace_do(t, STEP_CONSUMER_CLAIM, 2);
    trace_do(t, STEP_CONSUMER_COMMIT, 1);
    assert_written(t, &(struct choice){.since_s = NAN, .until_s = NAN, .last = 3},
                   &(struct lines_style){.width = 60},
                   "      time s who      process step         slot held result\u2026\n"
                   "    0.000010 consumer     102 CLAIM           1    1 begin \u2026\n"
                   "    0.000011 consumer     102 CLAIM           1    3 ok    \u2026\n"
                   "    0.000012 consumer     102 COMMIT          0    2 ok    \u2026\n");
}

static void times_can_be_the_clocks_and_steps_have_meanings(void **state)
{
    struct trace_ring *t = *state;

    live(t);
    assert_written(
        t,
        &(struct choice){
            .since_s = 6e-6, .until_s = NAN, .role_given = true, .role = FLIGHT_PRODUCER},
        &(struct lines_style){.clock = true, .meaning = true},
        HEADINGS "    1.000007 producer     101 CLAIM           0    1 ok     FREE -1 UNDO\n"
                 "             takes a free slot, and owes it until it is handed over\n"
                 "    1.000009 producer     101 COMMIT_CLAIM    0    1 ok     "
                 "FREE -1 NOWAIT, FILLED +1, HEAD +1\n"
                 "             hands the block over, takes the next slot; the debt stays\n"
                 "    1.000012 producer     101 COMMIT_CLAIM    1    1 EAGAIN "
                 "FREE -1 NOWAIT, FILLED +1, HEAD +1\n"
                 "             hands the block over, takes the next slot; the debt stays\n");
}

static void assert_chosen(struct trace_ring *t, struct choice choice, uint64_t first, size_t count)
{
    trace_merge(t);
    choose_events(&t->merge, &choice);
    assert_int_equal(t->merge.count, count);
    if (count > 0)
        assert_int_equal((t->merge.entry[0].at_ns - t->merge.begin_ns) / TRACE_STEP_NS, first);
}

static void events_are_chosen_by_time_role_and_number(void **state)
{
    struct trace_ring *t = *state;
    struct choice choice = everything;

    live(t);
    assert_chosen(t, choice, 0, 14);
    choice.since_s = 3e-6;
    assert_chosen(t, choice, 3, 11);
    choice.until_s = 10e-6;
    assert_chosen(t, choice, 3, 8);
    choice.role_given = true;
    choice.role = FLIGHT_CONSUMER;
    assert_chosen(t, choice, 4, 4);
    choice.last = 2;
    assert_chosen(t, choice, 9, 2);
    choice.last = 100;
    assert_chosen(t, choice, 4, 4);
    assert_chosen(t, (struct choice){.since_s = -2e-6, .until_s = NAN}, 11, 3);
    assert_chosen(t, (struct choice){.since_s = NAN, .until_s = -12e-6}, 0, 2);
    assert_chosen(t, (struct choice){.since_s = -1e9, .until_s = 1e9}, 0, 14);
    assert_chosen(t, (struct choice){.since_s = 1e9, .until_s = NAN}, 0, 0);
    assert_chosen(t, (struct choice){.since_s = NAN, .until_s = -1e9}, 0, 0);
}

/* What no table has a name for is a number. */
static void strange_numbers_are_shown_as_numbers(void **state)
{
    struct trace_ring *t = *state;
    char *text;

    trace_add(t, FLIGHT_PRODUCER,
              (struct flight_event){
                  .kind = FLIGHT_END, .pid = UINT32_MAX, .step = STEP_LOCK, .result = INT16_MIN});
    trace_note(t, FLIGHT_PLAYER, FLIGHT_ENDED, FLIGHT_CONSUMER, INT16_MAX, UINT32_MAX);
    text = written(t, &everything, &(struct lines_style){0});
    assert_non_null(strstr(text, " 4294967295 LOCK "));
    assert_non_null(strstr(text, " -32768 LOCK -1 UNDO\n"));
    assert_non_null(strstr(text, " consumer 4294967295 was killed by signal 32767\n"));
    free(text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_TRACE(each_event_is_a_line),
        ON_TRACE(a_consumer_claims_behind_what_it_holds),
        ON_TRACE(times_can_be_the_clocks_and_steps_have_meanings),
        ON_TRACE(events_are_chosen_by_time_role_and_number),
        ON_TRACE(strange_numbers_are_shown_as_numbers),
    };

    return cmocka_run_group_tests_name("trace_lines", tests, NULL, NULL);
}
