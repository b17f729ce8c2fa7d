/*
 * test_trace_chrome.c - the trace JSON, read back: slices, flows, counters and instants are those
 * of the events, and nothing else is in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <json-c/json.h>
#include <stdio.h>

#include "tests/unit/trace_ring.h"
#include "tools/rondotrace/chrome.h"

struct trace {
    struct trace_ring *ring;
    struct json_object *root;
    struct json_object *events;
};

static int setup(void **state)
{
    struct trace *trace = calloc(1, sizeof(*trace));

    trace_setup((void **)&trace->ring);
    *state = trace;
    return 0;
}

static int teardown(void **state)
{
    struct trace *trace = *state;

    json_object_put(trace->root);
    trace_teardown((void **)&trace->ring);
    free(trace);
    return 0;
}

/* Writes the trace and reads it. */
static void take(struct trace *trace, struct chrome_style style)
{
    struct spans spans;
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_int_equal(spans_find(trace_merge(trace->ring), &spans), 0);
    assert_int_equal(chrome_write(&trace->ring->merge, &spans, &style, out), 0);
    fclose(out);
    json_object_put(trace->root);
    trace->root = json_tokener_parse(text);
    assert_non_null(trace->root);
    assert_true(json_object_object_get_ex(trace->root, "traceEvents", &trace->events));
    free(text);
    spans_free(&spans);
}

static const struct chrome_style whole = {.window = {.until_ns = UINT64_MAX}};

static const char *text(struct json_object *event, const char *key)
{
    struct json_object *value = json_object_object_get(event, key);

    return value ? json_object_get_string(value) : "";
}

/* Nanoseconds of a time in microseconds. */
static int64_t ns(struct json_object *event, const char *key)
{
    struct json_object *value = json_object_object_get(event, key);

    assert_non_null(value);
    return (int64_t)(json_object_get_double(value) * 1000 + 0.5);
}

/* The i-th event of that phase and name; NULL: there are not so many. */
static struct json_object *find(struct trace *trace, const char *phase, const char *name,
                                unsigned i)
{
    for (size_t e = 0; e < json_object_array_length(trace->events); e++) {
        struct json_object *event = json_object_array_get_idx(trace->events, e);

        if (strcmp(text(event, "ph"), phase) == 0 && strcmp(text(event, "name"), name) == 0 &&
            i-- == 0)
            return event;
    }
    return NULL;
}

static void assert_slice(struct trace *trace, const char *name, unsigned i, int64_t begin_ns,
                         int64_t length_ns, const char *track, const char *args)
{
    struct json_object *slice = find(trace, "X", name, i);

    assert_non_null(slice);
    assert_int_equal(ns(slice, "ts"), begin_ns);
    assert_int_equal(ns(slice, "dur"), length_ns);
    assert_string_equal(text(slice, "tid"), track);
    assert_string_equal(text(slice, "args"), args);
}

static void a_block_is_two_slices_with_a_flow_between(void **state)
{
    struct trace *trace = *state;
    struct json_object *flow;

    trace_start(trace->ring);
    trace_block(trace->ring);
    take(trace, whole);
    assert_slice(trace, "block 0", 0, 5000, 1000, "101",
                 "{ \"slot\": 0, \"block\": 0, \"end\": \"committed\" }");
    assert_slice(trace, "block 0", 1, 7000, 1000, "8388608",
                 "{ \"slot\": 0, \"block\": 0, \"end\": \"committed\" }");
    assert_string_equal(text(find(trace, "X", "block 0", 0), "pid"), "101");
    assert_string_equal(text(find(trace, "X", "block 0", 1), "pid"), "102");
    flow = find(trace, "s", "block", 0);
    assert_int_equal(ns(flow, "ts"), 5999);
    assert_string_equal(text(flow, "tid"), "101");
    assert_string_equal(text(flow, "id"), "0");
    flow = find(trace, "f", "block", 0);
    assert_int_equal(ns(flow, "ts"), 7000);
    assert_string_equal(text(flow, "tid"), "8388608");
    assert_string_equal(text(flow, "id"), "0");
    assert_string_equal(text(flow, "bp"), "e");
    assert_null(find(trace, "s", "block", 1));
}

static void processes_and_tracks_have_names(void **state)
{
    struct trace *trace = *state;
    static const char *const programs[] = {"rondo", "rondo-producer", "rondo-consumer",
                                           "rondo-producer"};
    static const char *const pids[] = {"100", "101", "102", "201"};
    char args[64];

    trace_start(trace->ring);
    trace_block(trace->ring);
    trace_replace(trace->ring, FLIGHT_PRODUCER);
    take(trace, whole);
    for (unsigned i = 0; i < 4; i++) {
        struct json_object *name = find(trace, "M", "process_name", i);

        snprintf(args, sizeof(args), "{ \"name\": \"%s\" }", programs[i]);
        assert_string_equal(text(name, "pid"), pids[i]);
        assert_string_equal(text(name, "args"), args);
    }
    assert_null(find(trace, "M", "process_name", 4));
    assert_string_equal(text(find(trace, "M", "thread_name", 4), "args"),
                        "{ \"name\": \"in hand 1\" }");
    assert_null(find(trace, "M", "thread_name", 5));
}

static void counters_change_where_the_ring_does(void **state)
{
    struct trace *trace = *state;
    static const struct {
        int64_t ns;
        int slots;
    } free_slots[] = {{0, 8}, {5000, 7}, {8000, 8}}, filled[] = {{0, 0}, {6000, 1}, {7000, 0}};

    trace_start(trace->ring);
    trace_block(trace->ring);
    take(trace, whole);
    for (unsigned i = 0; i < 3; i++) {
        struct json_object *counter = find(trace, "C", "FREE", i), *args;

        assert_int_equal(ns(counter, "ts"), free_slots[i].ns);
        args = json_object_object_get(counter, "args");
        assert_int_equal(json_object_get_int(json_object_object_get(args, "slots")),
                         free_slots[i].slots);
        counter = find(trace, "C", "FILLED", i);
        assert_int_equal(ns(counter, "ts"), filled[i].ns);
        args = json_object_object_get(counter, "args");
        assert_int_equal(json_object_get_int(json_object_object_get(args, "slots")),
                         filled[i].slots);
    }
    assert_null(find(trace, "C", "FREE", 3));
    assert_null(find(trace, "C", "FILLED", 3));
}

static void assert_instant(struct trace *trace, const char *name, int64_t at_ns, const char *pid,
                           const char *category, const char *scope, const char *args)
{
    struct json_object *instant = find(trace, "i", name, 0);

    assert_non_null(instant);
    assert_int_equal(ns(instant, "ts"), at_ns);
    assert_string_equal(text(instant, "pid"), pid);
    assert_string_equal(text(instant, "cat"), category);
    assert_string_equal(text(instant, "s"), scope);
    assert_string_equal(text(instant, "args"), args);
}

static void what_goes_wrong_is_an_instant_and_so_is_what_heals_it(void **state)
{
    struct trace *trace = *state;
    struct flight_event pause = {.kind = FLIGHT_END, .step = STEP_PAUSE};

    trace_start(trace->ring);
    trace_note(trace->ring, FLIGHT_PLAYER, FLIGHT_EPOCH, 0, 0, 9);
    trace_note(trace->ring, FLIGHT_CONSUMER, FLIGHT_UNDERRUN, FLIGHT_CONSUMER, 0, 2);
    trace_replace(trace->ring, FLIGHT_PRODUCER);
    trace_add(trace->ring, FLIGHT_PLAYER, pause);
    pause.result = -EAGAIN; /* it was shut before */
    trace_add(trace->ring, FLIGHT_PLAYER, pause);
    take(trace, whole);
    assert_instant(trace, "producer started", 1000, "101", "note", "p", "{ }");
    assert_instant(trace, "epoch 9", 5000, "100", "note", "p", "{ \"value\": 9 }");
    assert_instant(trace, "underrun", 6000, "102", "fault", "g", "{ \"value\": 2 }");
    assert_instant(trace, "producer killed (SIGKILL)", 7000, "101", "fault", "g",
                   "{ \"signal\": 9 }");
    assert_instant(trace, "producer restarted", 8000, "201", "heal", "g", "{ }");
    assert_instant(trace, "paused", 10000, "100", "note", "p", "{ }");
    assert_null(find(trace, "i", "paused", 1));
}

static void a_sleep_is_a_slice_named_by_its_step(void **state)
{
    struct trace *trace = *state;

    trace_start(trace->ring);
    trace_begin(trace->ring, STEP_CONSUMER_CLAIM, 1);
    trace->ring->now_ns += 100000;
    trace_add(trace->ring, FLIGHT_CONSUMER,
              (struct flight_event){
                  .kind = FLIGHT_END, .step = STEP_CONSUMER_CLAIM, .count = 1, .result = -EIDRM});
    take(trace, whole);
    assert_slice(trace, "CONSUMER_CLAIM", 0, 5000, 101000, "102",
                 "{ \"result\": -43, \"end\": \"woken\" }");
}

static void times_can_be_the_clocks(void **state)
{
    struct trace *trace = *state;

    trace_start(trace->ring);
    trace_block(trace->ring);
    take(trace, (struct chrome_style){.clock = true, .window = {.until_ns = UINT64_MAX}});
    assert_int_equal(ns(find(trace, "X", "block 0", 0), "ts"), 1000006000);
    assert_string_equal(text(find(trace, "C", "FREE", 0), "ts"), "1000001.000");
}

static void of_a_window_only_whole_flows_are_there(void **state)
{
    struct trace *trace = *state;

    trace_start(trace->ring);
    trace_block(trace->ring);
    trace_block(trace->ring);
    /* From the first claim of the consumer to the second one. */
    take(trace, (struct chrome_style){.window = {1000008000, 1000012000}});
    assert_int_equal(ns(find(trace, "X", "block 0", 0), "ts"), 7000);
    assert_null(find(trace, "X", "block 0", 1));
    assert_non_null(find(trace, "X", "block 1", 1));
    assert_string_equal(text(find(trace, "s", "block", 0), "id"), "1");
    assert_string_equal(text(find(trace, "f", "block", 0), "id"), "1");
    assert_null(find(trace, "s", "block", 1));
    assert_null(find(trace, "f", "block", 1));
    assert_null(find(trace, "i", "producer started", 0));
    assert_int_equal(ns(find(trace, "C", "FILLED", 0), "ts"), 7000);
}

static void a_record_of_nothing_is_a_trace_of_nothing(void **state)
{
    struct trace *trace = *state;

    take(trace, whole);
    assert_int_equal(json_object_array_length(trace->events), 0);
}

#define ON_CHROME(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_CHROME(a_block_is_two_slices_with_a_flow_between),
        ON_CHROME(processes_and_tracks_have_names),
        ON_CHROME(counters_change_where_the_ring_does),
        ON_CHROME(what_goes_wrong_is_an_instant_and_so_is_what_heals_it),
        ON_CHROME(a_sleep_is_a_slice_named_by_its_step),
        ON_CHROME(times_can_be_the_clocks),
        ON_CHROME(of_a_window_only_whole_flows_are_there),
        ON_CHROME(a_record_of_nothing_is_a_trace_of_nothing),
    };

    return cmocka_run_group_tests_name("trace_chrome", tests, NULL, NULL);
}
