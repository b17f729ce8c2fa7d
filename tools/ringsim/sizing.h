/*
 * sizing.h - the smallest ring that runs dry rarely enough.
 *
 * No rare event is extrapolated: each size is simulated for years, until that many have passed or
 * the size has failed. Passed is what, with all underruns that were seen in all these years, runs
 * dry no more often than the goal even at the upper end of its interval (poisson.h). All sizes meet
 * the same faults, drawn from one seed (common random numbers), so that they differ by their size
 * and less by their luck. The search goes up in steps of a quarter until one passes, then halves,
 * down to a 32nd of the size: finer is nothing but luck. What it finds is lucky by its nature, too:
 * hence that size is tried again under another seed, and larger ones under others still, until one
 * passes with a seed that had no part in its choice. That trial is the answer's evidence.
 */
#ifndef TOOLS_RINGSIM_SIZING_H
#define TOOLS_RINGSIM_SIZING_H

#include "tools/ringsim/model.h"
#include "tools/ringsim/poisson.h"

/* Fewer years than these divided by the goal prove nothing, not even without any underrun. */
#define SIZING_YEARS_MIN 3.7
/* What a minute or so is enough for, if each block takes as long to decode as the others, and if
 * not. */
#define SIZING_YEARS_CONST 100.0
#define SIZING_YEARS_DRAWN 10.0

struct sizing_goal {
    double per_year; /* underruns */
    double years;    /* simulated for each size, at most */
    uint32_t slots_min, slots_max;
};

struct sizing_probe {
    uint32_t slots;
    uint64_t seed;
    uint64_t underruns, spells;
    double years;             /* simulated */
    struct poisson_rate rate; /* a year */
    bool passed;
    bool again; /* with a seed that had no part in the search */
};

/* Is told each size that was tried, as soon as it is known. */
struct sizing_listener {
    void (*tell)(void *context, const struct sizing_probe *probe);
    void *context;
};

/*
 * `base` says everything but the slots. 0, -ENOMEM, or -ERANGE: not even slots_max are enough.
 */
int sizing_find(const struct model_config *base, const struct sizing_goal *goal,
                const struct sizing_listener *listener, struct sizing_probe *ret_answer);

/* One size; 0 or -ENOMEM. */
int sizing_try(const struct model_config *base, const struct sizing_goal *goal, uint32_t slots,
               struct sizing_probe *ret_probe);

#endif
