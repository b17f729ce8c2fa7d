/*
 * model_device.c - the device and its consumer: blocks are heard one after the other, without a
 * break as long as there is another one whenever the consumer looks.
 *
 * A look's time follows from the beginning of the run and the number of the block alone, and so
 * does its jitter: it can be told of any block ahead.
 */
#include "tools/ringsim/model_state.h"

#define GOLDEN UINT64_C(0x9e3779b97f4a7c15) /* how far SplitMix64's state moves at each number */

int64_t model_jitter(const struct model *m, uint64_t block)
{
    struct prng at_block = {m->jitter_seed + block * GOLDEN};

    if (m->config.jitter == 0)
        return 0;
    return (int64_t)(prng_unit(&at_block) * (double)(m->config.jitter + 1));
}

int64_t model_look_time(const struct model *m, uint64_t block)
{
    int64_t due = (int64_t)(block - m->run_block + 1) * m->config.block - m->run_done;
    int64_t past = due % m->config.period;

    if (past > 0)
        due += m->config.period - past;
    return m->run_from + due + model_jitter(m, block);
}

static enum tally_cause why_dry(const struct model *m)
{
    if (m->fresh)
        return TALLY_PRODUCER_RESTARTING;
    return m->now < m->stall_until ? TALLY_SOURCE_SLOW : TALLY_DECODER_LATE;
}

static void run_dry(struct model *m)
{
    m->device = MODEL_DRY;
    m->silent_from = m->now;
    m->run_done = 0;
    m->cause = why_dry(m);
    m->tally.underruns[m->cause]++;
    m->tally.spells += !m->spell;
    m->spell = true;
    if (m->tally.first_at < 0)
        m->tally.first_at = m->now;
}

void model_look(struct model *m)
{
    m->heard++;
    tally_level(&m->tally, model_level(m));
    model_watch_room(m);
    if (model_level(m) == 0)
        run_dry(m);
    else
        m->look_at = span_later(m->now, model_look_time(m, m->heard));
}

/* The silence so far is counted: as the underrun's, or as a gap that a dead consumer left. */
static void count_silence(struct model *m)
{
    int64_t length = m->now - m->silent_from;

    if (m->device == MODEL_DRY) {
        m->tally.silence[m->cause] += length;
        m->tally.longest = span_later(m->tally.longest, length);
    } else if (m->device != MODEL_PLAYING) {
        m->tally.gap += length;
    }
    m->silent_from = m->now;
}

void model_end(struct model *m, int64_t until)
{
    m->now = span_later(m->now, until);
    count_silence(m);
}

void model_resume(struct model *m)
{
    count_silence(m);
    m->device = MODEL_PLAYING;
    m->run_from = m->now;
    m->run_block = m->heard;
    m->look_at = model_look_time(m, m->heard);
}

/* How much of the block that it plays a consumer has settled: it looks every `settle`. */
static int64_t settled(const struct model *m)
{
    int64_t whole = (m->now - m->run_from) / m->settle * m->settle + m->run_done;
    int64_t of_this = whole - (int64_t)(m->heard - m->run_block) * m->config.block;

    return span_sooner(span_later(of_this, 0), m->config.block);
}

void model_kill_consumer(struct model *m, int64_t restart)
{
    m->tally.consumer_kills++;
    m->tally.gaps += m->device == MODEL_PLAYING || m->device == MODEL_DRY;
    if (m->device == MODEL_PLAYING) {
        m->run_done = settled(m);
        m->silent_from = m->now;
    }
    count_silence(m);
    m->device = MODEL_DOWN;
    m->up_at = m->now + restart;
}

void model_up(struct model *m)
{
    m->up_at = SPAN_NEVER;
    if (model_level(m) > 0) {
        model_resume(m);
        return;
    }
    count_silence(m);
    m->device = MODEL_EMPTY;
}
