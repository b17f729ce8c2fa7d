/*
 * chart_marks.c - the vertical lines, and their labels in rows above the inside, where no data is.
 *
 * A label stands right of its line, or left of it at the right side. The line goes up to it, so
 * it crosses all rows below; therefore a label takes the highest row from which everything down to
 * the inside is free, and labels that follow closely go down like stairs. Where no row is free, one
 * that goes to the left may interrupt the lines of earlier marks; any other is left out.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "tools/plot/chart.h"
#include "tools/plot/pen.h"

static const struct pen_type LABEL = {11, false, PEN_LEFT, {0, 0, 0}};
static const double SIGN = 14; /* the room for the sign before the label */

static const struct pen_color *color_of(enum plot_mark kind)
{
    return kind == PLOT_MARK_FAULT ? &PEN_FAULT : kind == PLOT_MARK_HEAL ? &PEN_HEAL : &PEN_NOTE;
}

static int by_x(const void *one, const void *two)
{
    double a = ((const struct chart_mark *)one)->x;
    double b = ((const struct chart_mark *)two)->x;

    return (a > b) - (a < b);
}

static int collect(struct chart *chart)
{
    const struct plot *plot = chart->plot;

    chart->marks = calloc(plot->marks_count + 1, sizeof(*chart->marks));
    if (!chart->marks)
        return -ENOMEM;
    for (size_t i = 0; i < plot->marks_count; i++) {
        const struct plot_event *event = &plot->marks[i];

        if (axis_shows(plot->scale_x, event->x))
            chart->marks[chart->marks_count++] =
                (struct chart_mark){event, axis_place(&chart->x, event->x), CHART_ROWS, false};
    }
    qsort(chart->marks, chart->marks_count, sizeof(*chart->marks), by_x);
    return 0;
}

/* What the labels so far have taken of each row. */
struct rows {
    double label_end[CHART_ROWS];
    double line_at[CHART_ROWS]; /* the last line that crosses the row, or goes up to it */
};

static int find_row(const struct rows *rows, double from, double x, bool over_lines)
{
    for (int row = 0; row < CHART_ROWS; row++) {
        bool free = rows->label_end[row] <= from && (over_lines || rows->line_at[row] <= from);

        for (int below = row + 1; below < CHART_ROWS; below++)
            free = free && rows->label_end[below] <= x;
        if (free)
            return row;
    }
    return CHART_ROWS;
}

static void take_row(struct rows *rows, int row, double x, double end)
{
    rows->label_end[row] = end;
    for (int below = row; below < CHART_ROWS; below++)
        rows->line_at[below] = x + 1;
}

int chart_marks_place(struct chart *chart, cairo_t *cr)
{
    struct rows rows = {{0}, {0}};
    int error = collect(chart);

    for (size_t i = 0; i < chart->marks_count; i++) {
        struct chart_mark *mark = &chart->marks[i];
        double width = pen_width(cr, &LABEL, mark->event->label) + SIGN + 6;

        if (!mark->event->label[0])
            continue;
        mark->leftwards = mark->x + width > chart->width;
        mark->row = find_row(&rows, mark->leftwards ? mark->x - width : mark->x, mark->x, false);
        if (mark->row == CHART_ROWS && mark->leftwards)
            mark->row = find_row(&rows, mark->x - width, mark->x, true);
        if (mark->row == CHART_ROWS) {
            chart->unlabelled++;
            continue;
        }
        take_row(&rows, mark->row, mark->x, mark->leftwards ? mark->x : mark->x + width);
        if ((size_t)mark->row + 1 > chart->rows)
            chart->rows = (size_t)mark->row + 1;
    }
    return error;
}

/* Shapes too tell the kinds apart, not only colours: a cross, a triangle, a dot. */
static void draw_sign(cairo_t *cr, enum plot_mark kind, double x, double y)
{
    if (kind == PLOT_MARK_FAULT) {
        cairo_set_line_width(cr, 1.8);
        cairo_move_to(cr, x - 3, y - 3);
        cairo_line_to(cr, x + 3, y + 3);
        cairo_move_to(cr, x + 3, y - 3);
        cairo_line_to(cr, x - 3, y + 3);
        cairo_stroke(cr);
    } else if (kind == PLOT_MARK_HEAL) {
        cairo_move_to(cr, x, y - 4);
        cairo_line_to(cr, x + 4, y + 3);
        cairo_line_to(cr, x - 4, y + 3);
        cairo_fill(cr);
    } else {
        cairo_arc(cr, x, y, 3, 0, 2 * M_PI);
        cairo_fill(cr);
    }
}

static double row_top(const struct chart *chart, int row)
{
    return chart->inner_top - ((double)chart->rows - row) * CHART_ROW_HEIGHT;
}

static void draw_line(const struct chart *chart, cairo_t *cr, const struct chart_mark *mark)
{
    double top = mark->row < CHART_ROWS ? row_top(chart, mark->row) + 2 : chart->inner_top;

    pen_color(cr, color_of(mark->event->kind), 0.8);
    cairo_set_line_width(cr, 1.2);
    cairo_move_to(cr, mark->x, chart->inner_bottom);
    cairo_line_to(cr, mark->x, top);
    cairo_stroke(cr);
}

static void draw_label(const struct chart *chart, cairo_t *cr, const struct chart_mark *mark)
{
    struct pen_type type = LABEL;
    double side = mark->leftwards ? -1 : 1;
    double y = row_top(chart, mark->row) + 11;

    type.align = mark->leftwards ? PEN_RIGHT : PEN_LEFT;
    type.color = *color_of(mark->event->kind);
    if (mark->leftwards) {
        double width = pen_width(cr, &type, mark->event->label) + SIGN + 2;

        cairo_set_source_rgb(cr, 1, 1, 1);
        cairo_rectangle(cr, mark->x - 1 - width, y - 11, width, CHART_ROW_HEIGHT);
        cairo_fill(cr);
    }
    pen_color(cr, &type.color, 1);
    draw_sign(cr, mark->event->kind, mark->x + side * SIGN / 2, y - 4);
    pen_text(cr, &type, mark->x + side * SIGN, y, mark->event->label);
}

void chart_marks_draw(const struct chart *chart, cairo_t *cr)
{
    const struct chart_mark *before = NULL;

    for (size_t i = 0; i < chart->marks_count; i++) {
        const struct chart_mark *mark = &chart->marks[i];
        bool labelled = mark->row < CHART_ROWS;

        if (labelled || !before || mark->x - before->x > 0.25 ||
            before->event->kind != mark->event->kind) {
            draw_line(chart, cr, mark);
            before = mark;
        }
        if (labelled)
            draw_label(chart, cr, mark);
    }
}
