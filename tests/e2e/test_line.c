/*
 * test_line.c - the line that a terminal shows: what is in it at which width, and nothing else is.
 *
 * The player is paused, so that the line stands still.
 */
#include <stdio.h>
#include <string.h>

#include "tests/e2e/stage_terminal.h"

static void assert_has(const char *line, const char *text)
{
    if (!strstr(line, text))
        fail_msg("there is no \"%s\" in the line: %s", text, line);
}

static void assert_lacks(const char *line, const char *text)
{
    if (strstr(line, text))
        fail_msg("\"%s\" is in the line: %s", text, line);
}

/* A paused player on its first of two tracks, whose line stands still. */
static struct stage_process *pause_at_first(struct stage *stage, unsigned columns)
{
    char path[PATH_MAX];
    struct termios before;
    struct stage_process *rondo;

    snprintf(path, sizeof(path), "%s/rondo.flac", COMMITTED_DIR);
    rondo = TERMINAL_PLAY(stage, columns, &before, "-o", "sim", path, "missing.wav");
    terminal_await_taken(rondo);
    stage_await_ready(rondo);
    stage_type(rondo, " ");
    stage_await_text(rondo, "state", "paused");
    terminal_await_line(rondo, "‖");
    return rondo;
}

static void quit(struct stage_process *rondo, int status)
{
    stage_type(rondo, "q");
    assert_int_equal(stage_wait(rondo), status);
}

static void eighty_columns_show_all_there_is(void **state)
{
    static const char begin[] = "‖ 1/2  Rondo – A Little Rondo  0:";
    struct stage_process *rondo = pause_at_first(*state, 80);
    char line[TERMINAL_TEXT];

    terminal_await_line(rondo, "vol 100%");
    terminal_line(rondo, 0, 79, line);
    assert_int_equal(strncmp(line, begin, strlen(begin)), 0);
    assert_has(line, " / 0:32  ");
    assert_has(line, "  ring ");
    assert_has(line, "%  vol 100%");
    assert_has(line, "───");
    assert_non_null(strstr(stage_shown(rondo), "rondo: missing.wav: "));
    quit(rondo, 1);
}

static void forty_columns_show_what_matters_most(void **state)
{
    static const char begin[] = "‖ Rondo – A Little Rondo  0:";
    struct stage_process *rondo = pause_at_first(*state, 40);
    char line[TERMINAL_TEXT];

    terminal_await_line(rondo, " / 0:32");
    terminal_line(rondo, 0, 39, line);
    assert_int_equal(strncmp(line, begin, strlen(begin)), 0);
    assert_lacks(line, "ring");
    quit(rondo, 1);
}

/* Draws the line anew for that width, though nothing else happens. */
static const char *resize(struct stage_process *rondo, unsigned columns, const char *last,
                          char line[TERMINAL_TEXT])
{
    size_t from = strlen(stage_shown(rondo));
    uint64_t since = 0;

    stage_resize(rondo, columns);
    while (!strstr(stage_shown(rondo) + from, last))
        stage_tick(rondo, &since, "a line for that width");
    return terminal_line(rondo, from, columns - 1, line);
}

static void another_width_draws_another_line(void **state)
{
    struct stage_process *rondo = pause_at_first(*state, 80);
    char line[TERMINAL_TEXT];

    terminal_await_line(rondo, "vol 100%");
    assert_lacks(resize(rondo, 40, " / 0:32", line), "vol");
    assert_has(resize(rondo, 120, "vol 100%", line), "  ring ");
    assert_lacks(resize(rondo, 10, " 0:", line), "Rondo");
    quit(rondo, 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(eighty_columns_show_all_there_is),
        ON_STAGE(forty_columns_show_what_matters_most),
        ON_STAGE(another_width_draws_another_line),
    };

    return cmocka_run_group_tests_name("line", tests, NULL, NULL);
}
