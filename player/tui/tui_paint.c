/*
 * tui_paint.c - ncurses, for output only; what is typed is read elsewhere.
 *
 * Standard output is the terminal of standard error here (the player sees to that). Signals come
 * through a signalfd, so ncurses' own handlers never run.
 */
#include "player/tui/tui_paint.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NCURSES_WIDECHAR 1
#include <curses.h>

#include "player/text.h"

enum { TEXT_MAX = 4096, MANY_COLOURS = 256, RAW_WAIT_MS = 1000 };

/* The colour of the text, among eight and among 256 (-1: the terminal's own), and attributes. */
static const struct {
    short few, many;
    attr_t attributes;
} looks[TUI_STYLES] = {
    [TUI_PLAIN] = {-1, -1, A_NORMAL},
    [TUI_DIM] = {-1, 245, A_DIM},
    [TUI_STRONG] = {-1, -1, A_BOLD},
    [TUI_PLAYING] = {COLOR_GREEN, 114, A_BOLD},
    [TUI_WAITING] = {COLOR_YELLOW, 221, A_BOLD},
    [TUI_PAST] = {COLOR_CYAN, 80, A_NORMAL},
    [TUI_COMING] = {-1, 244, A_DIM},
    [TUI_CHOSEN] = {-1, -1, A_REVERSE},
    [TUI_LOW] = {COLOR_GREEN, 71, A_NORMAL},
    [TUI_MIDDLE] = {COLOR_YELLOW, 179, A_NORMAL},
    [TUI_HIGH] = {COLOR_RED, 167, A_NORMAL},
    [TUI_FILLED] = {COLOR_GREEN, 71, A_NORMAL},
    [TUI_HELD] = {COLOR_CYAN, 80, A_NORMAL},
    [TUI_FILLING] = {COLOR_YELLOW, 221, A_NORMAL},
    [TUI_ERROR] = {COLOR_RED, 167, A_BOLD},
};

static SCREEN *screen;
static bool coloured, many, utf8;
static int cursor_row = -1, cursor_column;

static const char mouse_on[] = "\033[?1000h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1000l";

static void send_out(const void *bytes, size_t count)
{
    const uint8_t *at = bytes;

    fflush(stdout);
    while (count > 0) {
        ssize_t written = write(STDOUT_FILENO, at, count);
        struct pollfd room = {.fd = STDOUT_FILENO, .events = POLLOUT};

        if (written > 0) {
            at += written;
            count -= (size_t)written;
        } else if ((errno != EINTR && errno != EAGAIN) || poll(&room, 1, RAW_WAIT_MS) <= 0) {
            return;
        }
    }
}

static void begin_colours(bool colour)
{
    coloured = colour && has_colors() && start_color() == OK && use_default_colors() == OK;
    many = COLORS >= MANY_COLOURS;
    for (short style = 0; coloured && style < TUI_STYLES; style++)
        init_pair((short)(style + 1), many ? looks[style].many : looks[style].few, -1);
}

int tui_paint_open(bool colour)
{
    screen = newterm(NULL, stdout, stdin);
    if (!screen)
        return -EINVAL;
    utf8 = text_utf8();
    begin_colours(colour);
    cbreak();
    noecho();
    nonl();
    typeahead(-1);
    curs_set(0);
    leaveok(stdscr, FALSE);
    refresh();
    send_out(mouse_on, sizeof(mouse_on) - 1);
    return 0;
}

void tui_paint_suspend(void)
{
    send_out(mouse_off, sizeof(mouse_off) - 1);
    endwin();
    fflush(stdout);
}

void tui_paint_resume(void)
{
    def_shell_mode();
    reset_prog_mode();
    clearok(curscr, TRUE);
    refresh();
    curs_set(0);
    send_out(mouse_on, sizeof(mouse_on) - 1);
}

void tui_paint_close(void)
{
    if (!screen)
        return;
    if (!isendwin())
        tui_paint_suspend();
    delscreen(screen);
    screen = NULL;
}

void tui_paint_size(int *ret_rows, int *ret_columns)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0 &&
        is_term_resized(size.ws_row, size.ws_col))
        resizeterm(size.ws_row, size.ws_col);
    getmaxyx(stdscr, *ret_rows, *ret_columns);
}

void tui_paint_begin(void)
{
    erase();
    cursor_row = -1;
}

void tui_paint_end(bool anew)
{
    if (anew)
        clearok(stdscr, TRUE);
    curs_set(cursor_row >= 0);
    if (cursor_row >= 0)
        move(cursor_row, cursor_column);
    refresh();
}

static void set_style(enum tui_style style)
{
    attr_t attributes = looks[style].attributes;

    /* Its own grey says it better than a terminal's idea of dim. */
    if (coloured && many && looks[style].many >= 0)
        attributes &= ~A_DIM;
    attr_set(attributes, coloured ? (short)(style + 1) : 0, NULL);
}

int tui_paint_text(int row, int column, int columns, enum tui_style style, const char *text)
{
    char safe[TEXT_MAX];
    int used;

    if (columns <= 0 || row < 0)
        return 0;
    used = (int)text_fit(utf8, safe, sizeof(safe), text, (uint32_t)columns);
    set_style(style);
    mvaddstr(row, column, safe);
    return used;
}

int tui_paint_format(int row, int column, int columns, enum tui_style style, const char *format,
                     ...)
{
    char text[TEXT_MAX];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return tui_paint_text(row, column, columns, style, text);
}

void tui_paint_glyph(int row, int column, enum tui_style style, struct tui_glyph glyph)
{
    set_style(style);
    if (utf8)
        mvaddstr(row, column, glyph.utf8);
    else
        mvaddch(row, column, (chtype)glyph.ascii);
}

void tui_paint_repeat(int row, int column, int columns, enum tui_style style,
                      struct tui_glyph glyph)
{
    for (int i = 0; i < columns; i++)
        tui_paint_glyph(row, column + i, style, glyph);
}

bool tui_paint_utf8(void)
{
    return utf8;
}

int tui_paint_width(const char *text)
{
    char safe[TEXT_MAX];

    return (int)text_fit(utf8, safe, sizeof(safe), text, TEXT_MAX);
}

void tui_paint_raw(int row, int column, const uint8_t *bytes, size_t count)
{
    char go[48];
    int length = snprintf(go, sizeof(go), "\0337\033[%d;%dH", row + 1, column + 1);

    send_out(go, (size_t)length);
    send_out(bytes, count);
    send_out("\0338", 2);
}

void tui_paint_cursor(int row, int column)
{
    cursor_row = row;
    cursor_column = column;
}

void tui_paint_ask(void)
{
    send_out("\033[c", 3);
}
