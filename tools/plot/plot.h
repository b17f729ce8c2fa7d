/*
 * plot.h - charts of the tools: built up as data, then written as SVG, PNG or CSV.
 *
 * A plot is made, given its axes, series, points and marks, and written as often as one likes; the
 * ending of the file's name chooses the format. CSV holds the data that the picture shows, so a
 * test, or another program, reads it from there. Texts are copied, and NULL is one without letters.
 * Points and marks that are not finite (or beyond 1e300) are dropped. Functions return 0 or a
 * negative errno (-ENOMEM; writing: also what the file system says).
 */
#ifndef TOOLS_PLOT_PLOT_H
#define TOOLS_PLOT_PLOT_H

#include <stdbool.h>
#include <stddef.h>

struct plot;

enum plot_style {
    PLOT_LINE,   /* from point to point */
    PLOT_STEPS,  /* each value holds until the next point */
    PLOT_POINTS, /* a dot each */
    PLOT_BARS    /* from this x to the next point's; the last point only ends the last bar */
};

enum plot_mark {
    PLOT_MARK_FAULT, /* a kill, an underrun: red */
    PLOT_MARK_HEAL,  /* a restart: green */
    PLOT_MARK_NOTE   /* anything else: grey */
};

enum plot_scale { PLOT_LINEAR, PLOT_LOG };

struct plot_labels {
    const char *title;
    const char *caption; /* a line or two below the title, wrapped; NULL: none */
    const char *x;       /* with its unit: "time [s]" */
    const char *y;
};

int plot_create(const struct plot_labels *labels, struct plot **ret_plot);
void plot_free(struct plot *plot); /* NULL is allowed */

/* Without it both are linear. Points that a logarithmic axis cannot show are left out of the
 * picture; a bar of no height still ends the one before it. A logarithmic axis that has
 * points at powers of two alone is labelled with powers of two. */
void plot_scale(struct plot *plot, enum plot_scale x, enum plot_scale y);

/* Without it the axis holds all points. What lies beyond is cut off. A range that the axis cannot
 * have is ignored. */
void plot_range_y(struct plot *plot, double low, double high);

/* A new series; the points that follow belong to it. In the legend by its name, or not at all
 * without one. */
int plot_series(struct plot *plot, const char *name, enum plot_style style);

/* -EINVAL: there is no series yet. */
int plot_point(struct plot *plot, double x, double y);

/* A vertical line with a short label; the x-axis holds it. Labels without room are left out of the
 * picture, and counted below it. */
int plot_mark(struct plot *plot, double x, enum plot_mark kind, const char *label);

/* The ending is one that plot_write() and sequence_write() know. For a look at the command line,
 * before the work that leads to the plot. */
bool plot_path_valid(const char *path);

/*
 * ".svg", ".png" or ".csv"; -EINVAL: another ending, nothing is written. A failed write leaves
 * what the path had before. CSV is UTF-8 with a header line "series,x,y"; marks are rows of the
 * series "mark:fault", "mark:heal", "mark:note" with their label in y.
 */
int plot_write(const struct plot *plot, const char *path);

#endif
