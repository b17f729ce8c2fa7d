/*
 * ringsim_reference.c - slot by slot, period by period.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/ringsim_reference_state.h"

enum next { NEXT_TICK, NEXT_COMMIT, NEXT_LOOK, NEXT_FAULT, NEXT_BEAT, NEXT_UP, NEXT_START, NEXTS };
enum { WRITE_MS = 20 };

static void claim(struct reference *r)
{
    assert_int_equal(r->slot[r->head], FREE);
    r->slot[r->head] = CLAIMED;
    r->work = dist_draw(r->config->decode, &r->streams.decode);
}

/* The block that is heard now is over, if its last frame has been played. */
static void await_look(struct reference *r)
{
    if (r->look_at == SPAN_NEVER && r->place >= r->config->block)
        r->look_at = r->now + model_jitter(&r->streams, r->heard);
}

static void end_silence(struct reference *r)
{
    int64_t *sum = r->dry ? &r->result.silence : &r->result.gap;

    if (!r->plays)
        *sum += r->now - r->silent_from;
    r->silent_from = r->now;
}

static void play(struct reference *r)
{
    end_silence(r);
    r->plays = true;
    r->dry = false;
    r->tick_at = r->now + r->config->period;
    r->ticks = 0;
    r->settled = r->place;
    await_look(r);
}

static void commit(struct reference *r)
{
    assert_true(claimed(r));
    r->slot[r->head] = FILLED;
    r->head = (r->head + 1) % r->config->slots;
    r->result.made++;
    r->fresh = false;
    r->moved = true;
    if (!r->plays && r->consumer)
        play(r);
    if (count(r, FREE) > 0)
        claim(r);
}

static void tick(struct reference *r)
{
    int64_t period = r->config->period;
    int64_t write = (MS(WRITE_MS) + period - 1) / period;

    r->tick_at += period;
    r->place += period;
    if (++r->ticks % write == 0)
        r->settled = r->place;
    await_look(r);
}

static enum tally_cause why(const struct reference *r)
{
    if (r->fresh)
        return TALLY_PRODUCER_RESTARTING;
    return r->now < r->stalled ? TALLY_SOURCE_SLOW : TALLY_DECODER_LATE;
}

static void look(struct reference *r)
{
    int64_t block = r->config->block;

    assert_int_equal(r->slot[r->tail], FILLED);
    r->slot[r->tail] = FREE;
    r->tail = (r->tail + 1) % r->config->slots;
    r->heard++;
    r->place -= block;
    r->settled -= block;
    r->look_at = SPAN_NEVER;
    if (count(r, FILLED) > 0) {
        await_look(r);
        return;
    }
    r->result.underruns[why(r)]++;
    r->plays = false;
    r->dry = true;
    r->place = 0;
    r->tick_at = SPAN_NEVER;
    r->silent_from = r->now;
}

static void kill_producer(struct reference *r, int64_t start)
{
    if (claimed(r)) {
        r->slot[r->head] = FREE;
        r->result.lost++;
    }
    r->fresh = true;
    r->stopped = span_sooner(r->stopped, r->now);
    r->starting = r->now + start;
}

static void kill_consumer(struct reference *r, int64_t start)
{
    if (r->plays) {
        r->place = span_sooner(span_later(r->settled, 0), r->config->block);
        r->silent_from = r->now;
    }
    end_silence(r);
    r->plays = r->dry = r->consumer = false;
    r->tick_at = r->look_at = SPAN_NEVER;
    r->up_at = r->now + start;
}

static void stop(struct reference *r, int64_t length)
{
    if (r->now >= r->stopped) {
        r->beats = 0;
        r->moved = claimed(r);
    }
    r->stopped = span_later(r->stopped, span_sooner(r->now + length, SPAN_NEVER));
}

static int64_t start_time(struct reference *r, int64_t length)
{
    return length >= 0 ? length : dist_draw(r->config->restart, &r->streams.restart);
}

static void strike(struct reference *r)
{
    struct faults_event event = faults_take(&r->streams.faults);

    if (event.kind == FAULTS_STALL)
        r->stalled = span_later(r->stalled, r->now + event.length);
    else if (event.kind == FAULTS_STOP)
        stop(r, event.length >= 0 ? event.length : SPAN_NEVER);
    else if (event.kind == FAULTS_KILL)
        kill_producer(r, start_time(r, event.length));
    else
        kill_consumer(r, start_time(r, event.length));
}

/* Whether the watchdog has killed the producer. */
static bool beat(struct reference *r)
{
    bool works = claimed(r) || count(r, FREE) >= r->config->slots / 2;

    r->beat_at += beat_every(r);
    r->beats = r->now < r->stopped && works && !r->moved ? r->beats + 1 : 0;
    r->moved = false;
    if (r->beats * beat_every(r) < r->config->producer_timeout)
        return false;
    r->beats = 0;
    r->result.watchdog++;
    kill_producer(r, start_time(r, -1));
    return true;
}

static void up(struct reference *r)
{
    r->consumer = true;
    r->up_at = SPAN_NEVER;
    if (count(r, FILLED) > 0)
        play(r);
}

static void note(const struct reference *r, enum model_event event, struct fixture_log *log)
{
    const struct fixture_entry entry = {event,      r->now,   count(r, FREE), count(r, FILLED),
                                        claimed(r), !r->plays};

    check(r);
    fixture_note(log, &entry);
}

static enum next find_next(const struct reference *r, int64_t *ret_at)
{
    bool starts = !claimed(r) && count(r, FREE) >= r->config->slots / 2;
    const int64_t at[NEXTS] = {
        [NEXT_TICK] = r->tick_at,
        [NEXT_COMMIT] = claimed(r) ? ready(r) + r->work : SPAN_NEVER,
        [NEXT_LOOK] = r->look_at,
        [NEXT_FAULT] = r->streams.faults.at,
        [NEXT_BEAT] = r->beat_at,
        [NEXT_UP] = r->up_at,
        [NEXT_START] = starts ? ready(r) : SPAN_NEVER,
    };
    int next = 0;

    for (int i = 1; i < NEXTS; i++)
        if (at[i] < at[next])
            next = i;
    *ret_at = at[next];
    return (enum next)next;
}

static void handle(struct reference *r, enum next next, struct fixture_log *log)
{
    static void (*const simple[NEXTS])(struct reference *) = {
        [NEXT_TICK] = tick,    [NEXT_COMMIT] = commit, [NEXT_LOOK] = look,
        [NEXT_FAULT] = strike, [NEXT_UP] = up,         [NEXT_START] = claim};
    static const enum model_event told[NEXTS] = {
        [NEXT_COMMIT] = MODEL_COMMIT, [NEXT_LOOK] = MODEL_LOOK, [NEXT_FAULT] = MODEL_FAULT,
        [NEXT_BEAT] = MODEL_WATCHDOG, [NEXT_UP] = MODEL_UP,     [NEXT_START] = MODEL_START};
    bool tells = next != NEXT_TICK;

    if (next == NEXT_BEAT)
        tells = beat(r);
    else
        simple[next](r);
    if (tells)
        note(r, told[next], log);
}

/* As a model begins: the first block is made, it sounds, and the next is being made. */
static void begin(struct reference *r)
{
    r->consumer = true;
    r->look_at = r->up_at = SPAN_NEVER;
    claim(r);
    r->streams.decode = dist_stream(r->config->seed, MODEL_STREAM_DECODE);
    commit(r);
}

struct reference_result reference_run(const struct model_config *config, int64_t until,
                                      struct fixture_log *log)
{
    struct reference r = {.config = config};
    enum next next;
    int64_t at;

    assert_int_equal(model_init(&r.streams, config), 0);
    faults_begin(&r.streams.faults, &config->faults, config->seed);
    r.streams.restart = dist_stream(config->seed, MODEL_STREAM_RESTART);
    r.slot = calloc(config->slots, sizeof(*r.slot));
    assert_non_null(r.slot);
    begin(&r);
    for (next = find_next(&r, &at); at < until; next = find_next(&r, &at)) {
        if (claimed(&r))
            r.work -= span_later(0, at - ready(&r));
        r.now = at;
        handle(&r, next, log);
    }
    r.now = until;
    end_silence(&r);
    free(r.slot);
    model_free(&r.streams);
    return r.result;
}
