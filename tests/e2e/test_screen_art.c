/*
 * test_screen_art.c - covers, on a terminal that says it can draw them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_terminal.h"

enum { FRAMES = 60 * NUMBERS_RATE };

static const char ask[] = "\033[c", sixel[] = "\033P0;1;0q\"1;1;", kitty[] = "\033_Ga=T,";
static const char *const with[TERMINAL_ARGUMENTS + 1] = {"-u", "--no-config", "-o", "sim",
                                                         "numbers.wav"};

/* chafa is only wished for; sox writes PNG. */
static void make_cover(struct stage *stage, const char *name)
{
    if (stage_run(stage, "chafa", "--version", NULL)->status != 0)
        skip();
    numbers_write(stage, "numbers.wav", 0, FRAMES);
    assert_int_equal(stage_run(stage, "sox", "numbers.wav", "-n", "trim", "0", "1", "spectrogram",
                               "-x", "200", "-o", name, NULL)
                         ->status,
                     0);
}

static struct stage_process *play(struct stage *stage, const char *script)
{
    struct termios before;
    struct stage_process *rondo = terminal_run(stage, 120, script, with, &before);

    stage_await_ready(rondo);
    stage_await_shown(rondo, "1 track");
    return rondo;
}

/* Until all that was typed and drawn before is through: the help comes and goes. */
static void await_answered(struct stage_process *rondo)
{
    stage_type(rondo, "?");
    stage_await_shown(rondo, "pause, resume");
    stage_type(rondo, "x");
}

static void quit(struct stage_process *rondo)
{
    stage_type(rondo, "q");
    assert_int_equal(stage_wait(rondo), 0);
}

static void a_cover_is_drawn_where_the_terminal_says_that_it_can(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    make_cover(stage, "Cover.PNG");
    rondo = play(stage, "TERM=xterm-256color exec \"$@\"");
    stage_await_shown(rondo, ask);
    stage_type(rondo, "\033[?62;4;22c");
    stage_await_shown(rondo, sixel);
    quit(rondo);
}

static void none_is_drawn_where_it_cannot(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    make_cover(stage, "folder.png");
    rondo = play(stage, "TERM=xterm-256color exec \"$@\"");
    stage_await_shown(rondo, ask);
    stage_type(rondo, "\033[?62;22c");
    await_answered(rondo);
    assert_null(strstr(stage_shown(rondo), "\033P"));
    quit(rondo);
}

static void kittys_protocol_is_used_where_the_environment_tells_of_it(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    make_cover(stage, "front.png");
    rondo = play(stage, "TERM=xterm-256color KITTY_WINDOW_ID=1 exec \"$@\"");
    stage_await_shown(rondo, kitty);
    assert_null(strstr(stage_shown(rondo), ask));
    quit(rondo);
}

static void what_is_no_picture_and_no_regular_file_is_passed_over(void **state)
{
    static const char junk[] = "\x89PNG\r\n\x1a\n and then \033]0;junk\007";
    struct stage *stage = *state;
    struct stage_process *rondo;

    make_cover(stage, "other.png");
    stage_write(stage, "cover.jpg", junk, sizeof(junk));
    rondo = play(stage, "TERM=xterm-256color exec \"$@\"");
    stage_await_shown(rondo, ask);
    stage_type(rondo, "\033[?62;4;22c");
    await_answered(rondo);
    assert_null(strstr(stage_shown(rondo), "\033P"));
    assert_null(strstr(stage_shown(rondo), "junk"));
    quit(rondo);
    assert_int_equal(stage_run(stage, "rm", "cover.jpg", NULL)->status, 0);
    assert_int_equal(stage_run(stage, "mkfifo", "cover.jpg", NULL)->status, 0);
    rondo = play(stage, "TERM=xterm-256color KITTY_WINDOW_ID=1 exec \"$@\"");
    await_answered(rondo);
    assert_null(strstr(stage_shown(rondo), kitty));
    quit(rondo);
}

static void a_track_without_a_cover_asks_the_terminal_nothing(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    make_cover(stage, "discovery.png");
    rondo = play(stage, "TERM=xterm-256color exec \"$@\"");
    await_answered(rondo);
    assert_null(strstr(stage_shown(rondo), ask));
    quit(rondo);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_cover_is_drawn_where_the_terminal_says_that_it_can),
        ON_STAGE(none_is_drawn_where_it_cannot),
        ON_STAGE(kittys_protocol_is_used_where_the_environment_tells_of_it),
        ON_STAGE(what_is_no_picture_and_no_regular_file_is_passed_over),
        ON_STAGE(a_track_without_a_cover_asks_the_terminal_nothing),
    };

    return cmocka_run_group_tests_name("screen_art", tests, NULL, NULL);
}
