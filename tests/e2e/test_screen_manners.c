/*
 * test_screen_manners.c - rondo -u where there is no terminal for it, with fewer colours, and while
 * nothing happens.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_screen.h"
#include "tests/e2e/stage_terminal.h"

enum { FRAMES = 60 * NUMBERS_RATE, REST_MS = 1500, QUIET_MS = 3000, WATCHED_MS = 2000 };

static void without_a_terminal_it_says_so_in_one_line(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    rondo = stage_run(stage, "rondo", "-u", "numbers.wav", NULL);
    assert_int_equal(rondo->status, 2);
    assert_string_equal(stage_errors(rondo),
                        "rondo: -u: standard error is no terminal to show a screen on\n");
}

static void a_terminal_of_no_use_is_told_or_gets_the_line(void **state)
{
    struct stage *stage = *state;
    struct screen_stage screen;
    struct tmux tmux;
    char script[PATH_MAX + 128];

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    screen = screen_start(stage, 80, 24, "TERM=unheard-of ", "-o sim numbers.wav");
    tmux_await(&screen.tmux, "rondo-screen: TERM is unheard-of; accepted: ");
    tmux_await(&screen.tmux, "▶ 1/1  numbers.wav");
    tmux_press(&screen.tmux, "q");
    screen_await_end(&screen, 0);
    snprintf(script, sizeof(script), "TERM=dumb %s/rondo -u numbers.wav; echo status $?; exec cat",
             stage->programs);
    tmux = tmux_start(stage, 80, 24, script);
    tmux_await(&tmux, "rondo: -u: TERM is dumb; accepted: a terminal that can move its cursor");
    tmux_await(&tmux, "status 2");
    tmux_end(&tmux);
}

/* Bytes that have gone to the terminal. */
static size_t shown(struct stage_process *rondo)
{
    return strlen(stage_shown(rondo));
}

static struct stage_process *play_in_terminal(struct stage *stage)
{
    struct termios before;
    struct stage_process *rondo;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    rondo = TERMINAL_PLAY(stage, 80, &before, "-u", "--no-config", "-o", "sim", "numbers.wav");
    terminal_await_taken(rondo);
    stage_await_ready(rondo);
    stage_await_shown(rondo, "1 track");
    return rondo;
}

/* The screen's is among them: it has threads of its own to look at. */
static struct control_pids all_pids(struct stage_process *rondo)
{
    struct screen_stage screen = {.rondo = rondo};
    struct control_pids pids = control_pids(rondo);

    pids.producer = screen_pid(&screen, 0);
    return pids;
}

/* The watchdog looks once or twice more, and the waveform is made: then all stands still. */
static void await_rest(struct stage_process *rondo, const struct control_pids *pids, size_t *bytes,
                       uint64_t *sleeps)
{
    uint64_t begin = stage_now_ms(), changed = begin;

    while (stage_now_ms() - changed < REST_MS) {
        if (*bytes != shown(rondo) || *sleeps != control_sleeps(pids))
            changed = stage_now_ms();
        *bytes = shown(rondo);
        *sleeps = control_sleeps(pids);
        if (changed - begin > STAGE_TIMEOUT_MS)
            fail_msg("it does not come to rest");
        poll(NULL, 0, 20);
    }
}

static void paused_nothing_goes_to_the_terminal_and_nobody_wakes_up(void **state)
{
    struct stage_process *rondo = play_in_terminal(*state);
    struct control_pids pids = all_pids(rondo);
    uint64_t sleeps = 0;
    size_t bytes = 0;

    stage_type(rondo, " ");
    stage_await_text(rondo, "state", "paused");
    await_rest(rondo, &pids, &bytes, &sleeps);
    poll(NULL, 0, QUIET_MS);
    assert_int_equal(shown(rondo), bytes);
    assert_int_equal(control_sleeps(&pids), sleeps);
    stage_type(rondo, "q");
    assert_int_equal(stage_wait(rondo), 0);
}

/* What comes within 20 ms is one picture. */
static void playing_it_draws_at_most_ten_times_a_second(void **state)
{
    struct stage_process *rondo = play_in_terminal(*state);
    uint64_t begin = stage_now_ms(), last = 0;
    unsigned pictures = 0;
    size_t bytes = shown(rondo);

    while (stage_now_ms() - begin < WATCHED_MS) {
        uint64_t now = stage_now_ms();

        stage_type(rondo, "jk");
        if (shown(rondo) > bytes && now - last >= 20) {
            pictures++;
            last = now;
        }
        bytes = shown(rondo);
        poll(NULL, 0, 2);
    }
    /* A few may look like two, where they are written while the machine is busy. */
    if (pictures > 15 * (stage_now_ms() - begin) / 1000)
        fail_msg("%u pictures in %u ms", pictures, WATCHED_MS);
    stage_type(rondo, "q");
    assert_int_equal(stage_wait(rondo), 0);
}

/* Whether a sequence that sets a colour is there: 30 to 38, or 90 to 97. */
static bool coloured(const char *text)
{
    for (; (text = strstr(text, "\033[")); text++) {
        const char *end = text + 2 + strspn(text + 2, "0123456789;");

        for (const char *number = text + 2; *end == 'm' && number < end;
             number += strcspn(number, ";m") + 1) {
            long value = strtol(number, NULL, 10);

            if ((value >= 30 && value <= 38) || (value >= 90 && value <= 97))
                return true;
        }
    }
    return false;
}

static void expect_colours(struct stage *stage, const char *script, bool any, bool many)
{
    static const char *const with[TERMINAL_ARGUMENTS + 1] = {"-u", "--no-config", "-o", "sim",
                                                             "numbers.wav"};
    struct termios before;
    struct stage_process *rondo = terminal_run(stage, 80, script, with, &before);

    stage_await_shown(rondo, "1 track");
    assert_int_equal(coloured(stage_shown(rondo)), any);
    assert_int_equal(strstr(stage_shown(rondo), "38;5;") != NULL, many);
    stage_type(rondo, "q");
    assert_int_equal(stage_wait(rondo), 0);
}

static void colours_are_as_many_as_there_are_and_none_where_none_are_wanted(void **state)
{
    struct stage *stage = *state;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    expect_colours(stage, "TERM=xterm-256color exec \"$@\"", true, true);
    expect_colours(stage, "TERM=xterm exec \"$@\"", true, false);
    expect_colours(stage, "TERM=vt100 exec \"$@\"", false, false);
    expect_colours(stage, "TERM=xterm-256color NO_COLOR=1 exec \"$@\"", false, false);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(without_a_terminal_it_says_so_in_one_line),
        ON_STAGE(a_terminal_of_no_use_is_told_or_gets_the_line),
        ON_STAGE(paused_nothing_goes_to_the_terminal_and_nobody_wakes_up),
        ON_STAGE(playing_it_draws_at_most_ten_times_a_second),
        ON_STAGE(colours_are_as_many_as_there_are_and_none_where_none_are_wanted),
    };

    return cmocka_run_group_tests_name("screen_manners", tests, NULL, NULL);
}
