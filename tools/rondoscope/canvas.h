/*
 * canvas.h - rows and columns of characters, each with a style, to be shown on a screen or as text.
 *
 * What is drawn outside is cut off, a line that is too long ends with an ellipsis, and every
 * character takes one column: others become '?', as do those that would steer a terminal.
 */
#ifndef TOOLS_RONDOSCOPE_CANVAS_H
#define TOOLS_RONDOSCOPE_CANVAS_H

#include <stdbool.h>
#include <stdio.h>
#include <wchar.h>

/* Each can be told from STYLE_PLAIN without colours, or says nothing that the text does not. */
enum style {
    STYLE_PLAIN,
    STYLE_FAINT,
    STYLE_STRONG,
    STYLE_TITLE,
    STYLE_CHOSEN,
    STYLE_FREE,
    STYLE_FILLING,
    STYLE_FILLED,
    STYLE_HELD,
    STYLE_SOUNDING,
    STYLE_BAD,
    STYLES
};

struct canvas_cell {
    wchar_t glyph;
    enum style style;
};

struct canvas {
    int rows;
    int columns;
    struct canvas_cell *cell; /* [rows * columns] */
};

/* Blank; -ENOMEM. canvas_free() allows one that is all zero. */
int canvas_init(struct canvas *canvas, int rows, int columns);
void canvas_free(struct canvas *canvas);

void canvas_put(struct canvas *canvas, int row, int column, enum style style, wchar_t glyph);

/* The same glyph in all columns from `column` to the end of the row. */
void canvas_fill(struct canvas *canvas, int row, int column, enum style style, wchar_t glyph);

/* Writes text, and returns the column behind it, which may be outside. */
int canvas_print(struct canvas *canvas, int row, int column, enum style style, const char *format,
                 ...) __attribute__((format(printf, 5, 6)));

/* What a terminal of that kind shows for it: one of ASCII's where it has no others. */
wchar_t canvas_glyph(const struct canvas_cell *cell, bool utf8);

/* A row's last column that is not blank, plus one. */
int canvas_used(const struct canvas *canvas, int row);

/* Writes all rows as lines, in colours or without a single control character. */
void canvas_write(const struct canvas *canvas, bool utf8, bool colour, FILE *out);

#endif
