/*
 * model_state.h - the model's parts, for one another. Private to model*.c.
 */
#ifndef TOOLS_RINGSIM_MODEL_STATE_H
#define TOOLS_RINGSIM_MODEL_STATE_H

#include "tools/ringsim/model.h"

/* The streams of random numbers; those of the faults follow (faults.c). */
enum { MODEL_STREAM_DECODE, MODEL_STREAM_RESTART, MODEL_STREAM_JITTER };

static inline uint64_t model_level(const struct model *m)
{
    return m->made - m->heard;
}

static inline uint64_t model_free_slots(const struct model *m)
{
    return m->config.slots - model_level(m) - m->claimed;
}

/* What halts the producer is over then. */
static inline int64_t model_blocked_until(const struct model *m)
{
    return span_later(span_later(m->stall_until, m->stop_until), m->down_until);
}

/* When a stopped producer is killed, if it is not continued before. */
static inline int64_t model_watchdog_time(const struct model *m)
{
    return m->watchdog_at < m->stop_until ? m->watchdog_at : SPAN_NEVER;
}

/* model_device.c */

/* When it will be seen that a block has been heard, if the device plays on. */
int64_t model_look_time(const struct model *m, uint64_t block);
int64_t model_jitter(const struct model *m, uint64_t block);

void model_look(struct model *m);

/* A silent device has something to play. */
void model_resume(struct model *m);
void model_kill_consumer(struct model *m, int64_t restart);
void model_up(struct model *m);

/* model_producer.c */

void model_start(struct model *m);
void model_commit(struct model *m);
void model_stall(struct model *m, int64_t length);
void model_stop(struct model *m, int64_t length);
void model_kill_producer(struct model *m, int64_t restart);
void model_watchdog(struct model *m);

/* Slots have become free: a stopped producer has work now, and the watchdog begins to count. */
void model_watch_room(struct model *m);

/*
 * model_leap.c, model_cycle.c: much at once, before `until`; false: nothing was done. The first
 * looks whether anything could strike, or has to be told, the others rely on that it does not.
 */
bool model_leap(struct model *m, int64_t until);
bool model_leap_once(struct model *m, int64_t until);
bool model_cycle(struct model *m, int64_t until);

#endif
