/*
 * chart_series.c - lines, steps, dots and bars. However many points there are, no more is drawn
 * than the paper can show.
 */
#include <math.h>
#include <stdlib.h>

#include "tools/plot/chart.h"
#include "tools/plot/pen.h"
#include "tools/plot/reduce.h"

enum {
    MARKERS_MAX = 80, /* a line of more points is one without markers */
    MARKER_SHAPES = 6,
    DOTS_LARGE = 400 /* more dots than this are drawn smaller */
};

static const double RADIUS = 3.6, LINE_WIDTH = 1.8, BARS_INK = 0.7;

static const struct pen_color *color_of(size_t index)
{
    return &PEN_PALETTE[index % PEN_PALETTE_COUNT];
}

/* Beyond the palette's end colours come again, with dashes. */
static void use_line(cairo_t *cr, size_t index)
{
    static const double long_dash[] = {7, 3}, short_dash[] = {2, 3};
    size_t round = index / PEN_PALETTE_COUNT;

    pen_color(cr, color_of(index), 1);
    cairo_set_line_width(cr, LINE_WIDTH);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    cairo_set_dash(cr, round == 1 ? long_dash : short_dash, round > 0 ? 2 : 0, 0);
}

static void polygon(cairo_t *cr, double x, double y, int corners, double turn, double radius)
{
    cairo_new_sub_path(cr);
    for (int i = 0; i < corners; i++) {
        double angle = 2 * M_PI * i / corners + turn;

        cairo_line_to(cr, x + radius * cos(angle), y + radius * sin(angle));
    }
    cairo_close_path(cr);
}

/* Circle, square, triangle, diamond, triangle upside down, pentagon. */
static void marker(cairo_t *cr, size_t index, double x, double y)
{
    static const struct {
        int corners;
        double turn, radius;
    } shapes[MARKER_SHAPES] = {{0, 0, 1},   {4, M_PI / 4, 1.3},  {3, -M_PI / 2, 1.45},
                               {4, 0, 1.4}, {3, M_PI / 2, 1.45}, {5, -M_PI / 2, 1.25}};
    size_t shape = index % MARKER_SHAPES;

    if (shapes[shape].corners == 0) {
        cairo_new_sub_path(cr);
        cairo_arc(cr, x, y, RADIUS, 0, 2 * M_PI);
    } else {
        polygon(cr, x, y, shapes[shape].corners, shapes[shape].turn, RADIUS * shapes[shape].radius);
    }
    cairo_fill(cr);
}

static bool place_point(const struct chart *chart, const struct plot_xy *point, double *ret_x,
                        double *ret_y)
{
    if (!axis_shows(chart->x.scale, point->x) || !axis_shows(chart->y.scale, point->y))
        return false;
    *ret_x = axis_place(&chart->x, point->x);
    *ret_y = axis_place(&chart->y, point->y);
    return true;
}

static void draw_line(const struct chart *chart, cairo_t *cr, size_t index)
{
    const struct plot_line *line = &chart->plot->lines[index];
    struct reduce reduce = {0};
    double x, y, y_before = 0;
    bool steps = line->style == PLOT_STEPS;
    bool before = false;

    use_line(cr, index);
    for (size_t i = 0; i < line->count; i++) {
        if (!place_point(chart, &line->points[i], &x, &y))
            continue;
        if (steps && before)
            reduce_add(&reduce, cr, x, y_before);
        reduce_add(&reduce, cr, x, y);
        y_before = y;
        before = true;
    }
    reduce_end(&reduce, cr);
    cairo_stroke(cr);
    cairo_set_dash(cr, NULL, 0, 0);
    for (size_t i = 0; !steps && line->count <= MARKERS_MAX && i < line->count; i++)
        if (place_point(chart, &line->points[i], &x, &y))
            marker(cr, index, x, y);
}

/* A dot is a line of no length with a round end: the shortest way to say so in SVG. One that would
 * cover another one is left out. */
static void draw_dots(const struct chart *chart, cairo_t *cr, size_t index)
{
    const struct plot_line *line = &chart->plot->lines[index];
    bool large = line->count <= DOTS_LARGE;
    double square = large ? 0.5 : 2;
    size_t columns = (size_t)(chart->width / square) + 1;
    unsigned char *taken = calloc(columns, (size_t)(chart->height / square) + 1);
    double x, y;

    pen_color(cr, color_of(index), 1);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cr, large ? 2 * RADIUS : 3);
    for (size_t i = 0; i < line->count; i++) {
        unsigned char *cell;

        if (!place_point(chart, &line->points[i], &x, &y) || y < 0 || y >= chart->height)
            continue;
        cell = taken ? &taken[(size_t)(y / square) * columns + (size_t)(x / square)] : NULL;
        if (cell && *cell)
            continue;
        if (cell)
            *cell = 1;
        cairo_move_to(cr, x, y);
        cairo_line_to(cr, x, y);
    }
    cairo_stroke(cr);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    free(taken);
}

/* Bars too narrow to be seen one by one: the highest of each column of pixels stands for all. */
struct narrow {
    bool any;
    double column, top, bottom;
};

static void end_narrow(struct narrow *narrow, cairo_t *cr)
{
    if (narrow->any)
        cairo_rectangle(cr, narrow->column, narrow->top, 1, narrow->bottom - narrow->top);
    narrow->any = false;
}

static void add_narrow(struct narrow *narrow, cairo_t *cr, double x, double top, double bottom)
{
    if (narrow->any && floor(x) == narrow->column) {
        narrow->top = fmin(narrow->top, top);
        narrow->bottom = fmax(narrow->bottom, bottom);
        return;
    }
    end_narrow(narrow, cr);
    *narrow = (struct narrow){true, floor(x), top, bottom};
}

/* Bars are seen through those before them, but the grid is not seen through the first. */
static void draw_bars(const struct chart *chart, cairo_t *cr, size_t index, bool first)
{
    const struct plot_line *line = &chart->plot->lines[index];
    double base = chart->y.scale == PLOT_LOG ? chart->y.start : axis_place(&chart->y, 0);
    struct narrow narrow = {0};

    for (size_t i = 0; i + 1 < line->count; i++) {
        double one = axis_place(&chart->x, line->points[i].x);
        double two = axis_place(&chart->x, line->points[i + 1].x);
        double y = axis_place(&chart->y, line->points[i].y);
        double left = fmin(one, two), width = fabs(two - one);
        double gap = width > 6 ? 0.75 : 0;

        if (y == base)
            continue;
        if (width < 1) {
            add_narrow(&narrow, cr, left, fmin(y, base), fmax(y, base));
            continue;
        }
        end_narrow(&narrow, cr);
        cairo_rectangle(cr, left + gap, fmin(y, base), width - 2 * gap, fabs(y - base));
    }
    end_narrow(&narrow, cr);
    if (first) {
        cairo_set_source_rgb(cr, 1, 1, 1);
        cairo_fill_preserve(cr);
    }
    pen_color(cr, color_of(index), BARS_INK);
    cairo_fill(cr);
}

void chart_series_draw(const struct chart *chart, cairo_t *cr)
{
    const double rim = 4;
    bool first = true;

    cairo_save(cr);
    cairo_rectangle(cr, chart->inner_left - rim, chart->inner_top - rim,
                    chart->inner_right - chart->inner_left + 2 * rim,
                    chart->inner_bottom - chart->inner_top + 2 * rim);
    cairo_clip(cr);
    for (size_t i = 0; i < chart->plot->lines_count; i++) {
        if (chart->plot->lines[i].style == PLOT_BARS) {
            draw_bars(chart, cr, i, first);
            first = false;
        } else if (chart->plot->lines[i].style == PLOT_POINTS) {
            draw_dots(chart, cr, i);
        } else {
            draw_line(chart, cr, i);
        }
    }
    cairo_restore(cr);
}

void chart_series_sample(const struct chart *chart, cairo_t *cr, size_t index, double x, double y)
{
    const struct plot_line *line = &chart->plot->lines[index];

    if (line->style == PLOT_BARS) {
        pen_color(cr, color_of(index), BARS_INK);
        cairo_rectangle(cr, x - 7, y - 5, 14, 10);
        cairo_fill(cr);
        return;
    }
    use_line(cr, index);
    if (line->style != PLOT_POINTS) {
        cairo_move_to(cr, x - 13, y);
        cairo_line_to(cr, x + 13, y);
        cairo_stroke(cr);
    }
    cairo_set_dash(cr, NULL, 0, 0);
    if (line->style == PLOT_POINTS)
        marker(cr, 0, x, y);
    else if (line->style == PLOT_LINE && line->count <= MARKERS_MAX)
        marker(cr, index, x, y);
}
