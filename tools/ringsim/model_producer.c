/*
 * model_producer.c - the producer: a claim is a time at which its block will be done, and what
 * halts the producer moves that time.
 */
#include "tools/ringsim/model_state.h"

static void claim(struct model *m)
{
    m->claimed = true;
    m->done_at = m->now + (m->constant ? m->constant : dist_draw(m->config.decode, &m->decode));
}

void model_start(struct model *m)
{
    m->tally.bursts++;
    claim(m);
}

void model_commit(struct model *m)
{
    m->made++;
    m->tally.made++;
    m->claimed = false;
    m->fresh = false;
    if (m->device == MODEL_DRY || m->device == MODEL_EMPTY)
        model_resume(m);
    if (model_free_slots(m) > 0)
        claim(m);
    else
        m->spell = false;
}

/* Halts it until then, if it is not halted longer anyway. */
static void halt(struct model *m, int64_t *until, int64_t length)
{
    int64_t before = span_later(m->now, model_blocked_until(m));

    *until = span_later(*until, span_sooner(m->now + length, SPAN_NEVER));
    if (m->claimed && model_blocked_until(m) > before)
        m->done_at += model_blocked_until(m) - before;
}

void model_stall(struct model *m, int64_t length)
{
    m->tally.stalls++;
    halt(m, &m->stall_until, length);
}

/* The watchdog's tick that comes then or next, and `more` after it. */
static int64_t tick_after(const struct model *m, int64_t more)
{
    return ((m->now + m->tick - 1) / m->tick + more) * m->tick;
}

/* It counts the ticks at which it has work and has made no block since the one before. */
static int64_t ticks_until_kill(const struct model *m)
{
    return (m->config.producer_timeout + m->tick - 1) / m->tick;
}

void model_stop(struct model *m, int64_t length)
{
    m->tally.stops++;
    if (m->now >= m->stop_until)
        m->watchdog_at = SPAN_NEVER;
    halt(m, &m->stop_until, length);
    if (m->watchdog_at == SPAN_NEVER && m->claimed)
        m->watchdog_at = tick_after(m, ticks_until_kill(m));
    else
        model_watch_room(m);
}

void model_watch_room(struct model *m)
{
    if (m->now < m->stop_until && !m->claimed && m->watchdog_at == SPAN_NEVER &&
        model_free_slots(m) >= m->burst)
        m->watchdog_at = tick_after(m, ticks_until_kill(m) - 1);
}

static void end_producer(struct model *m, int64_t restart)
{
    m->tally.lost += m->claimed;
    m->claimed = false;
    m->fresh = true;
    m->stop_until = span_sooner(m->stop_until, m->now);
    m->watchdog_at = SPAN_NEVER;
    m->down_until = m->now + restart;
}

void model_kill_producer(struct model *m, int64_t restart)
{
    m->tally.kills++;
    end_producer(m, restart);
}

void model_watchdog(struct model *m)
{
    m->tally.watchdog++;
    end_producer(m, dist_draw(m->config.restart, &m->restart));
}
