/*
 * pen.h - colours and texts of all drawings. Lengths are in units of the drawing (pixels of an
 * SVG); a text's y is its baseline.
 */
#ifndef TOOLS_PLOT_PEN_H
#define TOOLS_PLOT_PEN_H

#include <stdbool.h>
#include <stddef.h>

#include <cairo.h>

struct pen_color {
    double red, green, blue;
};

/* Okabe and Ito's colours, which people tell apart who see few; yellow comes last, as it is weak
 * on white. */
enum { PEN_PALETTE_COUNT = 8 };
extern const struct pen_color PEN_PALETTE[PEN_PALETTE_COUNT];

extern const struct pen_color PEN_INK;   /* titles, axes */
extern const struct pen_color PEN_SOFT;  /* captions, numbers */
extern const struct pen_color PEN_GRID;  /* lines to read by */
extern const struct pen_color PEN_FAULT; /* red */
extern const struct pen_color PEN_HEAL;  /* green */
extern const struct pen_color PEN_NOTE;  /* grey */

enum pen_align { PEN_LEFT, PEN_CENTRE, PEN_RIGHT };

/* How a text looks. */
struct pen_type {
    double size;
    bool bold;
    enum pen_align align;
    struct pen_color color;
};

void pen_color(cairo_t *cr, const struct pen_color *color, double alpha);

double pen_width(cairo_t *cr, const struct pen_type *type, const char *text);
void pen_text(cairo_t *cr, const struct pen_type *type, double x, double y, const char *text);

/* On a strip of white, to be read on top of lines. */
void pen_text_on_white(cairo_t *cr, const struct pen_type *type, double x, double y,
                       const char *text);

/* From below to above, its middle at y. */
void pen_text_upwards(cairo_t *cr, const struct pen_type *type, double x, double y,
                      const char *text);

/*
 * Breaks a text into lines of the given width at its spaces. With `show` they are drawn, the
 * first with its baseline at y. Returns how many lines they are; of "": 0.
 */
size_t pen_wrapped(cairo_t *cr, const struct pen_type *type, double x, double y, double width,
                   double line_height, const char *text, bool show);

/* As much of the text as fits the width, with an ellipsis if it is cut. Freed by the caller;
 * NULL: no memory. */
char *pen_fit(cairo_t *cr, const struct pen_type *type, double width, const char *text);

#endif
