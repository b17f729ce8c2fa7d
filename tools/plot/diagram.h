/*
 * diagram.h - a sequence diagram on paper: first every part is placed, then everything is drawn.
 *
 *     title
 *     caption
 *              lane     lane     lane      names
 *     time      │        ┌┐       │        top
 *     numbers   ├───────►││       │
 *               │        └┘       ●─ note  bottom
 *     legend of the tones
 *
 * The height is chosen so that labels and boxes can be read, within limits.
 */
#ifndef TOOLS_PLOT_DIAGRAM_H
#define TOOLS_PLOT_DIAGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include <cairo.h>

#include "tools/plot/axis.h"
#include "tools/plot/heading.h"
#include "tools/plot/pen.h"
#include "tools/plot/sequence_model.h"

/* A slice, among those of its lane. */
struct diagram_box {
    const struct sequence_box *box;
    size_t depth;                 /* how many slices of its lane it lies in */
    double free_from, free_until; /* the longest time with no other slice in it */
    double busy_until;            /* the end of those in it */
    bool labelled;                /* in the box; diagram_labels_place() knows */
};

/* A label that has found its place: the middle of its baseline. */
struct diagram_label {
    const char *text;
    double x, y;
    bool on_white;
};

/* What labels have taken of the paper, in squares. */
struct diagram_grid {
    unsigned char *taken;
    size_t columns, rows;
};

struct diagram {
    const struct sequence *sequence;
    struct heading heading;
    double width, height;
    double left, lane_width; /* of the first lane; of each */
    double half;             /* of a box's width */
    double top, bottom;
    struct axis time; /* in units of the labels */
    const char *unit;
    double unit_seconds;
    struct ticks ticks;
    struct diagram_box *boxes; /* by lane, then by begin, outer ones first */
    struct diagram_label *labels;
    size_t labels_count;
    size_t unlabelled;
    struct diagram_grid grid;
};

/* diagram.c: for a struct sheet; the content is a diagram. */
int diagram_place(void *content, cairo_t *cr, double *ret_width, double *ret_height);
void diagram_draw(const void *content, cairo_t *cr);
void diagram_clear(struct diagram *diagram);

double diagram_lane_x(const struct diagram *diagram, size_t lane);
double diagram_time_y(const struct diagram *diagram, double seconds);

/* diagram_boxes.c: sorts the slices and sees which lie in which; 0 or -ENOMEM. */
int diagram_boxes_place(struct diagram *diagram);
void diagram_boxes_draw(const struct diagram *diagram, cairo_t *cr);
double diagram_boxes_left(const struct diagram *diagram, const struct diagram_box *box);

/* Some slice of the lane covers that time. */
bool diagram_boxes_cover(const struct diagram *diagram, size_t lane, double seconds);

/* How many are tall enough to be seen. */
size_t diagram_boxes_visible(const struct diagram *diagram);

const struct pen_color *diagram_boxes_color(enum sequence_tone tone);

/* diagram_links.c: arrows and dots; and where an arrow begins and ends. */
struct diagram_path {
    double x1, y1, x2, y2;
};
struct diagram_path diagram_links_path(const struct diagram *diagram,
                                       const struct sequence_link *link);
void diagram_links_draw(const struct diagram *diagram, cairo_t *cr);

/* diagram_labels.c: room for as many labels as there can be, on paper of at most that height; 0 or
 * -ENOMEM. Placing starts anew with each call. */
int diagram_labels_create(struct diagram *diagram, double height);
void diagram_labels_place(struct diagram *diagram, cairo_t *cr);
void diagram_labels_draw(const struct diagram *diagram, cairo_t *cr);

#endif
