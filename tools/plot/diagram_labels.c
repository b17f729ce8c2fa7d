/*
 * diagram_labels.c - labels find places where no other label is, or are left out.
 *
 * In this order: of slices in their box, notes, arrows, and of slices too small for it,
 * beside their box. The paper is divided into squares, and a label takes those that it touches.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "tools/plot/diagram.h"

static const double SQUARE = 4;
static const double RISE = 8.5, FALL = 2.5; /* of a text above and below its baseline */
static const double BOX_HEIGHT = 14;        /* that holds a line */
static const struct pen_type LABEL = {10, false, PEN_CENTRE, {0.1, 0.1, 0.1}};

int diagram_labels_create(struct diagram *diagram, double height)
{
    const struct sequence *sequence = diagram->sequence;
    size_t most = sequence->boxes_count + sequence->links_count + sequence->dots_count;

    diagram->grid.columns = (size_t)ceil(diagram->width / SQUARE);
    diagram->grid.rows = (size_t)ceil(height / SQUARE);
    diagram->grid.taken = calloc(diagram->grid.columns, diagram->grid.rows);
    diagram->labels = calloc(most + 1, sizeof(*diagram->labels));
    return diagram->grid.taken && diagram->labels ? 0 : -ENOMEM;
}

/* Of a rectangle within the grid: true if all squares were free; with `take` they are no more. */
static bool squares(struct diagram_grid *grid, double left, double top, double right, double bottom,
                    bool take)
{
    for (size_t row = (size_t)(top / SQUARE); row <= (size_t)(bottom / SQUARE); row++)
        for (size_t column = (size_t)(left / SQUARE); column <= (size_t)(right / SQUARE);
             column++) {
            unsigned char *square = &grid->taken[row * grid->columns + column];

            if (take)
                *square = 1;
            else if (*square)
                return false;
        }
    return true;
}

/* With the middle of its baseline at x, y. */
static bool put(struct diagram *diagram, const char *text, double width, double x, double y,
                bool on_white)
{
    double left = x - width / 2 - 1, right = x + width / 2 + 1;

    if (left < diagram->left || right >= diagram->width - 1 || y - RISE < diagram->top ||
        y + FALL >= diagram->bottom)
        return false;
    if (!squares(&diagram->grid, left, y - RISE, right, y + FALL, false))
        return false;
    squares(&diagram->grid, left, y - RISE, right, y + FALL, true);
    diagram->labels[diagram->labels_count++] = (struct diagram_label){text, x, y, on_white};
    return true;
}

/* Right of the lane's box or dot, or left of it. */
static bool put_beside(struct diagram *diagram, const char *text, double width, size_t lane,
                       double distance, double y)
{
    double x = diagram_lane_x(diagram, lane);
    double offset = distance + width / 2;

    return put(diagram, text, width, x + offset, y, true) ||
           put(diagram, text, width, x - offset, y, true);
}

static bool put_in_box(struct diagram *diagram, const struct diagram_box *box, double width)
{
    double left = diagram_boxes_left(diagram, box);
    double right = diagram_lane_x(diagram, box->box->lane) + diagram->half;
    double top = diagram_time_y(diagram, box->free_from);
    double bottom = diagram_time_y(diagram, box->free_until);

    return bottom - top >= BOX_HEIGHT && right - left >= width + 4 &&
           put(diagram, box->box->label, width, (left + right) / 2, (top + bottom) / 2 + 3.5,
               false);
}

static void put_slices_inside(struct diagram *diagram, cairo_t *cr)
{
    for (size_t i = 0; i < diagram->sequence->boxes_count; i++) {
        struct diagram_box *box = &diagram->boxes[i];

        box->labelled =
            box->box->label[0] && put_in_box(diagram, box, pen_width(cr, &LABEL, box->box->label));
    }
}

static void put_slices_beside(struct diagram *diagram, cairo_t *cr)
{
    for (size_t i = 0; i < diagram->sequence->boxes_count; i++) {
        const struct diagram_box *box = &diagram->boxes[i];
        double middle =
            (diagram_time_y(diagram, box->free_from) + diagram_time_y(diagram, box->free_until)) /
            2;

        if (box->box->label[0] && !box->labelled &&
            !put_beside(diagram, box->box->label, pen_width(cr, &LABEL, box->box->label),
                        box->box->lane, diagram->half + 5, middle + 3.5))
            diagram->unlabelled++;
    }
}

static void put_notes(struct diagram *diagram, cairo_t *cr)
{
    for (size_t i = 0; i < diagram->sequence->dots_count; i++) {
        const struct sequence_dot *dot = &diagram->sequence->dots[i];
        bool covered = diagram_boxes_cover(diagram, dot->lane, dot->at);
        double width = pen_width(cr, &LABEL, dot->label);

        if (dot->label[0] &&
            !put_beside(diagram, dot->label, width, dot->lane, covered ? diagram->half + 5 : 9,
                        diagram_time_y(diagram, dot->at) + 3.5))
            diagram->unlabelled++;
    }
}

/* In the gap right of a lane, above or below the arrow's line. */
static bool put_in_gap(struct diagram *diagram, const struct sequence_link *link, double width,
                       size_t lane)
{
    struct diagram_path path = diagram_links_path(diagram, link);
    double x = diagram_lane_x(diagram, lane) + diagram->lane_width / 2;
    double slope = (path.y2 - path.y1) / (path.x2 - path.x1);
    double y = path.y1 + (x - path.x1) * slope;
    double away = 3 + fmin(7, fabs(slope) * width / 2);

    return width < diagram->lane_width && (put(diagram, link->label, width, x, y - away, true) ||
                                           put(diagram, link->label, width, x, y + away + 7, true));
}

static bool put_on_arrow(struct diagram *diagram, const struct sequence_link *link, double width)
{
    size_t from = link->from_lane, to = link->to_lane;

    if (from == to) {
        struct diagram_path path = diagram_links_path(diagram, link);

        return put(diagram, link->label, width, fmax(path.x1, path.x2) + 26 + width / 2,
                   (path.y1 + path.y2) / 2 + 3.5, true);
    }
    while (from != to) {
        size_t gap = from < to ? from : from - 1;

        if (put_in_gap(diagram, link, width, gap))
            return true;
        from = from < to ? from + 1 : from - 1;
    }
    return false;
}

static void put_arrows(struct diagram *diagram, cairo_t *cr)
{
    for (size_t i = 0; i < diagram->sequence->links_count; i++) {
        const struct sequence_link *link = &diagram->sequence->links[i];

        if (link->label[0] && !put_on_arrow(diagram, link, pen_width(cr, &LABEL, link->label)))
            diagram->unlabelled++;
    }
}

void diagram_labels_place(struct diagram *diagram, cairo_t *cr)
{
    for (size_t i = 0; i < diagram->grid.columns * diagram->grid.rows; i++)
        diagram->grid.taken[i] = 0;
    diagram->labels_count = 0;
    diagram->unlabelled = 0;
    put_slices_inside(diagram, cr);
    put_notes(diagram, cr);
    put_arrows(diagram, cr);
    put_slices_beside(diagram, cr);
}

void diagram_labels_draw(const struct diagram *diagram, cairo_t *cr)
{
    for (size_t i = 0; i < diagram->labels_count; i++) {
        const struct diagram_label *label = &diagram->labels[i];

        if (label->on_white)
            pen_text_on_white(cr, &LABEL, label->x, label->y, label->text);
        else
            pen_text(cr, &LABEL, label->x, label->y, label->text);
    }
}
