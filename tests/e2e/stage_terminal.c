/*
 * stage_terminal.c - a terminal small enough to be understood: carriage return, line feed, erasing
 * to the end of the line, colours, and characters that are one column wide.
 *
 * A shell holds rondo back until the terminal has the settings that are to be found again, for
 * those of a new one are what a careless program would set.
 */
#include "tests/e2e/stage_terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 256, CELL_BYTES = 5 };

static const char wipe[] = "\r\033[K";

struct row {
    char cell[COLUMNS_MAX][CELL_BYTES];
    unsigned used;
    unsigned column;
};

struct termios terminal_settings(const struct stage_process *process)
{
    struct termios settings;

    memset(&settings, 0, sizeof(settings));
    assert_int_equal(tcgetattr(process->terminal, &settings), 0);
    return settings;
}

bool terminal_same_settings(const struct stage_process *process, const struct termios *before)
{
    const struct termios now = terminal_settings(process);

    return now.c_iflag == before->c_iflag && now.c_oflag == before->c_oflag &&
           now.c_cflag == before->c_cflag && now.c_lflag == before->c_lflag &&
           memcmp(now.c_cc, before->c_cc, sizeof(now.c_cc)) == 0;
}

void terminal_await_taken(struct stage_process *process)
{
    uint64_t since = 0;

    while (terminal_settings(process).c_lflag & (ICANON | ECHO))
        stage_tick(process, &since, "the keys");
}

static struct termios make_uncommon(struct stage_process *process)
{
    struct termios settings = terminal_settings(process);

    settings.c_iflag ^= IXON | IXANY;
    settings.c_lflag ^= ECHOK | TOSTOP;
    settings.c_cc[VKILL] = 'x';
    settings.c_cc[VMIN] = 7;
    settings.c_cc[VTIME] = 3;
    assert_int_equal(tcsetattr(process->terminal, TCSANOW, &settings), 0);
    return settings;
}

struct stage_process *terminal_run(struct stage *stage, unsigned columns, const char *script,
                                   const char *const *a, struct termios *ret_before)
{
    struct stage_process *process = stage_prepare(stage);
    char rondo[PATH_MAX], name[64], held[1024];

    snprintf(rondo, sizeof(rondo), "%s/rondo", stage->programs);
    snprintf(name, sizeof(name), "--name=%s", stage->name);
    snprintf(held, sizeof(held), "read go; %s", script);
    process->columns = columns;
    stage_start(process, "sh", "-c", held, "sh", rondo, name, a[0], a[1], a[2], a[3], a[4], a[5],
                a[6], a[7], NULL);
    *ret_before = make_uncommon(process);
    stage_type(process, "\n");
    return process;
}

struct stage_process *terminal_play(struct stage *stage, unsigned columns,
                                    const char *const *arguments, struct termios *ret_before)
{
    return terminal_run(stage, columns, "exec \"$@\"", arguments, ret_before);
}

static void erase(struct row *row)
{
    for (unsigned i = row->column; i < row->used; i++)
        strcpy(row->cell[i], " ");
    row->used = row->column < row->used ? row->column : row->used;
}

/* The bytes of a character, or 0 where it is none that can be seen. */
static size_t character_bytes(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    size_t bytes = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

    if (first < 0x20 || first == 0x7f || (first >= 0x80 && first < 0xc2) || first > 0xf4)
        return 0;
    for (size_t i = 1; i < bytes; i++)
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return 0;
    return bytes;
}

static void put(struct row *row, const char *character, size_t bytes, unsigned columns)
{
    if (row->column >= columns)
        fail_msg("a line is wider than %u columns", columns);
    for (; row->used <= row->column; row->used++)
        strcpy(row->cell[row->used], " ");
    memcpy(row->cell[row->column], character, bytes);
    row->cell[row->column++][bytes] = '\0';
}

/* Shows one character or sequence; returns its bytes, 0 where it is neither. */
static size_t show(struct row *row, const char *text, unsigned columns)
{
    size_t bytes = character_bytes(text);
    size_t digits;

    if (bytes > 0) {
        put(row, text, bytes, columns);
        return bytes;
    }
    if (text[0] == '\r' || text[0] == '\n') {
        if (text[0] == '\n')
            row->used = 0;
        row->column = 0;
        return 1;
    }
    if (strncmp(text, "\033[K", 3) == 0) {
        erase(row);
        return 3;
    }
    digits = strncmp(text, "\033[", 2) == 0 ? strspn(text + 2, "0123456789;") : 0;
    return text[0] == '\033' && text[2 + digits] == 'm' ? 2 + digits + 1 : 0;
}

const char *terminal_line(struct stage_process *process, size_t from, unsigned columns,
                          char line[TERMINAL_TEXT])
{
    const char *text = strstr(stage_shown(process) + from, wipe);
    struct row row = {.used = 0};
    size_t length = 0;

    assert_true(columns <= COLUMNS_MAX);
    while (text && *text) {
        size_t bytes = show(&row, text, columns);

        if (bytes == 0)
            fail_msg("the terminal was sent byte %#x, and then: %s", (unsigned char)text[0],
                     text + 1);
        text += bytes;
    }
    for (unsigned i = 0; i < row.used; i++)
        length += (size_t)snprintf(line + length, TERMINAL_TEXT - length, "%s", row.cell[i]);
    line[length] = '\0';
    return line;
}

bool terminal_line_has(struct stage_process *process, const char *text)
{
    const char *last = NULL;

    for (const char *next = stage_shown(process); (next = strstr(next, wipe)); next++)
        last = next;
    return last && strstr(last, text);
}

void terminal_await_line(struct stage_process *process, const char *text)
{
    uint64_t since = 0;

    while (!terminal_line_has(process, text))
        stage_tick(process, &since, text);
}
