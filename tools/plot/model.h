/*
 * model.h - what a plot is made of. Only finite numbers get in.
 */
#ifndef TOOLS_PLOT_MODEL_H
#define TOOLS_PLOT_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "tools/plot/plot.h"

struct plot_xy {
    double x, y;
};

struct plot_line {
    char *name;
    enum plot_style style;
    struct plot_xy *points;
    size_t count, room;
};

struct plot_event {
    double x;
    enum plot_mark kind;
    char *label;
};

struct plot {
    char *title, *caption, *x, *y;
    enum plot_scale scale_x, scale_y;
    bool ranged; /* plot_range_y() was called */
    double low, high;
    struct plot_line *lines;
    size_t lines_count;
    struct plot_event *marks; /* in the order they came */
    size_t marks_count, marks_room;
};

#endif
