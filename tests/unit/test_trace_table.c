/*
 * test_trace_table.c - events as CSV: all fields, empty where a field says nothing; decode times.
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
#include "tools/rondotrace/table.h"

#define HEADINGS                                                                                   \
    "role,number,time_ns,at_ns,pid,kind,step,slot,count,held,nowait,result,child,value,block,"     \
    "blocks,free,filled,claimed,in_hand,head,tail,gap,unrecorded,decode_ms,operations\n"

/* The table of the last events, or, without them, the decode times of all. */
static void assert_table(struct trace_ring *t, size_t last, const char *expected)
{
    struct choice choice = {.since_s = NAN, .until_s = NAN, .last = last};
    struct spans spans;
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_int_equal(spans_find(trace_merge(t), &spans), 0);
    choose_events(&t->merge, &choice);
    if (last > 0)
        table_write(&t->merge, &spans, out);
    else
        table_write_decode_times(&spans, out);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
    spans_free(&spans);
}

static void of_no_events_there_are_just_headings(void **state)
{
    assert_table(*state, 1, HEADINGS);
}

static void a_step_has_its_slot_its_blocks_and_the_ring_after_it(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT, 1);
    trace_begin(t, STEP_CONSUMER_CLAIM, 2);
    trace_do(t, STEP_CONSUMER_CLAIM, 2);
    assert_table(t, 5,
                 HEADINGS
                 "producer,1,1000006000,1000006000,101,end,PRODUCER_CLAIM,0,1,1,0,0,,,"
                 "0,1,7,0,1,0,0,0,0,0,,FREE -1 UNDO\n"
                 "producer,2,1000007000,1000007000,101,end,PRODUCER_COMMIT_CLAIM,0,1,1,0,0,,,"
                 "0,1,6,1,1,0,1,0,0,0,0.001000,\"FREE -1 NOWAIT, FILLED +1, HEAD +1\"\n"
                 "producer,3,1000008000,1000008000,101,end,PRODUCER_COMMIT,1,1,0,0,0,,,"
                 "1,1,6,2,0,0,2,0,0,0,0.001000,"
                 "\"FREE +1 UNDO, FREE -1, FILLED +1, HEAD +1\"\n"
                 "consumer,1,1000009000,1000009000,102,begin,CONSUMER_CLAIM,0,2,0,0,0,,,"
                 ",,6,2,0,0,2,0,0,0,,\"PAUSED 0, FILLED -2 UNDO\"\n"
                 "consumer,2,1000010000,1000010000,102,end,CONSUMER_CLAIM,0,2,2,0,0,,,"
                 "0,2,6,0,0,2,2,0,0,0,,\"PAUSED 0, FILLED -2 UNDO\"\n");
}

static void a_note_has_its_value(void **state)
{
    struct trace_ring *t = *state;

    trace_note(t, FLIGHT_PLAYER, FLIGHT_EPOCH, 0, 0, 4294967295u);
    trace_note(t, FLIGHT_CONSUMER, FLIGHT_UNDERRUN, FLIGHT_CONSUMER, 0, 5);
    trace_note(t, FLIGHT_PLAYER, FLIGHT_STARTED, FLIGHT_CONSUMER, 0, 102);
    trace_note(t, FLIGHT_PLAYER, FLIGHT_ENDED, FLIGHT_CONSUMER, SIGSEGV, 102);
    assert_table(t, 4,
                 HEADINGS "player,0,1000001000,1000001000,100,epoch,,,,,,0,,4294967295,"
                          ",,8,0,0,0,0,0,0,0,,\n"
                          "consumer,0,1000002000,1000002000,102,underrun,,,,,,0,,5,"
                          ",,8,0,0,0,0,0,0,0,,\n"
                          "player,1,1000003000,1000003000,100,started,,,,,,0,consumer,102,"
                          ",,8,0,0,0,0,0,0,0,,\n"
                          "player,2,1000004000,1000004000,100,ended,,,,,,11,consumer,102,"
                          ",,8,0,0,0,0,0,0,0,,\n");
}

static void what_is_not_known_is_empty(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    flight_log(t->segment, FLIGHT_CONSUMER)->next++; /* an empty event is none */
    trace_begin(t, STEP_CONSUMER_WAIT, 2);
    trace_add(t, FLIGHT_PRODUCER,
              (struct flight_event){.kind = FLIGHT_END,
                                    .step = STEP_PRODUCER_CLAIM,
                                    .slot = 3,
                                    .count = 1,
                                    .nowait = 1,
                                    .result = -EAGAIN});
    assert_table(t, 2,
                 HEADINGS "consumer,2,1000006000,1000006000,102,begin,CONSUMER_WAIT,0,2,0,0,0,,,"
                          ",,,,,,,,1,0,,\"PAUSED 0, FILLED -2, FILLED +2\"\n"
                          "producer,1,1000007000,1000007000,101,end,PRODUCER_CLAIM,3,1,0,1,-11,,,"
                          ",,,,,,,,1,0,,FREE -1 UNDO NOWAIT\n");
}

static void decode_times_are_those_of_committed_blocks(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    t->now_ns += 2500000;
    trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_replace(t, FLIGHT_PRODUCER); /* in the middle of a block */
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT, 1);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    assert_table(t, 0, "2.501000\n0.001000\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_TRACE(of_no_events_there_are_just_headings),
        ON_TRACE(a_step_has_its_slot_its_blocks_and_the_ring_after_it),
        ON_TRACE(a_note_has_its_value),
        ON_TRACE(what_is_not_known_is_empty),
        ON_TRACE(decode_times_are_those_of_committed_blocks),
    };

    return cmocka_run_group_tests_name("trace_table", tests, NULL, NULL);
}
