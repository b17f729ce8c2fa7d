/*
 * reduce.h - a line of any number of points, drawn with a few vertices for each column of pixels.
 *
 * Of the points in one column the first, the lowest, the highest and the last remain, in that
 * order: what is then drawn covers the same pixels.
 */
#ifndef TOOLS_PLOT_REDUCE_H
#define TOOLS_PLOT_REDUCE_H

#include <stdbool.h>

#include <cairo.h>

/* Begins as {0}. */
struct reduce {
    bool any;      /* a column is open */
    bool started;  /* the path has a vertex */
    double column; /* its number */
    double first_x, last_x;
    double first_y, low_y, high_y, last_y;
};

/* Adds a place on paper to cairo's path, sooner or later. */
void reduce_add(struct reduce *reduce, cairo_t *cr, double x, double y);

/* Adds what is still held back. */
void reduce_end(struct reduce *reduce, cairo_t *cr);

#endif
