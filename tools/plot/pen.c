/*
 * pen.c - cairo's own text functions ("toy" in its manual) do: no text here needs shaping.
 *
 * A text's width is the sum of its characters' widths, so lines are broken and texts are cut by
 * adding up one character after the other.
 */
#include "tools/plot/pen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct pen_color PEN_PALETTE[PEN_PALETTE_COUNT] = {
    {0.000, 0.447, 0.698}, /* blue */
    {0.902, 0.624, 0.000}, /* orange */
    {0.000, 0.620, 0.451}, /* bluish green */
    {0.800, 0.475, 0.655}, /* reddish purple */
    {0.337, 0.706, 0.914}, /* sky blue */
    {0.835, 0.369, 0.000}, /* vermilion */
    {0.000, 0.000, 0.000}, /* black */
    {0.820, 0.760, 0.120}, /* yellow, a little darker than theirs */
};

const struct pen_color PEN_INK = {0.13, 0.13, 0.13};
const struct pen_color PEN_SOFT = {0.36, 0.36, 0.36};
const struct pen_color PEN_GRID = {0.88, 0.88, 0.88};
const struct pen_color PEN_FAULT = {0.780, 0.080, 0.100};
const struct pen_color PEN_HEAL = {0.000, 0.500, 0.240};
const struct pen_color PEN_NOTE = {0.420, 0.420, 0.420};

static const char ELLIPSIS[] = "\xE2\x80\xA6";

void pen_color(cairo_t *cr, const struct pen_color *color, double alpha)
{
    cairo_set_source_rgba(cr, color->red, color->green, color->blue, alpha);
}

static void take(cairo_t *cr, const struct pen_type *type)
{
    cairo_select_font_face(cr, "sans", CAIRO_FONT_SLANT_NORMAL,
                           type->bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, type->size);
    pen_color(cr, &type->color, 1);
}

double pen_width(cairo_t *cr, const struct pen_type *type, const char *text)
{
    cairo_text_extents_t extents;

    take(cr, type);
    cairo_text_extents(cr, text, &extents);
    return extents.x_advance;
}

static double aligned(cairo_t *cr, const struct pen_type *type, double x, const char *text)
{
    if (type->align == PEN_LEFT)
        return x;
    return x - pen_width(cr, type, text) / (type->align == PEN_CENTRE ? 2 : 1);
}

void pen_text(cairo_t *cr, const struct pen_type *type, double x, double y, const char *text)
{
    take(cr, type);
    cairo_move_to(cr, aligned(cr, type, x, text), y);
    cairo_show_text(cr, text);
}

void pen_text_on_white(cairo_t *cr, const struct pen_type *type, double x, double y,
                       const char *text)
{
    double left = aligned(cr, type, x, text);

    cairo_rectangle(cr, left - 1.5, y - type->size * 0.8, pen_width(cr, type, text) + 3,
                    type->size * 1.03);
    cairo_set_source_rgba(cr, 1, 1, 1, 0.85);
    cairo_fill(cr);
    pen_text(cr, type, x, y, text);
}

void pen_text_upwards(cairo_t *cr, const struct pen_type *type, double x, double y,
                      const char *text)
{
    struct pen_type centred = *type;

    centred.align = PEN_CENTRE;
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_rotate(cr, -M_PI / 2);
    pen_text(cr, &centred, 0, 0, text);
    cairo_restore(cr);
}

/* Of a text that is UTF-8. */
static size_t character_bytes(const char *text)
{
    size_t bytes = 1;

    while (((unsigned char)text[bytes] & 0xC0) == 0x80)
        bytes++;
    return bytes;
}

static double character_width(cairo_t *cr, const char *text, size_t bytes)
{
    char character[8] = {0};
    cairo_text_extents_t extents;

    memcpy(character, text, bytes < sizeof(character) ? bytes : sizeof(character) - 1);
    cairo_text_extents(cr, character, &extents);
    return extents.x_advance;
}

/* How much of the text is no wider than that, at whole characters; at least one. */
static size_t fitting_bytes(cairo_t *cr, const char *text, double width)
{
    size_t end = 0;

    while (text[end]) {
        size_t bytes = character_bytes(text + end);

        width -= character_width(cr, text + end, bytes);
        if (width < 0 && end > 0)
            break;
        end += bytes;
    }
    return end;
}

static size_t line_bytes(cairo_t *cr, const char *text, double width)
{
    size_t fitting = fitting_bytes(cr, text, width);
    size_t end = fitting;

    if (!text[fitting])
        return fitting;
    while (end > 0 && text[end] != ' ')
        end--;
    return end > 0 ? end : fitting;
}

size_t pen_wrapped(cairo_t *cr, const struct pen_type *type, double x, double y, double width,
                   double line_height, const char *text, bool show)
{
    size_t lines = 0;

    take(cr, type);
    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t bytes = line_bytes(cr, text, width);
        char *line = show ? strndup(text, bytes) : NULL;

        if (line)
            pen_text(cr, type, x, y + (double)lines * line_height, line);
        free(line);
        lines++;
        text += bytes;
    }
    return lines;
}

char *pen_fit(cairo_t *cr, const struct pen_type *type, double width, const char *text)
{
    size_t bytes;
    char *cut;

    if (pen_width(cr, type, text) <= width)
        return strdup(text);
    bytes = fitting_bytes(cr, text, width - pen_width(cr, type, ELLIPSIS));
    cut = malloc(bytes + sizeof(ELLIPSIS));
    if (cut)
        memcpy(mempcpy(cut, text, bytes), ELLIPSIS, sizeof(ELLIPSIS));
    return cut;
}
