/*
 * model.c - the loop: whichever of a handful of times is the next to come.
 */
#include "tools/ringsim/model.h"

#include <errno.h>
#include <stdlib.h>

#include "shmring/layout.h"
#include "tools/ringsim/model_state.h"

enum {
    WRITE_MS = 20, /* what the consumer writes at once (player/consumer/engine_state.h) */
    CONSUMER_TIMEOUT_MS = 1000, /* rondo's, unless told otherwise; the watchdog ticks twice */
    TICKS = 2                   /* within the shorter limit (player/watchdog.c) */
};

uint32_t model_slots(uint32_t buffer_ms, uint32_t latency_ms, uint32_t block_ms)
{
    return (buffer_ms + latency_ms + block_ms - 1) / block_ms + 2;
}

/* The first block is there, and so the device plays; the producer goes on with its first burst. */
static void begin(struct model *m)
{
    m->made = m->tally.made = 1;
    m->up_at = m->watchdog_at = SPAN_NEVER;
    model_resume(m);
    model_start(m);
}

int model_init(struct model *model, const struct model_config *config)
{
    int64_t write = WRITE_MS * SPAN_MS;
    int64_t shorter = span_sooner(config->producer_timeout, CONSUMER_TIMEOUT_MS * SPAN_MS);
    struct xoshiro jitter = xoshiro_seed(config->seed, MODEL_STREAM_JITTER);
    int error;

    *model = (struct model){
        .config = *config,
        .burst = config->slots / 2,
        .settle = (write + config->period - 1) / config->period * config->period,
        .tick = shorter / TICKS,
        .constant = dist_constant(config->decode),
        .decode = dist_stream(config->seed, MODEL_STREAM_DECODE),
        .restart = dist_stream(config->seed, MODEL_STREAM_RESTART),
        .jitter_seed = xoshiro_next(&jitter),
    };
    faults_begin(&model->faults, &model->config.faults, config->seed);
    model->round_steps = calloc(config->slots + 2, sizeof(*model->round_steps));
    error = model->round_steps ? tally_init(&model->tally, config->slots) : -ENOMEM;
    if (error < 0) {
        free(model->round_steps);
        return error;
    }
    begin(model);
    return 0;
}

void model_free(struct model *model)
{
    tally_free(&model->tally);
    free(model->round_steps);
}

static int64_t restart_time(struct model *m, int64_t length)
{
    return length >= 0 ? length : dist_draw(m->config.restart, &m->restart);
}

static void strike(struct model *m)
{
    struct faults_event event = faults_take(&m->faults);

    m->fault = event.kind;
    switch (event.kind) {
    case FAULTS_STALL:
        model_stall(m, event.length);
        break;
    case FAULTS_STOP:
        model_stop(m, event.length >= 0 ? event.length : SPAN_NEVER);
        break;
    case FAULTS_KILL:
        model_kill_producer(m, restart_time(m, event.length));
        break;
    default:
        model_kill_consumer(m, restart_time(m, event.length));
        break;
    }
}

static void tell(const struct model *m, enum model_event event)
{
    const struct model_watch *watch = &m->config.watch;
    uint64_t level = model_level(m), held = 0;
    int64_t place;
    struct model_view view;

    if (m->device == MODEL_PLAYING) { /* the block that it plays, and what follows in the device */
        place = m->now - m->run_from + m->run_done -
                (int64_t)(m->heard - m->run_block) * m->config.block;
        held = (uint64_t)((place + m->config.latency) / m->config.block) + 1;
        held = held < level ? held : level;
    }
    view = (struct model_view){
        .now = m->now,
        .free = (uint32_t)model_free_slots(m),
        .filled = (uint32_t)(level - held),
        .held = (uint32_t)held,
        .claimed = m->claimed,
        .silent = m->device != MODEL_PLAYING,
        .fault = m->fault,
    };
    watch->tell(watch->context, event, &view);
}

static void handle(struct model *m, enum model_event event)
{
    static void (*const simple[MODEL_EVENTS])(struct model *) = {
        [MODEL_COMMIT] = model_commit,
        [MODEL_LOOK] = model_look,
        [MODEL_FAULT] = strike,
        [MODEL_UP] = model_up,
        [MODEL_WATCHDOG] = model_watchdog,
        [MODEL_START] = model_start,
    };
    const struct model_watch *watch = &m->config.watch;

    simple[event](m);
    if (watch->tell && m->now >= watch->from && m->now < watch->to)
        tell(m, event);
}

/* The next event, if it comes before `until`. */
static bool step(struct model *m, int64_t until)
{
    bool starts = !m->claimed && model_free_slots(m) >= m->burst;
    const int64_t at[MODEL_EVENTS] = {
        [MODEL_COMMIT] = m->claimed ? m->done_at : SPAN_NEVER,
        [MODEL_LOOK] = m->device == MODEL_PLAYING ? m->look_at : SPAN_NEVER,
        [MODEL_FAULT] = m->faults.at,
        [MODEL_WATCHDOG] = model_watchdog_time(m),
        [MODEL_UP] = m->up_at,
        [MODEL_START] = starts ? span_later(m->now, model_blocked_until(m)) : SPAN_NEVER,
    };
    enum model_event next = MODEL_COMMIT;

    for (int event = 1; event < MODEL_EVENTS; event++)
        if (at[event] < at[next])
            next = (enum model_event)event;
    if (at[next] >= until)
        return false;
    m->now = at[next];
    handle(m, next);
    return true;
}

void model_run(struct model *model, int64_t until)
{
    while (model_leap(model, until) || step(model, until))
        ;
}
