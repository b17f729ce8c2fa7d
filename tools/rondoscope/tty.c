/*
 * tty.c - ncurses, as little of it as can be: cells that differ go to the terminal in one piece.
 *
 * Colours are an addition. The shapes tell the same without them, and so NO_COLOR and a terminal
 * without colours lose nothing.
 */
#include "tools/rondoscope/tty.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NCURSES_WIDECHAR 1
#include <curses.h>

enum { ESCAPE_MS = 25 };

static const struct {
    short colour; /* of the text; 0: the terminal's own */
    attr_t attributes;
} looks[STYLES] = {
    [STYLE_PLAIN] = {0, A_NORMAL},
    [STYLE_FAINT] = {0, A_DIM},
    [STYLE_STRONG] = {0, A_BOLD},
    [STYLE_TITLE] = {0, A_REVERSE},
    [STYLE_CHOSEN] = {0, A_BOLD},
    [STYLE_FREE] = {0, A_DIM},
    [STYLE_FILLING] = {COLOR_YELLOW, A_NORMAL},
    [STYLE_FILLED] = {COLOR_GREEN, A_NORMAL},
    [STYLE_HELD] = {COLOR_CYAN, A_NORMAL},
    [STYLE_SOUNDING] = {COLOR_CYAN, A_BOLD},
    [STYLE_BAD] = {COLOR_RED, A_BOLD},
};

static SCREEN *screen;
static bool coloured;

static void begin_colours(bool colour)
{
    coloured = colour && has_colors() && start_color() == OK && use_default_colors() == OK;
    for (short style = 0; coloured && style < STYLES; style++)
        if (looks[style].colour != 0)
            init_pair(style, looks[style].colour, -1);
}

int tty_open(bool colour)
{
    const char *term = getenv("TERM");

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return -ENOTTY;
    if (!term || strcmp(term, "dumb") == 0)
        return -EINVAL;
    screen = newterm(NULL, stdout, stdin);
    if (!screen)
        return -EINVAL;
    begin_colours(colour);
    set_escdelay(ESCAPE_MS);
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    curs_set(0);
    return 0;
}

void tty_close(void)
{
    if (!screen)
        return;
    endwin();
    delscreen(screen);
    screen = NULL;
}

void tty_size(int *ret_rows, int *ret_columns)
{
    getmaxyx(stdscr, *ret_rows, *ret_columns);
}

void tty_resized(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
}

static void show_cell(int row, int column, const struct canvas_cell *cell, bool utf8)
{
    wchar_t text[2] = {canvas_glyph(cell, utf8), L'\0'};
    short pair = coloured && looks[cell->style].colour != 0 ? (short)cell->style : 0;
    cchar_t shown;

    setcchar(&shown, text, looks[cell->style].attributes, pair, NULL);
    mvadd_wch(row, column, &shown);
}

void tty_show(const struct canvas *canvas, bool utf8)
{
    for (int row = 0; row < canvas->rows; row++)
        for (int column = 0; column < canvas->columns; column++)
            show_cell(row, column, &canvas->cell[row * canvas->columns + column], utf8);
    refresh();
}

void tty_spoiled(void)
{
    clearok(stdscr, TRUE);
}

int tty_key(void)
{
    wint_t key;
    int kind = get_wch(&key);

    if (kind == ERR)
        return TTY_NONE;
    if (kind != KEY_CODE_YES)
        return (int)key;
    switch (key) {
    case KEY_LEFT:
        return TTY_LEFT;
    case KEY_RIGHT:
        return TTY_RIGHT;
    case KEY_HOME:
        return TTY_HOME;
    default:
        return TTY_OTHER;
    }
}
