/*
 * tui_paint.h - cells on the terminal, through ncurses; only those that differ are sent.
 *
 * Colours are an addition: the shapes tell the same without them, for NO_COLOR and for terminals
 * that have none. Where the locale is not UTF-8, shapes are ASCII.
 */
#ifndef PLAYER_TUI_PAINT_H
#define PLAYER_TUI_PAINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tui_style {
    TUI_PLAIN,
    TUI_DIM,
    TUI_STRONG,
    TUI_PLAYING, /* the sign that it plays; the track that does */
    TUI_WAITING, /* the sign that it does not */
    TUI_PAST,    /* of the waveform, what has been heard */
    TUI_COMING,  /* and what has not */
    TUI_CHOSEN,
    TUI_LOW, /* levels */
    TUI_MIDDLE,
    TUI_HIGH,
    TUI_FILLED, /* slots */
    TUI_HELD,
    TUI_FILLING,
    TUI_ERROR,
    TUI_STYLES
};

/* A shape in UTF-8, and what stands for it elsewhere. */
struct tui_glyph {
    const char *utf8;
    char ascii;
};

/* tui_paint_possible.c: TERM is the name of a terminal that can move its cursor. */
bool tui_paint_possible(void);

/* Takes the terminal of standard input and error. -EINVAL: it is of no known type. */
int tui_paint_open(bool colour);

/* Gives it back, until tui_paint_resume(), or for good. */
void tui_paint_suspend(void);
void tui_paint_resume(void);
void tui_paint_close(void);

/* The terminal's size now, and so what there is to paint on. */
void tui_paint_size(int *ret_rows, int *ret_columns);

/* A new, empty picture; then it is shown. `anew`: all of it, whatever the terminal has now. */
void tui_paint_begin(void);
void tui_paint_end(bool anew);

/* A text from anywhere, made safe, in at most so many columns; how many it took. */
int tui_paint_text(int row, int column, int columns, enum tui_style style, const char *text);
int tui_paint_format(int row, int column, int columns, enum tui_style style, const char *format,
                     ...) __attribute__((format(printf, 5, 6)));

/* One shape, one column wide; and so many of it in a row. */
void tui_paint_glyph(int row, int column, enum tui_style style, struct tui_glyph glyph);
void tui_paint_repeat(int row, int column, int columns, enum tui_style style,
                      struct tui_glyph glyph);

/* The locale's characters are UTF-8. */
bool tui_paint_utf8(void);

/* The columns that a text takes. */
int tui_paint_width(const char *text);

/* Bytes for the terminal itself, behind what has been shown, from this cell on. */
void tui_paint_raw(int row, int column, const uint8_t *bytes, size_t count);

/* Shows the cursor there with the next picture; row below 0: nowhere. */
void tui_paint_cursor(int row, int column);

/* Asks the terminal what it is: the answer comes as input. */
void tui_paint_ask(void);

#endif
