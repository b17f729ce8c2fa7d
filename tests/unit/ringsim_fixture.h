/*
 * ringsim_fixture.h - a small ring to simulate, and a log of what happens. Include <cmocka.h>
 * first.
 *
 * Eight slots of 80 ms, bursts of four, 1 ms to decode a block, a device of 10 ms. Nothing strikes.
 */
#ifndef TESTS_UNIT_RINGSIM_FIXTURE_H
#define TESTS_UNIT_RINGSIM_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "tools/ringsim/model.h"

#define MS(ms) ((int64_t)((ms)*1e6))

/* A distribution by its text; the texts live as long as the test. */
static inline struct dist fixture_dist(const char *text)
{
    struct dist dist;
    char why[256];

    assert_int_equal(dist_parse(text, NULL, &dist, why, sizeof(why)), 0);
    return dist;
}

static const struct dist fixture_1_ms = {.kind = DIST_CONST, .a = 1};
static const struct dist fixture_20_ms = {.kind = DIST_CONST, .a = 20};

static inline struct model_config fixture_config(void)
{
    return (struct model_config){
        .slots = 8,
        .block = MS(80),
        .period = MS(10),
        .latency = MS(80),
        .producer_timeout = MS(10000),
        .decode = &fixture_1_ms,
        .restart = &fixture_20_ms,
        .seed = 1,
    };
}

struct fixture_entry {
    enum model_event event;
    int64_t at;
    uint32_t free, level, claimed;
    bool silent;
};

struct fixture_log {
    struct fixture_entry *entries;
    uint32_t count, room;
    uint32_t slots; /* of the ring that is watched */
};

static inline void fixture_note(struct fixture_log *log, const struct fixture_entry *entry)
{
    if (log->count == log->room) {
        log->room = log->room ? 2 * log->room : 1024;
        log->entries = realloc(log->entries, log->room * sizeof(*log->entries));
        assert_non_null(log->entries);
    }
    log->entries[log->count++] = *entry;
}

/* For model_watch, with a struct fixture_log as its context. No slot is ever lost, or counted
 * twice. */
static inline void fixture_tell(void *context, enum model_event event,
                                const struct model_view *view)
{
    struct fixture_log *log = context;
    const struct fixture_entry entry = {
        event, view->now, view->free, view->filled + view->held, view->claimed, view->silent};

    assert_int_equal(view->free + view->filled + view->held + view->claimed, log->slots);
    assert_true(view->filled <= log->slots && view->held <= log->slots);
    assert_true((view->held > 0) == !view->silent);
    fixture_note(log, &entry);
}

static inline void fixture_watch(struct model_config *config, struct fixture_log *log)
{
    log->slots = config->slots;
    config->watch = (struct model_watch){0, SPAN_NEVER, fixture_tell, log};
}

static inline void fixture_log_free(struct fixture_log *log)
{
    free(log->entries);
    *log = (struct fixture_log){0};
}

/* Runs to the end, and leaves the model for the test to look at and to free. */
static inline void fixture_run(struct model *model, const struct model_config *config,
                               int64_t until)
{
    assert_int_equal(model_init(model, config), 0);
    model_run(model, until);
    model_end(model, until);
}

#endif
