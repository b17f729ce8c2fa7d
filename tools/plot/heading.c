/*
 * heading.c - placing and drawing are the same walk, without and with ink.
 */
#include "tools/plot/heading.h"

#include "tools/plot/pen.h"

static const struct pen_type TITLE = {18, true, PEN_LEFT, {0.13, 0.13, 0.13}};
static const struct pen_type CAPTION = {12.5, false, PEN_LEFT, {0.36, 0.36, 0.36}};
static const double TITLE_LINE = 24, CAPTION_LINE = 18;

static double walk(cairo_t *cr, const struct heading *heading, bool show)
{
    double y = heading->margin + 12;

    y += TITLE_LINE * (double)pen_wrapped(cr, &TITLE, heading->margin, y, heading->width,
                                          TITLE_LINE, heading->title, show);
    y += CAPTION_LINE * (double)pen_wrapped(cr, &CAPTION, heading->margin, y, heading->width,
                                            CAPTION_LINE, heading->caption, show);
    return y;
}

double heading_place(cairo_t *cr, const struct heading *heading)
{
    return walk(cr, heading, false);
}

void heading_draw(cairo_t *cr, const struct heading *heading)
{
    walk(cr, heading, true);
}
