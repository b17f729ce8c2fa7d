/*
 * chart.h - a plot on paper: first every part is placed, then everything is drawn.
 *
 *     title
 *     caption
 *     labels of the marks, in up to CHART_ROWS rows
 *     ┌───────────────┐
 *     │ inner         │
 *     └───────────────┘
 *     numbers, and what the axis shows
 *     legend
 */
#ifndef TOOLS_PLOT_CHART_H
#define TOOLS_PLOT_CHART_H

#include <stddef.h>

#include <cairo.h>

#include "tools/plot/axis.h"
#include "tools/plot/heading.h"
#include "tools/plot/model.h"

enum { CHART_ROWS = 4, CHART_ROW_HEIGHT = 15 };

/* A mark that the axis can show. */
struct chart_mark {
    const struct plot_event *event;
    double x;
    int row;        /* from above; CHART_ROWS: without a label */
    bool leftwards; /* the label stands left of its line */
};

struct chart {
    const struct plot *plot;
    struct heading heading;
    double width, height;
    struct axis x, y;
    struct ticks x_ticks, y_ticks;
    double inner_left, inner_top, inner_right, inner_bottom;
    struct chart_mark *marks; /* from left to right */
    size_t marks_count;
    size_t rows;       /* of labels that are used */
    size_t unlabelled; /* marks whose label found no room */
    double legend_top, legend_column;
    size_t legend_columns;
};

/* chart.c: for a struct sheet; the content is a chart. */
int chart_place(void *content, cairo_t *cr, double *ret_width, double *ret_height);
void chart_draw(const void *content, cairo_t *cr);
void chart_clear(struct chart *chart);

/* chart_marks.c: rows of labels, with x-axis and inner_right placed; 0 or -ENOMEM. */
int chart_marks_place(struct chart *chart, cairo_t *cr);
void chart_marks_draw(const struct chart *chart, cairo_t *cr);

/* chart_series.c */
void chart_series_draw(const struct chart *chart, cairo_t *cr);

/* A series' look in the legend, in the middle of which is x, y. */
void chart_series_sample(const struct chart *chart, cairo_t *cr, size_t index, double x, double y);

/* chart_legend.c: columns of names; returns the height it needs. */
double chart_legend_place(struct chart *chart, cairo_t *cr);
void chart_legend_draw(const struct chart *chart, cairo_t *cr);

#endif
