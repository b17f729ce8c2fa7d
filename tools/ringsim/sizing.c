/*
 * sizing.c - the search: upwards until one passes, halving between that and the last that did
 * not, then the trials with other seeds.
 */
#include "tools/ringsim/sizing.h"

#include <errno.h>

enum {
    FINEST = 32,        /* one in so many slots makes a difference */
    FIRST_PART = 4096,  /* of the time is simulated before the first look; then it doubles */
    SPELLS_ENOUGH = 10, /* of either, to say how bad a size is that has failed */
    UNDERRUNS_ENOUGH = 1000
};

/* Whether all years are over, and their underruns are few enough even at the upper end. */
static bool good_enough(const struct sizing_probe *probe, const struct sizing_goal *goal)
{
    return probe->years >= goal->years && probe->rate.high <= goal->per_year;
}

/* It cannot pass any more, however the time that is left goes; and how bad it is, is known, too. */
static bool hopeless(const struct sizing_probe *probe, const struct sizing_goal *goal)
{
    double most = goal->per_year * goal->years;
    bool failed = poisson_high(probe->spells) > most || (double)probe->underruns > most;

    return failed && (probe->spells >= SPELLS_ENOUGH || probe->underruns >= UNDERRUNS_ENOUGH);
}

int sizing_try(const struct model_config *base, const struct sizing_goal *goal, uint32_t slots,
               struct sizing_probe *ret_probe)
{
    struct sizing_probe probe = {.slots = slots, .seed = base->seed};
    struct model_config config = *base;
    struct model model;
    double years = goal->years / FIRST_PART;

    config.slots = slots;
    if (model_init(&model, &config) < 0)
        return -ENOMEM;
    for (;; years *= 2) {
        probe.years = years < goal->years ? years : goal->years;
        model_run(&model, (int64_t)(probe.years * (double)SPAN_YEAR));
        probe.spells = model.tally.spells;
        probe.underruns = tally_underruns(&model.tally);
        if (probe.years >= goal->years || hopeless(&probe, goal))
            break;
    }
    model_free(&model);
    probe.rate = poisson_rate(probe.underruns, probe.spells, probe.years);
    probe.passed = good_enough(&probe, goal);
    *ret_probe = probe;
    return 0;
}

/* The same, and told. */
static int probe_size(const struct model_config *base, const struct sizing_goal *goal,
                      const struct sizing_listener *listener, struct sizing_probe *probe)
{
    bool again = probe->again;
    int error = sizing_try(base, goal, probe->slots, probe);

    probe->again = again;
    if (error == 0)
        listener->tell(listener->context, probe);
    return error;
}

/* Up by quarters: *ret_failed is the largest that failed before the one that passed. */
static int climb(const struct model_config *base, const struct sizing_goal *goal,
                 const struct sizing_listener *listener, uint32_t *ret_failed,
                 struct sizing_probe *ret_passed)
{
    struct sizing_probe probe = {.slots = goal->slots_min};
    uint32_t failed = goal->slots_min - 1;

    for (;;) {
        int error = probe_size(base, goal, listener, &probe);

        if (error < 0)
            return error;
        if (probe.passed)
            break;
        failed = probe.slots;
        if (failed == goal->slots_max)
            return -ERANGE;
        probe.slots += probe.slots / 4 + 1;
        if (probe.slots > goal->slots_max)
            probe.slots = goal->slots_max;
    }
    *ret_failed = failed;
    *ret_passed = probe;
    return 0;
}

static int halve(const struct model_config *base, const struct sizing_goal *goal,
                 const struct sizing_listener *listener, uint32_t failed,
                 struct sizing_probe *passed)
{
    while (passed->slots - failed > 1 + failed / FINEST) {
        struct sizing_probe probe = {.slots = failed + (passed->slots - failed) / 2};
        int error = probe_size(base, goal, listener, &probe);

        if (error < 0)
            return error;
        if (probe.passed)
            *passed = probe;
        else
            failed = probe.slots;
    }
    return 0;
}

int sizing_find(const struct model_config *base, const struct sizing_goal *goal,
                const struct sizing_listener *listener, struct sizing_probe *ret_answer)
{
    struct model_config other = *base;
    struct sizing_probe probe;
    uint32_t failed;
    int error = climb(base, goal, listener, &failed, &probe);

    if (error == 0)
        error = halve(base, goal, listener, failed, &probe);
    for (bool sure = false; error == 0 && !sure; sure = probe.passed) {
        if (probe.again)
            probe.slots += probe.slots / FINEST + 1;
        if (probe.slots > goal->slots_max)
            return -ERANGE;
        other.seed++;
        probe.again = true;
        error = probe_size(&other, goal, listener, &probe);
    }
    if (error == 0)
        *ret_answer = probe;
    return error;
}
