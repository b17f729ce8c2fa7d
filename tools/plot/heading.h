/*
 * heading.h - a title, and a caption in smaller letters below it, both wrapped.
 */
#ifndef TOOLS_PLOT_HEADING_H
#define TOOLS_PLOT_HEADING_H

#include <cairo.h>

struct heading {
    const char *title, *caption; /* not copied */
    double margin;               /* from the left and from above */
    double width;                /* of the lines */
};

/* How far down the heading reaches, with some room below. */
double heading_place(cairo_t *cr, const struct heading *heading);

void heading_draw(cairo_t *cr, const struct heading *heading);

#endif
