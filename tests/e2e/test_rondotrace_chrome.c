/*
 * test_rondotrace_chrome.c - a player whose children are killed, as trace JSON: the form is that of
 * chrome.schema.json, and every slice, flow, counter and instant is that of the table of the same
 * events, and the other way round.
 */
#include <json-c/json.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/trace_table.h"

/* Where the table is read for what the trace must have. */
struct both {
    struct trace_table table;
    struct json_object *events;
    int64_t begin_ns;
};

/* Times are in microseconds with three decimals. */
static int64_t ns(struct json_object *event, const char *key)
{
    return llround(json_object_get_double(json_object_object_get(event, key)) * 1000);
}

static const char *text(struct json_object *event, const char *key)
{
    struct json_object *value = json_object_object_get(event, key);

    return value ? json_object_get_string(value) : "";
}

static int64_t number(struct json_object *event, const char *key)
{
    return json_object_get_int64(json_object_object_get(event, key));
}

static bool is(struct json_object *event, const char *phase, const char *category)
{
    return strcmp(text(event, "ph"), phase) == 0 && strcmp(text(event, "cat"), category) == 0;
}

/* The event of that phase, category and time (and block, unless -1), taken out of the trace. */
static struct json_object *take(const struct both *b, const char *phase, const char *category,
                                int64_t at_ns, int64_t block)
{
    for (size_t i = 0; i < json_object_array_length(b->events); i++) {
        struct json_object *event = json_object_array_get_idx(b->events, i);
        struct json_object *args = json_object_object_get(event, "args");
        int64_t its = *phase == 'X' ? number(args, "block") : number(event, "id");

        if (!is(event, phase, category) || ns(event, "ts") != at_ns - b->begin_ns ||
            (block >= 0 && its != block))
            continue;
        json_object_get(event);
        json_object_array_del_idx(b->events, i, 1);
        return event;
    }
    fail_msg("no \"%s\" of \"%s\" at %lld ns, block %lld", phase, category, (long long)at_ns,
             (long long)block);
    return NULL;
}

static unsigned count(const struct both *b, const char *phase, const char *category)
{
    unsigned found = 0;

    for (size_t i = 0; i < json_object_array_length(b->events); i++)
        found += is(json_object_array_get_idx(b->events, i), phase, category);
    return found;
}

/* The row in which a block that was claimed in `row` is committed or given back; rows: none. */
static size_t end_of(const struct trace_table *t, size_t row, const char *role, int64_t block)
{
    for (row++; row < t->rows; row++) {
        int64_t first = trace_number(t, row, TRACE_BLOCK);
        bool ends = trace_did(t, row, "PRODUCER_COMMIT") ||
                    trace_did(t, row, "PRODUCER_COMMIT_CLAIM") ||
                    trace_did(t, row, "CONSUMER_COMMIT") || trace_did(t, row, "CONSUMER_RELEASE");

        if (ends && trace_is(t, row, TRACE_ROLE, role) && first >= 0 && block >= first &&
            block < first + trace_number(t, row, TRACE_BLOCKS))
            return row;
        if (trace_is(t, row, TRACE_KIND, "ended") && trace_is(t, row, TRACE_CHILD, role))
            return row; /* it died with it */
    }
    return row;
}

static void check_slice(const struct both *b, size_t row, int64_t block)
{
    const struct trace_table *t = &b->table;
    const char *role = t->row[row][TRACE_ROLE];
    size_t end = end_of(t, row, role, block), last = end < t->rows ? end : t->rows - 1;
    int64_t begin_ns = trace_number(t, row, TRACE_AT_NS);
    struct json_object *slice = take(b, "X", "claim", begin_ns, block), *args;
    const char *how = end == t->rows                          ? "open"
                      : trace_is(t, end, TRACE_KIND, "ended") ? "died"
                      : trace_did(t, end, "CONSUMER_RELEASE") ? "released"
                                                              : "committed";

    args = json_object_object_get(slice, "args");
    assert_string_equal(text(args, "end"), how);
    assert_int_equal(ns(slice, "dur"), trace_number(t, last, TRACE_AT_NS) - begin_ns);
    assert_int_equal(number(slice, "pid"), trace_number(t, row, TRACE_PID));
    json_object_put(slice);
    /* What the table calls its decode time is the producer's slice. */
    if (strcmp(role, "producer") == 0 && strcmp(how, "committed") == 0)
        assert_int_equal(llround(strtod(t->row[end][TRACE_DECODE_MS], NULL) * 1e6),
                         trace_number(t, last, TRACE_AT_NS) - begin_ns);
}

static void every_claim_is_a_slice(const struct both *b)
{
    const struct trace_table *t = &b->table;

    for (size_t row = 0; row < t->rows; row++) {
        int64_t block = trace_number(t, row, TRACE_BLOCK);

        if (trace_did(t, row, "PRODUCER_COMMIT_CLAIM"))
            check_slice(b, row, block + 1);
        else if (trace_did(t, row, "PRODUCER_CLAIM") || trace_did(t, row, "CONSUMER_CLAIM"))
            for (int64_t i = 0; i < trace_number(t, row, TRACE_BLOCKS); i++)
                check_slice(b, row, block + i);
    }
    assert_int_equal(count(b, "X", "claim"), 0);
}

/* The row of the first claim of a block by the consumer; rows: none. */
static size_t claim_of(const struct trace_table *t, int64_t block)
{
    size_t row = 0;

    for (; row < t->rows; row++) {
        int64_t first = trace_number(t, row, TRACE_BLOCK);

        if (trace_did(t, row, "CONSUMER_CLAIM") && first >= 0 && block >= first &&
            block < first + trace_number(t, row, TRACE_BLOCKS))
            break;
    }
    return row;
}

static unsigned every_hand_over_is_a_flow(const struct both *b)
{
    const struct trace_table *t = &b->table;
    unsigned flows = 0;

    for (size_t row = 0; row < t->rows; row++) {
        int64_t block = trace_number(t, row, TRACE_BLOCK);
        size_t claim;
        struct json_object *from, *to;

        if (!trace_did(t, row, "PRODUCER_COMMIT") && !trace_did(t, row, "PRODUCER_COMMIT_CLAIM"))
            continue;
        claim = claim_of(t, block);
        if (claim == t->rows)
            continue;
        from = take(b, "s", "block", trace_number(t, row, TRACE_AT_NS) - 1, block);
        to = take(b, "f", "block", trace_number(t, claim, TRACE_AT_NS), block);
        assert_int_equal(number(from, "pid"), trace_number(t, row, TRACE_PID));
        assert_int_equal(number(to, "pid"), trace_number(t, claim, TRACE_PID));
        json_object_put(from);
        json_object_put(to);
        flows++;
    }
    assert_int_equal(count(b, "s", "block") + count(b, "f", "block"), 0);
    return flows;
}

static void check_counter(const struct both *b, const char *name, enum trace_column column)
{
    const struct trace_table *t = &b->table;
    int64_t before = -1;
    size_t i = 0;

    for (size_t row = 0; row < t->rows; row++) {
        int64_t value = trace_number(t, row, column);
        struct json_object *event = NULL;

        if (value < 0 || value == before)
            continue;
        before = value;
        do
            event = json_object_array_get_idx(b->events, i++);
        while (event && (!is(event, "C", "ring") || strcmp(text(event, "name"), name) != 0));
        assert_non_null(event);
        assert_int_equal(ns(event, "ts"), trace_number(t, row, TRACE_AT_NS) - b->begin_ns);
        assert_int_equal(number(json_object_object_get(event, "args"), "slots"), value);
    }
    for (; i < json_object_array_length(b->events); i++)
        assert_string_not_equal(text(json_object_array_get_idx(b->events, i), "name"), name);
}

static void every_kill_and_restart_is_an_instant(const struct both *b)
{
    const struct trace_table *t = &b->table;
    unsigned killed = 0, restarted = 0;

    for (size_t row = 0; row < t->rows; row++) {
        bool ended = trace_is(t, row, TRACE_KIND, "ended");
        bool again = trace_is(t, row, TRACE_KIND, "started") && killed > 0;
        struct json_object *event;
        char name[64];

        if (!ended && !again)
            continue;
        event = take(b, "i", ended ? "fault" : "heal", trace_number(t, row, TRACE_AT_NS), -1);
        snprintf(name, sizeof(name), "%s %s", t->row[row][TRACE_CHILD],
                 ended ? "killed (SIGKILL)" : "restarted");
        assert_string_equal(text(event, "name"), name);
        assert_int_equal(number(event, "pid"), trace_number(t, row, TRACE_VALUE));
        killed += ended;
        restarted += again;
        json_object_put(event);
    }
    assert_int_equal(killed, 2);
    assert_int_equal(restarted, 2);
    assert_int_equal(count(b, "i", "heal") + count(b, "i", "fault"), 0);
}

/* The consumer is killed with blocks in hand; the ring is small, so both have to go on. */
static void play_and_kill(struct stage *stage, struct both *b)
{
    char sample[PATH_MAX], schema[PATH_MAX];
    struct stage_process *rondo = stage_play(stage, "-q", "--buffer=0.5", "-o", "sim",
                                             stage_sample("rondo-s16.flac", sample), NULL);
    struct stage_process *process;
    struct json_object *root;

    stage_await_ready(rondo);
    stage_await_number(rondo, "frame", 1);
    kill(control_pids(rondo).consumer, SIGKILL);
    stage_await_number(rondo, "restarts.consumer", 1);
    stage_await_ready(rondo);
    kill(control_pids(rondo).producer, SIGKILL);
    stage_await_number(rondo, "restarts.producer", 1);
    stage_await_number(rondo, "position", 1.5);
    process = stage_run(stage, "rondotrace", "-n", stage->name, "--csv", "t.csv", "--chrome",
                        "t.json", NULL);
    assert_int_equal(process->status, 0);
    assert_string_equal(stage_errors(process), "");
    kill(rondo->pid, SIGTERM);
    assert_int_equal(stage_wait(rondo), 0);
    snprintf(schema, sizeof(schema), "%s/tools/rondotrace/chrome.schema.json", SOURCE_DIR);
    process = stage_run(stage, "jsonschema", "-i", "t.json", schema, NULL);
    if (process->status != 0)
        fail_msg("%s%s", stage_out(process), stage_errors(process));
    b->table = trace_table_read(stage, "t.csv");
    root = json_object_from_file(stage_path(stage, "t.json", sample));
    assert_non_null(root);
    b->events = json_object_get(json_object_object_get(root, "traceEvents"));
    b->begin_ns = strtoll(text(json_object_object_get(root, "otherData"), "begin_ns"), NULL, 10);
    json_object_put(root);
}

static void the_trace_is_the_table(void **state)
{
    struct both b;

    play_and_kill(*state, &b);
    assert_int_equal(b.begin_ns, trace_number(&b.table, 0, TRACE_AT_NS));
    check_counter(&b, "FREE", TRACE_FREE);
    check_counter(&b, "FILLED", TRACE_FILLED);
    every_claim_is_a_slice(&b);
    assert_true(every_hand_over_is_a_flow(&b) > 10);
    every_kill_and_restart_is_an_instant(&b);
    json_object_put(b.events);
    trace_table_free(&b.table);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {ON_STAGE(the_trace_is_the_table)};

    return cmocka_run_group_tests_name("rondotrace_chrome", tests, NULL, NULL);
}
