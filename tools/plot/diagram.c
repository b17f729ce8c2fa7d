/*
 * diagram.c - lanes, the axis of time, and how tall the picture must be.
 */
#include "tools/plot/diagram.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MARGIN = 24,
    WIDTH_LEAST = 760,
    AXIS_WIDTH = 56,
    LANE_WIDTH = 215,
    LANES_WIDTH_MOST = 6000,
    HEAD_HEIGHT = 40, /* of the lanes' names */
    LEGEND_HEIGHT = 30,
    TALL = 1200 /* here the lanes' names are repeated at the bottom */
};

/* The insides that are tried; all pictures stay under 4000 units. */
static const double HEIGHTS[] = {400, 560, 760, 1040, 1400, 1900, 2600, 3600};
enum { HEIGHTS_COUNT = sizeof(HEIGHTS) / sizeof(HEIGHTS[0]) };

static const double ENOUGH = 0.96; /* of what the tallest picture would show */

static const struct pen_type LANE = {13, true, PEN_CENTRE, {0.13, 0.13, 0.13}};
static const struct pen_type NUMBER = {11, false, PEN_RIGHT, {0.36, 0.36, 0.36}};
static const struct pen_type AXIS = {12, false, PEN_CENTRE, {0.13, 0.13, 0.13}};
static const struct pen_type LEGEND = {11.5, false, PEN_LEFT, {0.13, 0.13, 0.13}};
static const struct pen_type EMPTY = {16, false, PEN_CENTRE, {0.5, 0.5, 0.5}};

double diagram_lane_x(const struct diagram *diagram, size_t lane)
{
    return diagram->left + ((double)lane + 0.5) * diagram->lane_width;
}

double diagram_time_y(const struct diagram *diagram, double seconds)
{
    return axis_place(&diagram->time, seconds / diagram->unit_seconds);
}

static struct axis_span span_of(const struct sequence *sequence)
{
    struct axis_span span = {.scale = PLOT_LINEAR};

    for (size_t i = 0; i < sequence->boxes_count; i++) {
        axis_span_add(&span, sequence->boxes[i].from);
        axis_span_add(&span, sequence->boxes[i].to);
    }
    for (size_t i = 0; i < sequence->links_count; i++) {
        axis_span_add(&span, sequence->links[i].from);
        axis_span_add(&span, sequence->links[i].to);
    }
    for (size_t i = 0; i < sequence->dots_count; i++)
        axis_span_add(&span, sequence->dots[i].at);
    return span;
}

static void fit_time(struct diagram *diagram)
{
    struct axis_span span = span_of(diagram->sequence);
    double length = span.high - span.low;

    diagram->unit = length == 0 || length >= 5 ? "time [s]"
                    : length >= 0.002          ? "time [ms]"
                                               : "time [µs]";
    diagram->unit_seconds = length == 0 || length >= 5 ? 1 : length >= 0.002 ? 1e-3 : 1e-6;
    span.low /= diagram->unit_seconds;
    span.high /= diagram->unit_seconds;
    axis_fit(&diagram->time, &span, true);
}

static void set_height(struct diagram *diagram, double height)
{
    diagram->bottom = diagram->top + height;
    diagram->time.start = diagram->top + 8;
    diagram->time.end = diagram->bottom - 12;
    diagram->time.about = height / 48;
    ticks_linear(diagram->time.low, diagram->time.high, diagram->time.about, true, &diagram->ticks);
}

static size_t shown_at(struct diagram *diagram, cairo_t *cr, double height)
{
    set_height(diagram, height);
    diagram_labels_place(diagram, cr);
    return diagram->labels_count + diagram_boxes_visible(diagram);
}

/* The least height that shows nearly as much as the greatest would. */
static void choose_height(struct diagram *diagram, cairo_t *cr)
{
    double best = (double)shown_at(diagram, cr, HEIGHTS[HEIGHTS_COUNT - 1]);

    for (size_t i = 0; i < HEIGHTS_COUNT; i++)
        if ((double)shown_at(diagram, cr, HEIGHTS[i]) >= ENOUGH * best)
            return;
}

static double widest_number(cairo_t *cr, const struct ticks *ticks)
{
    double width = 0;

    for (size_t i = 0; i < ticks->count; i++)
        width = fmax(width, pen_width(cr, &NUMBER, ticks->tick[i].label));
    return width;
}

static void place_lanes(struct diagram *diagram, cairo_t *cr)
{
    double lanes = (double)diagram->sequence->lanes_count;

    set_height(diagram, HEIGHTS[HEIGHTS_COUNT - 1]);
    diagram->left = MARGIN + AXIS_WIDTH + widest_number(cr, &diagram->ticks);
    diagram->lane_width = fmax(fmin(LANE_WIDTH, LANES_WIDTH_MOST / fmax(1, lanes)),
                               (WIDTH_LEAST - diagram->left - MARGIN) / fmax(1, lanes));
    diagram->half = fmin(50, diagram->lane_width / 4);
    diagram->width = ceil(fmax(WIDTH_LEAST, diagram->left + lanes * diagram->lane_width + MARGIN));
}

int diagram_place(void *content, cairo_t *cr, double *ret_width, double *ret_height)
{
    struct diagram *diagram = content;
    int error;

    fit_time(diagram);
    place_lanes(diagram, cr);
    diagram->heading = (struct heading){diagram->sequence->title, diagram->sequence->caption,
                                        MARGIN, diagram->width - 2 * MARGIN};
    diagram->top = heading_place(cr, &diagram->heading) + HEAD_HEIGHT;
    error = diagram_boxes_place(diagram);
    if (error == 0)
        error = diagram_labels_create(diagram, diagram->top + HEIGHTS[HEIGHTS_COUNT - 1]);
    if (error < 0)
        return error;
    choose_height(diagram, cr);
    diagram->height = ceil(diagram->bottom + LEGEND_HEIGHT + MARGIN);
    if (diagram->bottom - diagram->top >= TALL)
        diagram->height += HEAD_HEIGHT;
    *ret_width = diagram->width;
    *ret_height = diagram->height;
    return 0;
}

static void draw_names(const struct diagram *diagram, cairo_t *cr, double top)
{
    for (size_t i = 0; i < diagram->sequence->lanes_count; i++) {
        double x = diagram_lane_x(diagram, i), width = diagram->lane_width * 0.92;
        char *name = pen_fit(cr, &LANE, fmax(8, width - 12), diagram->sequence->lanes[i]);

        cairo_rectangle(cr, x - width / 2, top, width, 24);
        cairo_set_source_rgb(cr, 0.94, 0.95, 0.97);
        cairo_fill_preserve(cr);
        cairo_set_line_width(cr, 1);
        pen_color(cr, &PEN_NOTE, 1);
        cairo_stroke(cr);
        if (name)
            pen_text(cr, &LANE, x, top + 17, name);
        free(name);
    }
}

static void draw_lifelines(const struct diagram *diagram, cairo_t *cr)
{
    static const double dash[] = {4, 3};

    cairo_set_dash(cr, dash, 2, 0);
    cairo_set_line_width(cr, 1);
    pen_color(cr, &PEN_NOTE, 0.8);
    for (size_t i = 0; i < diagram->sequence->lanes_count; i++) {
        cairo_move_to(cr, diagram_lane_x(diagram, i), diagram->top - 8);
        cairo_line_to(cr, diagram_lane_x(diagram, i), diagram->bottom);
    }
    cairo_stroke(cr);
    cairo_set_dash(cr, NULL, 0, 0);
}

static void draw_time(const struct diagram *diagram, cairo_t *cr)
{
    double right = diagram->width - MARGIN;

    cairo_set_line_width(cr, 1);
    for (size_t i = 0; i < diagram->ticks.count; i++) {
        double y = axis_place(&diagram->time, diagram->ticks.tick[i].value);

        pen_color(cr, &PEN_GRID, 1);
        cairo_move_to(cr, diagram->left - 6, y);
        cairo_line_to(cr, right, y);
        cairo_stroke(cr);
        pen_text(cr, &NUMBER, diagram->left - 10, y + 4, diagram->ticks.tick[i].label);
    }
    pen_color(cr, &PEN_SOFT, 1);
    cairo_move_to(cr, diagram->left - 2, diagram->top - 8);
    cairo_line_to(cr, diagram->left - 2, diagram->bottom);
    cairo_stroke(cr);
    pen_text_upwards(cr, &AXIS, MARGIN + 10,
                     (diagram->top + fmin(diagram->bottom, diagram->top + 600)) / 2, diagram->unit);
}

static bool tone_used(const struct sequence *sequence, enum sequence_tone tone)
{
    for (size_t i = 0; i < sequence->boxes_count; i++)
        if (sequence->boxes[i].tone == tone)
            return true;
    for (size_t i = 0; i < sequence->dots_count; i++)
        if (sequence->dots[i].tone == tone)
            return true;
    return false;
}

static void draw_legend(const struct diagram *diagram, cairo_t *cr)
{
    static const char *const names[SEQUENCE_TONES] = {[SEQUENCE_WORK] = "works",
                                                      [SEQUENCE_SLEEP] = "sleeps",
                                                      [SEQUENCE_HOLD] = "holds",
                                                      [SEQUENCE_FAULT] = "fault",
                                                      [SEQUENCE_HEAL] = "healing"};
    double x = diagram->left, y = diagram->height - MARGIN;

    for (int tone = 0; tone < SEQUENCE_TONES; tone++) {
        const struct pen_color *color = diagram_boxes_color((enum sequence_tone)tone);

        if (!tone_used(diagram->sequence, (enum sequence_tone)tone))
            continue;
        cairo_rectangle(cr, x, y - 9, 16, 11);
        pen_color(cr, color, 0.3);
        cairo_fill_preserve(cr);
        pen_color(cr, color, 1);
        cairo_stroke(cr);
        pen_text(cr, &LEGEND, x + 22, y, names[tone]);
        x += 22 + pen_width(cr, &LEGEND, names[tone]) + 24;
    }
    if (diagram->unlabelled > 0) {
        char remark[64];

        snprintf(remark, sizeof(remark), "labels left out for want of room: %zu",
                 diagram->unlabelled);
        pen_text(cr, &LEGEND, x, y, remark);
    }
}

void diagram_draw(const void *content, cairo_t *cr)
{
    const struct diagram *diagram = content;
    const struct sequence *sequence = diagram->sequence;

    heading_draw(cr, &diagram->heading);
    draw_time(diagram, cr);
    draw_lifelines(diagram, cr);
    draw_names(diagram, cr, diagram->top - 32);
    if (diagram->bottom - diagram->top >= TALL)
        draw_names(diagram, cr, diagram->bottom);
    diagram_boxes_draw(diagram, cr);
    diagram_links_draw(diagram, cr);
    diagram_labels_draw(diagram, cr);
    draw_legend(diagram, cr);
    if (sequence->boxes_count + sequence->links_count + sequence->dots_count == 0)
        pen_text(cr, &EMPTY, diagram->width / 2, (diagram->top + diagram->bottom) / 2, "no data");
}

void diagram_clear(struct diagram *diagram)
{
    free(diagram->boxes);
    free(diagram->labels);
    free(diagram->grid.taken);
}
