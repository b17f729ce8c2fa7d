/*
 * test_trace_draw.c - what the pictures show, read from their data.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>

#include "tests/unit/scratch.h"
#include "tests/unit/trace_ring.h"
#include "tools/rondotrace/draw.h"

struct drawing {
    struct scratch *scratch;
    struct trace_ring *ring;
    struct spans spans;
    struct draw draw;
};

static int setup(void **state)
{
    struct drawing *d = calloc(1, sizeof(*d));

    *state = d;
    d->draw = (struct draw){
        .window = {.until_ns = UINT64_MAX}, .name = "kitchen", .from_s = NAN, .for_s = 0.5};
    return trace_setup((void **)&d->ring) < 0 ? -1 : scratch_setup((void **)&d->scratch);
}

static int teardown(void **state)
{
    struct drawing *d = *state;
    int error = scratch_teardown((void **)&d->scratch);

    spans_free(&d->spans);
    trace_teardown((void **)&d->ring);
    free(d);
    return error;
}

/* Draws into a table and reads it; the text is to be freed. */
static char *drawn(struct drawing *d, int (*draw)(const struct draw *draw, const char *path))
{
    const char *path = scratch_path(d->scratch, "drawn.csv");
    char *text;
    size_t size;

    spans_free(&d->spans);
    assert_int_equal(spans_find(trace_merge(d->ring), &d->spans), 0);
    d->draw.merge = &d->ring->merge;
    d->draw.spans = &d->spans;
    assert_int_equal(draw(&d->draw, path), 0);
    text = (char *)scratch_read(path, &size);
    return text;
}

static void assert_drawn(struct drawing *d, int (*draw)(const struct draw *draw, const char *path),
                         const char *expected)
{
    char *text = drawn(d, draw);

    assert_string_equal(text, expected);
    free(text);
}

static void the_fill_level_changes_where_the_ring_does(void **state)
{
    struct drawing *d = *state;

    trace_start(d->ring);
    trace_block(d->ring);
    assert_drawn(d, draw_fill,
                 "series,x,y\n"
                 "FILLED,0,0\nFILLED,6e-06,1\nFILLED,7e-06,0\nFILLED,8e-06,0\n"
                 "FREE,0,8\nFREE,5e-06,7\nFREE,8e-06,8\n");
}

static void kills_restarts_and_underruns_are_marked(void **state)
{
    struct drawing *d = *state;

    trace_start(d->ring);
    d->ring->now_ns += 100000000;
    trace_note(d->ring, FLIGHT_CONSUMER, FLIGHT_UNDERRUN, FLIGHT_CONSUMER, 0, 1);
    d->ring->now_ns += 100000000;
    trace_replace(d->ring, FLIGHT_PRODUCER); /* at once */
    d->ring->now_ns += 100000000;
    trace_note(d->ring, FLIGHT_PLAYER, FLIGHT_ENDED, FLIGHT_CONSUMER, SIGABRT, 102);
    d->ring->now_ns += 100000000;
    trace_note(d->ring, FLIGHT_PLAYER, FLIGHT_STARTED, FLIGHT_CONSUMER, 0, 103);
    trace_note(d->ring, FLIGHT_PLAYER, FLIGHT_EPOCH, 0, 0, 2);
    trace_note(d->ring, FLIGHT_PLAYER, FLIGHT_ENDED, FLIGHT_CONSUMER, 0, 103);
    d->draw.window.since_ns = d->ring->now_ns - 500000000;
    assert_drawn(d, draw_fill,
                 "series,x,y\n"
                 "FILLED,0,0\nFILLED,0.400012,0\nFREE,0,8\nFREE,0.400012,8\n"
                 "mark:fault,0.100005,underrun\n"
                 "mark:fault,0.200006,\"producer killed (SIGKILL), restarted\"\n"
                 "mark:heal,0.200007,\n"
                 "mark:fault,0.300009,consumer killed (SIGABRT)\n"
                 "mark:heal,0.40001,consumer restarted\n"
                 "mark:note,0.400011,epoch 2\n");
}

static void marks_before_anything_is_known_are_left_out(void **state)
{
    struct drawing *d = *state;

    flight_log(d->ring->segment, FLIGHT_CONSUMER)->next++; /* an empty event is none */
    trace_start(d->ring);
    trace_note(d->ring, FLIGHT_PLAYER, FLIGHT_EPOCH, 0, 0, 1);
    trace_block(d->ring);
    trace_note(d->ring, FLIGHT_PLAYER, FLIGHT_EPOCH, 0, 0, 2);
    assert_drawn(d, draw_fill,
                 "series,x,y\n"
                 "FILLED,8e-06,0\nFILLED,1e-05,0\nFREE,8e-06,7\nFREE,9e-06,8\nFREE,1e-05,8\n"
                 "mark:note,1e-05,epoch 2\n");
}

/* Two in a bar, none in the next, one after that. */
static void latencies_are_counted_by_tenths_of_a_decade(void **state)
{
    struct drawing *d = *state;
    static const uint64_t waits_us[] = {1100, 1200, 1700};
    char *text;

    trace_start(d->ring);
    for (int i = 0; i < 3; i++) {
        trace_do(d->ring, STEP_PRODUCER_CLAIM, 1);
        trace_do(d->ring, STEP_PRODUCER_COMMIT, 1);
        d->ring->now_ns += waits_us[i] * 1000 - TRACE_STEP_NS;
        trace_do(d->ring, STEP_CONSUMER_CLAIM, 1);
        trace_do(d->ring, STEP_CONSUMER_COMMIT, 1);
    }
    text = drawn(d, draw_latency);
    assert_non_null(strstr(text, "series,x,y\n,1,2\n,1.258"));
    assert_non_null(strstr(text, ",0\n,1.584"));
    assert_non_null(strstr(text, ",1\n,1.995"));
    free(text);
}

static void a_latency_of_nothing_stands_in_the_lowest_bar(void **state)
{
    struct drawing *d = *state;
    char *text;

    trace_start(d->ring);
    trace_do(d->ring, STEP_PRODUCER_CLAIM, 1);
    trace_do_late(d->ring, STEP_PRODUCER_COMMIT, 1, 5 * TRACE_STEP_NS, true);
    trace_do(d->ring, STEP_CONSUMER_CLAIM, 1);
    text = drawn(d, draw_latency);
    assert_non_null(strstr(text, "series,x,y\n,0.0001,1\n"));
    free(text);
}

static void nothing_handed_over_is_an_empty_picture(void **state)
{
    struct drawing *d = *state;

    trace_start(d->ring);
    assert_drawn(d, draw_latency, "series,x,y\n");
    assert_int_equal(draw_latency(&d->draw, scratch_path(d->scratch, "drawn.png")), 0);
}

/* A producer that fills the ring and sleeps until a block has been heard. */
static void a_sequence_shows_who_woke_whom(void **state)
{
    struct drawing *d = *state;
    char *text;

    trace_start(d->ring);
    trace_do(d->ring, STEP_PRODUCER_CLAIM, 1);
    trace_do(d->ring, STEP_PRODUCER_COMMIT, 1);
    trace_begin(d->ring, STEP_PRODUCER_WAIT, 8);
    trace_do(d->ring, STEP_CONSUMER_CLAIM, 1);
    d->ring->now_ns += 1000000;
    trace_do(d->ring, STEP_CONSUMER_COMMIT, 1);
    trace_do(d->ring, STEP_PRODUCER_WAIT, 8);
    text = drawn(d, draw_sequence);
    assert_string_equal(text, "kind,from_lane,to_lane,from,to,label\n"
                              "slice,rondo-producer,rondo-producer,5e-06,6e-06,block 0\n"
                              "slice,rondo-producer,rondo-producer,7e-06,0.00101,sleeps in WAIT\n"
                              "slice,in hand 1,in hand 1,8e-06,0.001009,block 0\n"
                              "arrow,rondo-consumer,rondo-producer,0.001009,0.00101,wakes\n"
                              "arrow,rondo-producer,in hand 1,6e-06,8e-06,block 0\n"
                              "arrow,rondo,rondo-producer,1e-06,3e-06,starts\n"
                              "arrow,rondo,rondo-consumer,2e-06,4e-06,starts\n"
                              "note,rondo,rondo,1e-06,1e-06,producer started\n"
                              "note,rondo,rondo,2e-06,2e-06,consumer started\n");
    free(text);
}

static void a_sequence_is_around_the_last_kill(void **state)
{
    struct drawing *d = *state;
    char *text;

    trace_start(d->ring);
    d->ring->now_ns += UINT64_C(2000000000);
    trace_replace(d->ring, FLIGHT_PRODUCER);
    d->ring->now_ns += UINT64_C(2000000000);
    trace_note(d->ring, FLIGHT_CONSUMER, FLIGHT_UNDERRUN, FLIGHT_CONSUMER, 0, 1);
    d->ring->now_ns += UINT64_C(2000000000);
    trace_note(d->ring, FLIGHT_PLAYER, FLIGHT_EPOCH, 0, 0, 2);
    text = drawn(d, draw_sequence);
    assert_non_null(strstr(text, ",producer killed (SIGKILL)\n"));
    assert_non_null(strstr(text, ",producer restarted\n"));
    assert_null(strstr(text, ",underrun\n"));
    free(text);
    d->draw.from_s = 3.9;
    text = drawn(d, draw_sequence);
    assert_null(strstr(text, ",producer killed"));
    assert_non_null(strstr(text, ",underrun\n"));
    free(text);
}

static void without_a_kill_a_sequence_is_around_the_last_underrun(void **state)
{
    struct drawing *d = *state;
    char *text;

    trace_start(d->ring);
    for (uint32_t i = 1; i <= 2; i++) {
        d->ring->now_ns += UINT64_C(2000000000);
        trace_note(d->ring, FLIGHT_CONSUMER, FLIGHT_UNDERRUN, FLIGHT_CONSUMER, 0, i);
    }
    text = drawn(d, draw_sequence);
    assert_string_equal(text, "kind,from_lane,to_lane,from,to,label\n"
                              "note,rondo-consumer,rondo-consumer,4.000006,4.000006,underrun\n");
    free(text);
}

static void without_a_fault_a_sequence_is_of_the_end(void **state)
{
    struct drawing *d = *state;
    char *text;

    trace_start(d->ring);
    d->ring->now_ns += UINT64_C(2000000000);
    trace_note(d->ring, FLIGHT_PLAYER, FLIGHT_EPOCH, 0, 0, 2);
    text = drawn(d, draw_sequence);
    assert_string_equal(text, "kind,from_lane,to_lane,from,to,label\n"
                              "note,rondo,rondo,2.000005,2.000005,epoch 2\n");
    free(text);
}

static void what_is_too_much_for_a_picture_ends_earlier(void **state)
{
    struct drawing *d = *state;
    unsigned lines = 0;
    char *text;

    trace_start(d->ring);
    for (int i = 0; i < 1000; i++)
        trace_block(d->ring);
    d->draw.from_s = 0;
    text = drawn(d, draw_sequence);
    for (char *at = strstr(text, "\nslice,"); at; at = strstr(at + 1, "\nslice,"))
        lines++;
    assert_true(lines >= 250 && lines <= 252);
    free(text);
}

#define ON_PAPER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_PAPER(the_fill_level_changes_where_the_ring_does),
        ON_PAPER(kills_restarts_and_underruns_are_marked),
        ON_PAPER(marks_before_anything_is_known_are_left_out),
        ON_PAPER(latencies_are_counted_by_tenths_of_a_decade),
        ON_PAPER(a_latency_of_nothing_stands_in_the_lowest_bar),
        ON_PAPER(nothing_handed_over_is_an_empty_picture),
        ON_PAPER(a_sequence_shows_who_woke_whom),
        ON_PAPER(a_sequence_is_around_the_last_kill),
        ON_PAPER(without_a_kill_a_sequence_is_around_the_last_underrun),
        ON_PAPER(without_a_fault_a_sequence_is_of_the_end),
        ON_PAPER(what_is_too_much_for_a_picture_ends_earlier),
    };

    return cmocka_run_group_tests_name("trace_draw", tests, NULL, NULL);
}
