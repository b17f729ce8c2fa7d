/*
 * draw.h - pictures of a record, by the plot library: what the path ends with chooses the format.
 *
 * Times are in seconds since the first event. Each returns 0 or a negative errno as plot_write(),
 * and draws an empty picture where there is nothing to show.
 */
#ifndef TOOLS_RONDOTRACE_DRAW_H
#define TOOLS_RONDOTRACE_DRAW_H

#include "tools/rondotrace/choose.h"
#include "tools/rondotrace/marks.h"
#include "tools/rondotrace/spans.h"

struct draw {
    const struct merge *merge;
    const struct spans *spans; /* of all of it */
    struct choose_window window;
    const char *name; /* the instance's */
    /* Of the sequence: its beginning, NAN: shortly before the last fault, else the end; its length.
     */
    double from_s;
    double for_s;
};

/* FREE and FILLED over time, with what went wrong and what healed it. */
int draw_fill(const struct draw *draw, const char *path);

/* How long blocks were in the ring, from commit to claim. */
int draw_latency(const struct draw *draw, const char *path);

/* Who did what, and who woke whom. */
int draw_sequence(const struct draw *draw, const char *path);

/* Private to draw*.c. */

double draw_seconds(const struct draw *draw, uint64_t at_ns);
bool draw_within(const struct draw *draw, uint64_t at_ns);

#endif
