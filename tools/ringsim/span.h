/*
 * span.h - the simulation's time: whole nanoseconds, so that no sum depends on a rounding.
 */
#ifndef TOOLS_RINGSIM_SPAN_H
#define TOOLS_RINGSIM_SPAN_H

#include <stdint.h>

#define SPAN_MS     INT64_C(1000000)
#define SPAN_SECOND (1000 * SPAN_MS)
#define SPAN_HOUR   (3600 * SPAN_SECOND)
#define SPAN_YEAR   (8766 * SPAN_HOUR) /* 365.25 days */

/* Later than anything that happens. Two of them can be added. */
#define SPAN_NEVER     (INT64_MAX / 2)
#define SPAN_HOURS_MAX 1000000 /* what a simulation may last */

static inline int64_t span_sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static inline int64_t span_later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

#endif
