/*
 * axis.h - from values to places on paper.
 */
#ifndef TOOLS_PLOT_AXIS_H
#define TOOLS_PLOT_AXIS_H

#include <stdbool.h>

#include "tools/plot/plot.h"
#include "tools/plot/ticks.h"

/* What an axis has to hold. Begins as {.scale = …}. */
struct axis_span {
    enum plot_scale scale;
    bool any;
    bool other; /* not all are powers of two */
    double low, high;
};

struct axis {
    enum plot_scale scale;
    bool binary;       /* logarithmic, and all values are powers of two */
    double low, high;  /* values at the ends; low < high */
    double start, end; /* their places; end < start on an axis that goes up */
    double about;      /* how many labels are wanted */
};

/* False: such an axis has no place for the value. */
bool axis_shows(enum plot_scale scale, double value);

/* Counts a value in, if the axis can show it. */
void axis_span_add(struct axis_span *span, double value);

/* Tight: the values begin and end where the axis does. Otherwise it begins and ends at a tick. A
 * span of nothing gives an axis from 0 to 1, or from 1 to 10. */
void axis_fit(struct axis *axis, const struct axis_span *span, bool tight);

/* What the axis has no place for is at its start. */
double axis_place(const struct axis *axis, double value);

void axis_ticks(const struct axis *axis, struct ticks *ret_ticks);

#endif
