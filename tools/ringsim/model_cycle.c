/*
 * model_cycle.c - over many rounds of sleep and burst at once.
 *
 * Where blocks take the same time to decode and periods divide them, a burst that begins as the
 * last slot of it becomes free is like the one before it to the nanosecond: all that follows
 * depends on the time since then alone, until something strikes. So one round is tried on a copy,
 * and if the copy comes to where it began, that round is counted as often as there is time for it.
 */
#include "tools/ringsim/model_state.h"

#include <string.h>

enum { ROUNDS_WORTH_IT = 4 };

static bool at_its_beginning(const struct model *m)
{
    return !m->claimed && model_free_slots(m) == m->burst && m->now >= model_blocked_until(m);
}

/* The copy plays one round, if it is over by `until`. It counts levels from zero. */
static bool try_round(struct model *copy, int64_t until)
{
    uint32_t slots = copy->config.slots;

    copy->tally.steps = copy->round_steps;
    memset(copy->round_steps, 0, (slots + 2) * sizeof(*copy->round_steps));
    copy->tally.made = copy->tally.bursts = 0;
    model_start(copy);
    while (!at_its_beginning(copy))
        if (!model_leap_once(copy, until))
            return false;
    return true;
}

/* What happened in the copy happens so many times. */
static void repeat(struct model *m, const struct model *copy, int64_t rounds)
{
    uint64_t made = (uint64_t)rounds * copy->tally.made;

    m->look_at += rounds * (copy->now - m->now);
    m->now += rounds * (copy->now - m->now);
    m->made += made;
    m->heard += made;
    m->tally.made += made;
    m->tally.bursts += (uint64_t)rounds;
    for (uint32_t level = 0; level < m->config.slots + 2; level++)
        m->tally.steps[level] += rounds * m->round_steps[level];
    m->fresh = m->spell = false;
}

bool model_cycle(struct model *m, int64_t until)
{
    int64_t least = (int64_t)m->burst * m->config.block;
    struct model copy;

    if (!m->constant || m->config.jitter > 0 || m->config.block % m->config.period != 0)
        return false;
    if (!at_its_beginning(m) || until - m->now <= ROUNDS_WORTH_IT * least)
        return false;
    copy = *m;
    if (!try_round(&copy, m->now + ROUNDS_WORTH_IT * least) ||
        copy.look_at - copy.now != m->look_at - m->now)
        return false;
    repeat(m, &copy, (until - 1 - m->now) / (copy.now - m->now));
    return true;
}
