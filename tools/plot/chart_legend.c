/*
 * chart_legend.c - names of the series in equal columns, below everything.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/plot/chart.h"
#include "tools/plot/pen.h"

static const struct pen_type NAME = {12, false, PEN_LEFT, {0.13, 0.13, 0.13}};
static const struct pen_type REMARK = {11, false, PEN_LEFT, {0.36, 0.36, 0.36}};
static const double SAMPLE = 34, GAP = 22, LINE = 20;

static size_t named(const struct plot *plot)
{
    size_t count = 0;

    for (size_t i = 0; i < plot->lines_count; i++)
        count += plot->lines[i].name[0] != '\0';
    return count;
}

double chart_legend_place(struct chart *chart, cairo_t *cr)
{
    const struct plot *plot = chart->plot;
    double room = chart->inner_right - chart->inner_left;
    size_t count = named(plot);
    size_t rows;

    for (size_t i = 0; i < plot->lines_count; i++)
        chart->legend_column =
            fmax(chart->legend_column, SAMPLE + pen_width(cr, &NAME, plot->lines[i].name) + GAP);
    chart->legend_column = fmin(chart->legend_column, room);
    chart->legend_columns =
        count > 0 ? (size_t)fmax(1, floor((room + GAP) / chart->legend_column)) : 1;
    rows = (count + chart->legend_columns - 1) / chart->legend_columns;
    if (rows > 0)
        chart->legend_columns = (count + rows - 1) / rows;
    return LINE * (double)(rows + (chart->unlabelled > 0));
}

void chart_legend_draw(const struct chart *chart, cairo_t *cr)
{
    const struct plot *plot = chart->plot;
    size_t place = 0;
    double y = chart->legend_top;

    for (size_t i = 0; i < plot->lines_count; i++) {
        double x =
            chart->inner_left + (double)(place % chart->legend_columns) * chart->legend_column;
        char *name;

        if (!plot->lines[i].name[0])
            continue;
        y = chart->legend_top + (double)(place / chart->legend_columns) * LINE;
        name = pen_fit(cr, &NAME, chart->inner_right - x - SAMPLE, plot->lines[i].name);
        chart_series_sample(chart, cr, i, x + SAMPLE / 2 - 4, y + 6);
        if (name)
            pen_text(cr, &NAME, x + SAMPLE, y + 10, name);
        free(name);
        place++;
    }
    if (chart->unlabelled > 0) {
        char remark[96];

        snprintf(remark, sizeof(remark), "marks without a label, for want of room: %zu",
                 chart->unlabelled);
        pen_text(cr, &REMARK, chart->inner_left, y + (place > 0 ? LINE : 0) + 10, remark);
    }
}
