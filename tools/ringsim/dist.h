/*
 * dist.h - how long something takes: distributions as the command line names them.
 *
 *   const:MS                 always that
 *   uniform:LOW:HIGH         anything from LOW to HIGH
 *   exp:MEAN                 exponential
 *   lognormal:MEDIAN:SIGMA   MEDIAN times e^(SIGMA z), z from the standard normal distribution
 *   pareto:MIN:ALPHA         MIN or more; P(longer than t) = (MIN/t)^ALPHA
 *   trace:FILE               one of the times in a file, each as likely as the others (trace.h)
 *
 * All in milliseconds; decimals are allowed. What is drawn is at least 1 ns and at most a day.
 */
#ifndef TOOLS_RINGSIM_DIST_H
#define TOOLS_RINGSIM_DIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/ringsim/xoshiro.h"

#define DIST_FORMS                                                                                 \
    "const:MS, uniform:LOW:HIGH, exp:MEAN, lognormal:MEDIAN:SIGMA, pareto:MIN:ALPHA or trace:FILE"

#define DIST_LONGEST_MS (24.0 * 3600 * 1000)

enum dist_kind {
    DIST_CONST,
    DIST_UNIFORM,
    DIST_EXP,
    DIST_LOGNORMAL,
    DIST_PARETO,
    DIST_TRACE,
    DIST_KINDS
};

struct dist {
    enum dist_kind kind;
    double a, b;      /* the parameters, in the order above */
    double *times;    /* DIST_TRACE: its own, in ms */
    uint32_t count;   /* of these */
    const char *text; /* what it was made of; the caller's */
};

/* A stream of random numbers, and the normal one left over from a pair. */
struct dist_stream {
    struct xoshiro random;
    double spare;
    bool has_spare;
};

static inline struct dist_stream dist_stream(uint64_t seed, uint64_t stream)
{
    return (struct dist_stream){.random = xoshiro_seed(seed, stream)};
}

/*
 * 0 or -EINVAL: it is none of the above, and why[] stays as it is; or what trace_read() says of the
 * file, and one line in why[]. `column` names the column of a trace; NULL: the first. dist_free()
 * afterwards; text has to outlive it.
 */
int dist_parse(const char *text, const char *column, struct dist *ret_dist, char *why,
               size_t why_size);
void dist_free(struct dist *dist);

/* In nanoseconds. */
int64_t dist_draw(const struct dist *dist, struct dist_stream *stream);

/* The time to the next of events that come at random, so far apart in the mean. */
int64_t dist_draw_gap(double mean_ns, struct dist_stream *stream);

/* What a constant one always is; 0: it is not constant. */
int64_t dist_constant(const struct dist *dist);

#endif
