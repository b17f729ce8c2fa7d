/*
 * diagram_boxes.c - slices. One that lies in another is indented, so that both are seen.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "tools/plot/diagram.h"

enum { DEPTH_MAX = 4, INDENT = 9 };

static const double HEIGHT_LEAST = 1.5; /* of a box, whatever it lasts */
static const double VISIBLE = 3;

static int by_lane_and_time(const void *one, const void *two)
{
    const struct sequence_box *a = ((const struct diagram_box *)one)->box;
    const struct sequence_box *b = ((const struct diagram_box *)two)->box;

    if (a->lane != b->lane)
        return a->lane < b->lane ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to > b->to ? -1 : 1;
    return (a > b) - (a < b);
}

/* The slice has no other one in it from `busy_until` to that time. */
static void see_free(struct diagram_box *box, double until)
{
    if (until - box->busy_until > box->free_until - box->free_from) {
        box->free_from = box->busy_until;
        box->free_until = until;
    }
}

static void open_inside(struct diagram_box *outer, const struct sequence_box *inner)
{
    see_free(outer, inner->from);
    outer->busy_until = fmax(outer->busy_until, inner->to);
}

static void nest(struct diagram_box *boxes, size_t count)
{
    struct diagram_box *open[DEPTH_MAX];
    size_t depth = 0;

    for (size_t i = 0; i < count; i++) {
        const struct sequence_box *box = boxes[i].box;

        while (depth > 0 &&
               (open[depth - 1]->box->lane != box->lane || open[depth - 1]->box->to <= box->from)) {
            depth--;
            see_free(open[depth], open[depth]->box->to);
        }
        for (size_t outer = 0; outer < depth; outer++)
            open_inside(open[outer], box);
        boxes[i].depth = depth;
        boxes[i].busy_until = boxes[i].free_from = boxes[i].free_until = box->from;
        if (depth < DEPTH_MAX)
            open[depth++] = &boxes[i];
        else
            see_free(&boxes[i], box->to);
    }
    while (depth > 0) {
        depth--;
        see_free(open[depth], open[depth]->box->to);
    }
}

int diagram_boxes_place(struct diagram *diagram)
{
    const struct sequence *sequence = diagram->sequence;

    diagram->boxes = calloc(sequence->boxes_count + 1, sizeof(*diagram->boxes));
    if (!diagram->boxes)
        return -ENOMEM;
    for (size_t i = 0; i < sequence->boxes_count; i++)
        diagram->boxes[i].box = &sequence->boxes[i];
    qsort(diagram->boxes, sequence->boxes_count, sizeof(*diagram->boxes), by_lane_and_time);
    nest(diagram->boxes, sequence->boxes_count);
    return 0;
}

/* The first box, as sorted, that begins in the lane after that time. */
static size_t first_after(const struct diagram *diagram, size_t lane, double seconds)
{
    size_t low = 0, high = diagram->sequence->boxes_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct sequence_box *box = diagram->boxes[middle].box;

        if (box->lane < lane || (box->lane == lane && box->from <= seconds))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool diagram_boxes_cover(const struct diagram *diagram, size_t lane, double seconds)
{
    for (size_t i = first_after(diagram, lane, seconds); i-- > 0;) {
        const struct diagram_box *box = &diagram->boxes[i];

        if (box->box->lane != lane)
            return false;
        if (box->box->to >= seconds)
            return true;
        if (box->depth == 0)
            return false;
    }
    return false;
}

double diagram_boxes_left(const struct diagram *diagram, const struct diagram_box *box)
{
    return diagram_lane_x(diagram, box->box->lane) - diagram->half + (double)box->depth * INDENT;
}

static double height_of(const struct diagram *diagram, const struct sequence_box *box)
{
    return diagram_time_y(diagram, box->to) - diagram_time_y(diagram, box->from);
}

size_t diagram_boxes_visible(const struct diagram *diagram)
{
    size_t count = 0;

    for (size_t i = 0; i < diagram->sequence->boxes_count; i++)
        count += height_of(diagram, &diagram->sequence->boxes[i]) >= VISIBLE;
    return count;
}

const struct pen_color *diagram_boxes_color(enum sequence_tone tone)
{
    static const struct pen_color colors[SEQUENCE_TONES] = {
        [SEQUENCE_WORK] = {0.000, 0.447, 0.698}, [SEQUENCE_SLEEP] = {0.650, 0.650, 0.650},
        [SEQUENCE_HOLD] = {0.902, 0.624, 0.000}, [SEQUENCE_FAULT] = {0.780, 0.080, 0.100},
        [SEQUENCE_HEAL] = {0.000, 0.500, 0.240},
    };

    return &colors[tone];
}

static void draw_box(const struct diagram *diagram, cairo_t *cr, const struct diagram_box *box)
{
    const struct pen_color *color = diagram_boxes_color(box->box->tone);
    double left = diagram_boxes_left(diagram, box);
    double right = diagram_lane_x(diagram, box->box->lane) + diagram->half;
    double top = diagram_time_y(diagram, box->box->from);
    double height = fmax(HEIGHT_LEAST, height_of(diagram, box->box));

    cairo_rectangle(cr, left, top, right - left, height);
    if (height < VISIBLE) {
        pen_color(cr, color, 1);
        cairo_fill(cr);
        return;
    }
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_fill_preserve(cr);
    pen_color(cr, color, box->box->tone == SEQUENCE_SLEEP ? 0.2 : 0.3);
    cairo_fill(cr);
    cairo_rectangle(cr, left + 0.5, top + 0.5, right - left - 1, height - 1);
    pen_color(cr, color, 1);
    cairo_set_line_width(cr, 1);
    cairo_stroke(cr);
}

void diagram_boxes_draw(const struct diagram *diagram, cairo_t *cr)
{
    const struct diagram_box *before = NULL;
    double drawn_to = 0;

    for (size_t i = 0; i < diagram->sequence->boxes_count; i++) {
        const struct diagram_box *box = &diagram->boxes[i];
        double end = diagram_time_y(diagram, box->box->to);
        bool same = before && before->box->lane == box->box->lane &&
                    before->box->tone == box->box->tone && before->depth == box->depth;

        if (same && end <= drawn_to + 0.25)
            continue;
        draw_box(diagram, cr, box);
        drawn_to = end;
        before = box;
    }
}
