/*
 * diagram_links.c - arrows, from the side of one box or lifeline to the side of another, and dots.
 */
#include <math.h>

#include "tools/plot/diagram.h"

static const double HEAD_LENGTH = 8, HEAD_HALF = 3.4;
static const double LOOP = 22; /* how far an arrow within one lane goes aside */

struct diagram_path diagram_links_path(const struct diagram *diagram,
                                       const struct sequence_link *link)
{
    double side = link->to_lane >= link->from_lane ? 1 : -1;
    double other = link->to_lane == link->from_lane ? 1 : -side;
    bool from_box = diagram_boxes_cover(diagram, link->from_lane, link->from);
    bool to_box = diagram_boxes_cover(diagram, link->to_lane, link->to);

    return (struct diagram_path){
        diagram_lane_x(diagram, link->from_lane) + (from_box ? side * diagram->half : 0),
        diagram_time_y(diagram, link->from),
        diagram_lane_x(diagram, link->to_lane) + (to_box ? other * diagram->half : 0),
        diagram_time_y(diagram, link->to)};
}

static void draw_head(cairo_t *cr, double from_x, double from_y, double x, double y)
{
    double angle = atan2(y - from_y, x - from_x);

    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_rotate(cr, angle);
    cairo_move_to(cr, 0, 0);
    cairo_line_to(cr, -HEAD_LENGTH, HEAD_HALF);
    cairo_line_to(cr, -HEAD_LENGTH, -HEAD_HALF);
    cairo_fill(cr);
    cairo_restore(cr);
}

static void draw_link(const struct diagram *diagram, cairo_t *cr, const struct sequence_link *link)
{
    struct diagram_path path = diagram_links_path(diagram, link);
    double bend_x = path.x1, bend_y = path.y1;

    cairo_move_to(cr, path.x1, path.y1);
    if (link->from_lane == link->to_lane) {
        bend_x = fmax(path.x1, path.x2) + LOOP;
        bend_y = path.y2;
        cairo_line_to(cr, bend_x, path.y1);
        cairo_line_to(cr, bend_x, bend_y);
    }
    cairo_line_to(cr, path.x2, path.y2);
    cairo_stroke(cr);
    draw_head(cr, bend_x, bend_y, path.x2, path.y2);
}

static bool nearly_same(const struct diagram_path *one, const struct diagram_path *two)
{
    return one->x1 == two->x1 && one->x2 == two->x2 && fabs(one->y1 - two->y1) < 0.5 &&
           fabs(one->y2 - two->y2) < 0.5;
}

void diagram_links_draw(const struct diagram *diagram, cairo_t *cr)
{
    const struct sequence *sequence = diagram->sequence;
    struct diagram_path before = {-1, -1, -1, -1};

    cairo_set_line_width(cr, 1.1);
    pen_color(cr, &PEN_INK, 0.85);
    for (size_t i = 0; i < sequence->links_count; i++) {
        struct diagram_path path = diagram_links_path(diagram, &sequence->links[i]);

        if (nearly_same(&before, &path))
            continue;
        draw_link(diagram, cr, &sequence->links[i]);
        before = path;
    }
    for (size_t i = 0; i < sequence->dots_count; i++) {
        const struct sequence_dot *dot = &sequence->dots[i];

        cairo_arc(cr, diagram_lane_x(diagram, dot->lane), diagram_time_y(diagram, dot->at), 4.5, 0,
                  2 * M_PI);
        pen_color(cr, diagram_boxes_color(dot->tone), 1);
        cairo_fill_preserve(cr);
        cairo_set_source_rgb(cr, 1, 1, 1);
        cairo_stroke(cr);
    }
}
