/*
 * chart.c - the parts of a chart that are the same for all: where everything goes, titles, axes,
 * grid. The height follows from the texts; the inside has always the same.
 */
#include "tools/plot/chart.h"

#include <math.h>
#include <stdlib.h>

#include "tools/plot/pen.h"

enum {
    WIDTH = 960,
    MARGIN = 24,
    INNER_HEIGHT = 400,
    INSET = 10 /* of the values from the sides, so that no mark of a point is cut */
};

static const struct pen_type NUMBER = {11.5, false, PEN_CENTRE, {0.36, 0.36, 0.36}};
static const struct pen_type NUMBER_Y = {11.5, false, PEN_RIGHT, {0.36, 0.36, 0.36}};
static const struct pen_type NAME = {12.5, false, PEN_CENTRE, {0.13, 0.13, 0.13}};
static const struct pen_type EMPTY = {16, false, PEN_CENTRE, {0.5, 0.5, 0.5}};

/* Points that are not shown must not make an axis longer. A bar's edge counts whatever its height.
 */
static bool shown(const struct plot *plot, const struct plot_line *line,
                  const struct plot_xy *point)
{
    return axis_shows(plot->scale_x, point->x) &&
           (line->style == PLOT_BARS || axis_shows(plot->scale_y, point->y));
}

static void span_points(struct axis_span *x, struct axis_span *y, const struct plot *plot,
                        const struct plot_line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        if (!shown(plot, line, &line->points[i]))
            continue;
        axis_span_add(x, line->points[i].x);
        if (line->style != PLOT_BARS)
            axis_span_add(y, line->points[i].y);
    }
}

/* Bars stand on zero; on a logarithmic axis, on less than the lowest, to be seen. */
static void span_bars(struct axis_span *span, const struct plot_line *line)
{
    for (size_t i = 0; i + 1 < line->count; i++) {
        axis_span_add(span, line->points[i].y);
        if (span->scale == PLOT_LOG)
            axis_span_add(span, line->points[i].y / 2);
    }
    if (span->scale == PLOT_LINEAR)
        axis_span_add(span, 0);
    span->other = true;
}

/* Zero is worth the room it takes, unless the values are all far from it. */
static void add_zero(struct axis_span *span)
{
    if (!span->any || span->scale == PLOT_LOG)
        return;
    if ((span->low > 0 && span->low < span->high / 2) ||
        (span->high < 0 && span->high > span->low / 2))
        axis_span_add(span, 0);
}

static void fit(struct chart *chart)
{
    const struct plot *plot = chart->plot;
    struct axis_span x = {.scale = plot->scale_x}, y = {.scale = plot->scale_y}, points;
    bool ranged = plot->ranged && axis_shows(y.scale, plot->low);

    for (size_t i = 0; i < plot->lines_count; i++) {
        span_points(&x, &y, plot, &plot->lines[i]);
        if (plot->lines[i].style == PLOT_BARS)
            span_bars(&y, &plot->lines[i]);
    }
    points = x;
    for (size_t i = 0; i < plot->marks_count; i++)
        axis_span_add(&x, plot->marks[i].x);
    x.other = points.any ? points.other : x.other; /* no mark changes how points are labelled */
    if (ranged)
        y = (struct axis_span){y.scale, true, true, plot->low, plot->high};
    else
        add_zero(&y);
    chart->x.about = 9;
    chart->y.about = 6;
    axis_fit(&chart->x, &x, true);
    axis_fit(&chart->y, &y, ranged);
}

static double widest(cairo_t *cr, const struct ticks *ticks)
{
    double width = 0;

    for (size_t i = 0; i < ticks->count; i++)
        width = fmax(width, pen_width(cr, &NUMBER_Y, ticks->tick[i].label));
    return width;
}

int chart_place(void *content, cairo_t *cr, double *ret_width, double *ret_height)
{
    struct chart *chart = content;
    int error;

    chart->width = WIDTH;
    chart->heading =
        (struct heading){chart->plot->title, chart->plot->caption, MARGIN, WIDTH - 2 * MARGIN};
    fit(chart);
    axis_ticks(&chart->x, &chart->x_ticks);
    axis_ticks(&chart->y, &chart->y_ticks);
    chart->inner_left = MARGIN + 20 + widest(cr, &chart->y_ticks) + 10;
    chart->inner_right = WIDTH - MARGIN;
    chart->x.start = chart->inner_left + INSET;
    chart->x.end = chart->inner_right - INSET;
    error = chart_marks_place(chart, cr);
    if (error < 0)
        return error;
    chart->inner_top =
        heading_place(cr, &chart->heading) + 6 + (double)chart->rows * CHART_ROW_HEIGHT;
    chart->inner_bottom = chart->inner_top + INNER_HEIGHT;
    chart->y.start = chart->inner_bottom;
    chart->y.end = chart->inner_top;
    chart->legend_top = chart->inner_bottom + (chart->plot->x[0] ? 56 : 36);
    chart->height = ceil(chart->legend_top + chart_legend_place(chart, cr) + MARGIN - 8);
    *ret_width = chart->width;
    *ret_height = chart->height;
    return 0;
}

static void line(cairo_t *cr, double x1, double y1, double x2, double y2)
{
    cairo_move_to(cr, x1, y1);
    cairo_line_to(cr, x2, y2);
    cairo_stroke(cr);
}

static void draw_x_ticks(const struct chart *chart, cairo_t *cr)
{
    double free_from = 0;

    for (size_t i = 0; i < chart->x_ticks.count; i++) {
        const struct tick *tick = &chart->x_ticks.tick[i];
        double x = axis_place(&chart->x, tick->value);
        double half = pen_width(cr, &NUMBER, tick->label) / 2;

        cairo_set_line_width(cr, tick->label[0] ? 1 : 0.5);
        pen_color(cr, &PEN_GRID, 1);
        line(cr, x, chart->inner_top, x, chart->inner_bottom);
        if (!tick->label[0] || x - half < free_from || x + half > chart->width)
            continue;
        pen_color(cr, &PEN_SOFT, 1);
        line(cr, x, chart->inner_bottom, x, chart->inner_bottom + 5);
        pen_text(cr, &NUMBER, x, chart->inner_bottom + 19, tick->label);
        free_from = x + half + 8;
    }
}

static void draw_y_ticks(const struct chart *chart, cairo_t *cr)
{
    for (size_t i = 0; i < chart->y_ticks.count; i++) {
        const struct tick *tick = &chart->y_ticks.tick[i];
        double y = axis_place(&chart->y, tick->value);

        cairo_set_line_width(cr, tick->label[0] ? 1 : 0.5);
        pen_color(cr, &PEN_GRID, 1);
        line(cr, chart->inner_left, y, chart->inner_right, y);
        if (!tick->label[0])
            continue;
        pen_color(cr, &PEN_SOFT, 1);
        line(cr, chart->inner_left - 5, y, chart->inner_left, y);
        pen_text(cr, &NUMBER_Y, chart->inner_left - 9, y + 4, tick->label);
    }
}

static void draw_frame(const struct chart *chart, cairo_t *cr)
{
    double middle_x = (chart->inner_left + chart->inner_right) / 2;
    double middle_y = (chart->inner_top + chart->inner_bottom) / 2;
    char *x = pen_fit(cr, &NAME, chart->inner_right - chart->inner_left, chart->plot->x);
    char *y = pen_fit(cr, &NAME, INNER_HEIGHT, chart->plot->y);

    pen_color(cr, &PEN_SOFT, 1);
    cairo_set_line_width(cr, 1);
    line(cr, chart->inner_left, chart->inner_top, chart->inner_left, chart->inner_bottom);
    line(cr, chart->inner_left, chart->inner_bottom, chart->inner_right, chart->inner_bottom);
    if (x)
        pen_text(cr, &NAME, middle_x, chart->inner_bottom + 40, x);
    if (y)
        pen_text_upwards(cr, &NAME, MARGIN + 8, middle_y, y);
    free(x);
    free(y);
}

static bool empty(const struct plot *plot)
{
    for (size_t i = 0; i < plot->lines_count; i++)
        if (plot->lines[i].count > 0)
            return false;
    return plot->marks_count == 0;
}

void chart_draw(const void *content, cairo_t *cr)
{
    const struct chart *chart = content;

    heading_draw(cr, &chart->heading);
    draw_x_ticks(chart, cr);
    draw_y_ticks(chart, cr);
    draw_frame(chart, cr);
    chart_series_draw(chart, cr);
    chart_marks_draw(chart, cr);
    chart_legend_draw(chart, cr);
    if (empty(chart->plot))
        pen_text(cr, &EMPTY, (chart->inner_left + chart->inner_right) / 2,
                 (chart->inner_top + chart->inner_bottom) / 2, "no data");
}

void chart_clear(struct chart *chart)
{
    free(chart->marks);
}
