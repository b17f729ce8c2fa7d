/*
 * canvas.c - a picture in memory; nothing is shown before it is whole.
 */
#include "tools/rondoscope/canvas.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 1024, ASCII = 0x80 };

/* The shapes that the views use, and what stands for them where there is only ASCII. */
static const struct {
    wchar_t glyph;
    char ascii;
} substitutes[] = {
    {L'·', '.'}, {L'░', '-'}, {L'▒', '+'}, {L'▓', 'o'}, {L'█', '#'}, {L'▶', '>'},
    {L'→', '>'}, {L'…', '~'}, {L'─', '-'}, {L'│', '|'}, {L'×', 'x'}, {L'–', '-'},
};

/* As ECMA-48 numbers them. */
static const char *const colours[STYLES] = {
    [STYLE_PLAIN] = "",   [STYLE_FAINT] = "2",       [STYLE_STRONG] = "1",   [STYLE_TITLE] = "7",
    [STYLE_CHOSEN] = "1", [STYLE_FREE] = "2",        [STYLE_FILLING] = "33", [STYLE_FILLED] = "32",
    [STYLE_HELD] = "36",  [STYLE_SOUNDING] = "1;36", [STYLE_BAD] = "1;31",
};

int canvas_init(struct canvas *canvas, int rows, int columns)
{
    struct canvas_cell *cell = calloc((size_t)rows * (size_t)columns + 1, sizeof(*cell));

    if (!cell)
        return -ENOMEM;
    *canvas = (struct canvas){.rows = rows, .columns = columns, .cell = cell};
    for (int row = 0; row < rows; row++)
        canvas_fill(canvas, row, 0, STYLE_PLAIN, L' ');
    return 0;
}

void canvas_free(struct canvas *canvas)
{
    free(canvas->cell);
    *canvas = (struct canvas){0};
}

void canvas_put(struct canvas *canvas, int row, int column, enum style style, wchar_t glyph)
{
    if (row < 0 || row >= canvas->rows || column < 0 || column >= canvas->columns)
        return;
    canvas->cell[row * canvas->columns + column] = (struct canvas_cell){glyph, style};
}

void canvas_fill(struct canvas *canvas, int row, int column, enum style style, wchar_t glyph)
{
    for (; column < canvas->columns; column++)
        canvas_put(canvas, row, column, style, glyph);
}

/* One character of UTF-8, as this program's own texts are; *ret_bytes is at least 1. */
static wchar_t decode(const char *text, size_t *ret_bytes)
{
    unsigned char first = (unsigned char)text[0];
    size_t bytes = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    unsigned code = bytes == 1 ? first : first & (0xffu >> (bytes + 1));

    *ret_bytes = 1;
    if (first < ' ' || first == 0x7f || (first >= ASCII && first < 0xc2) || first > 0xf4)
        return L'?';
    for (size_t i = 1; i < bytes; i++) {
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return L'?';
        code = code << 6 | ((unsigned char)text[i] & 0x3fu);
    }
    *ret_bytes = bytes;
    return (wchar_t)code;
}

int canvas_print(struct canvas *canvas, int row, int column, enum style style, const char *format,
                 ...)
{
    char line[LINE_MAX_BYTES];
    va_list arguments;
    size_t bytes;

    va_start(arguments, format);
    vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    for (const char *text = line; *text; text += bytes, column++)
        canvas_put(canvas, row, column, style, decode(text, &bytes));
    if (column > canvas->columns)
        canvas_put(canvas, row, canvas->columns - 1, style, L'…');
    return column;
}

wchar_t canvas_glyph(const struct canvas_cell *cell, bool utf8)
{
    if (utf8 || cell->glyph < ASCII)
        return cell->glyph;
    for (size_t i = 0; i < sizeof(substitutes) / sizeof(substitutes[0]); i++)
        if (substitutes[i].glyph == cell->glyph)
            return (wchar_t)substitutes[i].ascii;
    return L'?';
}

int canvas_used(const struct canvas *canvas, int row)
{
    int used = canvas->columns;

    while (used > 0 && canvas->cell[row * canvas->columns + used - 1].glyph == L' ')
        used--;
    return used;
}

static void write_glyph(wchar_t glyph, FILE *out)
{
    if (glyph < ASCII)
        fputc((char)glyph, out);
    else
        fprintf(out, "%lc", (wint_t)glyph);
}

static void write_row(const struct canvas *canvas, int row, bool utf8, bool colour, FILE *out)
{
    int used = canvas_used(canvas, row);
    enum style style = STYLE_PLAIN;

    for (int column = 0; column < used; column++) {
        const struct canvas_cell *cell = &canvas->cell[row * canvas->columns + column];

        if (colour && cell->style != style)
            fprintf(out, "\033[0%s%sm", cell->style == STYLE_PLAIN ? "" : ";",
                    colours[cell->style]);
        style = cell->style;
        write_glyph(canvas_glyph(cell, utf8), out);
    }
    fputs(colour && style != STYLE_PLAIN ? "\033[0m\n" : "\n", out);
}

void canvas_write(const struct canvas *canvas, bool utf8, bool colour, FILE *out)
{
    for (int row = 0; row < canvas->rows; row++)
        write_row(canvas, row, utf8, colour, out);
}
