/*
 * model_leap.c - what needs no event of its own.
 *
 * As long as nothing strikes and the device plays, all follows from arithmetic: while the
 * producer sleeps, blocks are heard at times that are known ahead, so the whole sleep is one leap;
 * and a burst is only two sequences of times, merged. Where each block takes the same time to
 * decode, a burst is one leap, too, but for the few blocks that are heard meanwhile. Wherever
 * something could strike, or the ring run dry, the leap ends before it.
 */
#include "tools/ringsim/model_state.h"

/* So many looks at least come before `until`, though each is as late as a period and jitter allow.
 */
static int64_t looks_before(const struct model *m, int64_t until)
{
    int64_t heard = until - 2 * m->config.period - m->run_from + m->run_done;

    return heard / m->config.block - (int64_t)(m->heard - m->run_block);
}

/* Asleep, and too little is free: up to the look that frees the last slot of a burst. */
static bool leap_sleep(struct model *m, int64_t until)
{
    uint64_t level = model_level(m);
    int64_t needed = (int64_t)(m->burst - model_free_slots(m));
    int64_t looks = span_sooner(needed, looks_before(m, until));

    if (looks <= 0)
        return false;
    m->now = model_look_time(m, m->heard + (uint64_t)looks - 1);
    m->heard += (uint64_t)looks;
    tally_levels(&m->tally, level - (uint64_t)looks, level - 1);
    m->look_at = model_look_time(m, m->heard);
    return true;
}

/* How many blocks are done by then, those of that very moment, too. */
static uint64_t done_by(const struct model *m, int64_t time)
{
    return time < m->done_at ? 0 : (uint64_t)((time - m->done_at) / m->constant) + 1;
}

static int64_t done_time(const struct model *m, uint64_t number)
{
    return m->done_at + (int64_t)(number - 1) * m->constant;
}

/* Over the looks of a burst whose blocks all take the same; 0 looks: it ends before the next. */
static uint64_t burst_looks(struct model *m, uint64_t level, uint64_t slots_left, int64_t until)
{
    uint64_t looks = 0;

    while (m->look_at < done_time(m, slots_left + looks) && m->look_at < until) {
        uint64_t after = level + done_by(m, m->look_at) - looks - 1;

        if (after == 0)
            break;
        tally_level(&m->tally, after);
        looks++;
        m->now = m->look_at;
        m->look_at = model_look_time(m, m->heard + looks);
    }
    return looks;
}

static bool leap_constant(struct model *m, int64_t until)
{
    uint64_t level = model_level(m), slots_left = m->config.slots - level;
    uint64_t looks = burst_looks(m, level, slots_left, until);
    uint64_t done = slots_left + looks;
    bool full = done_time(m, done) <= m->look_at && done_time(m, done) < until;

    if (full)
        m->now = done_time(m, done);
    else
        done = looks > 0 ? done_by(m, m->now) : 0;
    if (looks == 0 && !full)
        return false;
    m->heard += looks;
    m->made += done;
    m->tally.made += done;
    m->done_at += (int64_t)done * m->constant;
    if (done > 0)
        m->fresh = false;
    if (full) {
        m->claimed = false;
        m->spell = false;
    }
    return true;
}

/* Blocks until the next look, or until no slot is left; then that look. */
static bool leap_drawn(struct model *m, int64_t until)
{
    uint64_t slots_left = m->config.slots - model_level(m);
    int64_t last = span_sooner(m->look_at, until - 1);
    uint64_t done = 0;

    while (m->done_at <= last) {
        m->now = m->done_at;
        if (++done == slots_left)
            break;
        m->done_at += dist_draw(m->config.decode, &m->decode);
    }
    if (done == 0)
        return false;
    m->made += done;
    m->tally.made += done;
    m->fresh = false;
    if (done == slots_left) {
        m->claimed = false;
        m->spell = false;
    }
    return true;
}

/* Up to where events need not be told. */
static int64_t untold_until(const struct model *m, int64_t until)
{
    const struct model_watch *watch = &m->config.watch;

    if (!watch->tell || m->now >= watch->to)
        return until;
    return m->now < watch->from ? span_sooner(until, watch->from) : m->now;
}

bool model_leap_once(struct model *m, int64_t until)
{
    if (m->claimed)
        return m->constant ? leap_constant(m, until) : leap_drawn(m, until);
    if (model_free_slots(m) < m->burst && m->now >= m->stop_until)
        return leap_sleep(m, until);
    return false;
}

bool model_leap(struct model *m, int64_t until)
{
    until = untold_until(m, span_sooner(span_sooner(until, m->faults.at), model_watchdog_time(m)));
    if (m->config.one_by_one || m->device != MODEL_PLAYING || until <= m->now)
        return false;
    return model_leap_once(m, until) || model_cycle(m, until);
}
