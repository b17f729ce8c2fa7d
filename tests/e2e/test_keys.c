/*
 * test_keys.c - a rondo in a terminal: the keys that are signals, and how the terminal is left
 * behind, whatever ends it or stops it.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_terminal.h"

enum { FRAMES = 60 * NUMBERS_RATE, TAPS_MS = 1500, COLUMNS = 80 };

static const char file[] = "numbers.wav", ctrl_c[] = "\003", ctrl_z[] = "\032", ctrl_s[] = "\023",
                  ctrl_q[] = "\021";

static void prepare(struct stage *stage)
{
    stage_card(stage, &(struct card_options){0});
    numbers_write(stage, file, 0, FRAMES);
}

static struct stage_process *play(struct stage *stage, struct termios *ret_before)
{
    struct stage_process *rondo;

    prepare(stage);
    rondo = TERMINAL_PLAY(stage, COLUMNS, ret_before, "-o", "portaudio", file);
    terminal_await_taken(rondo);
    control_await_more(stage, NUMBERS_SECOND_BYTES / 10);
    return rondo;
}

static void quit(struct stage_process *rondo, int status)
{
    stage_type(rondo, "q");
    assert_int_equal(stage_wait(rondo), status);
}

/* SIGINT from a terminal; the state that follows it is shown. */
static void tap(struct stage_process *rondo, const char *sign)
{
    stage_type(rondo, ctrl_c);
    terminal_await_line(rondo, sign);
}

static void two_ctrl_c_pause_and_go_on(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo = play(stage, &before);

    tap(rondo, "‖");
    control_await_silence(stage);
    tap(rondo, "▶");
    control_await_more(stage, NUMBERS_SECOND_BYTES);
    stage_await_text(rondo, "state", "playing");
    quit(rondo, 0);
}

/* Three, as fast as it can be seen what the first two do. */
static void tap_thrice(struct stage_process *rondo)
{
    uint64_t since = 0;
    char text[32] = "";

    tap(rondo, "‖");
    tap(rondo, "▶");
    stage_type(rondo, ctrl_c);
    while (!rondo->ended && strcmp(text, "paused") != 0) {
        stage_text(stage_status(rondo), "state", text, sizeof(text));
        stage_tick(rondo, &since, "its end, or a pause");
    }
}

/* A machine that is too slow for three within 1.5 s gets another try when these are forgotten. */
static void three_ctrl_c_stop(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo = play(stage, &before);

    for (;;) {
        uint64_t begin_ms = stage_now_ms();

        tap_thrice(rondo);
        if (rondo->ended)
            break;
        assert_true(stage_now_ms() - begin_ms >= TAPS_MS);
        poll(NULL, 0, TAPS_MS + 1);
        tap(rondo, "▶");
        poll(NULL, 0, TAPS_MS + 1);
    }
    assert_int_equal(rondo->status, 0);
    assert_true(terminal_same_settings(rondo, &before));
}

static void ctrl_z_stops_the_job_and_gives_the_terminal_back(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo = play(stage, &before);

    stage_type(rondo, ctrl_z);
    control_await_state(rondo->pid, "T");
    assert_true(terminal_same_settings(rondo, &before));
    control_await_silence(stage);
    control_signal(rondo, SIGCONT);
    terminal_await_taken(rondo);
    terminal_await_line(rondo, "▶");
    control_await_more(stage, NUMBERS_SECOND_BYTES / 10);
    NUMBERS_ASSERT(stage, {0, 0, 0});
    quit(rondo, 0);
    assert_true(terminal_same_settings(rondo, &before));
}

static void at_the_end_of_the_list_the_terminal_is_as_before(void **state)
{
    struct termios before;
    struct stage_process *rondo = play(*state, &before);

    assert_int_equal(stage_ctl(rondo, "seek", "59.9", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_true(terminal_same_settings(rondo, &before));
}

static void after_sigterm_and_sigquit_the_terminal_is_as_before(void **state)
{
    static const int signals[] = {SIGTERM, SIGQUIT};

    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        struct termios before;
        struct stage_process *rondo = play(*state, &before);

        control_signal(rondo, signals[i]);
        assert_int_equal(stage_wait(rondo), 0);
        assert_true(terminal_same_settings(rondo, &before));
    }
}

static void after_a_device_has_failed_the_terminal_is_as_before(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo;

    prepare(stage);
    rondo =
        TERMINAL_PLAY(stage, COLUMNS, &before, "-o", "portaudio", "--on-device-loss", "quit", file);
    terminal_await_taken(rondo);
    control_await_more(stage, NUMBERS_SECOND_BYTES / 10);
    card_command(&stage->card, CARD_DIE);
    assert_int_equal(stage_wait(rondo), 3);
    assert_true(terminal_same_settings(rondo, &before));
    assert_non_null(strstr(stage_shown(rondo), "the device is gone"));
}

static void keys_without_a_meaning_do_nothing(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo = play(stage, &before);

    stage_type(rondo, "\033[5~\033[6~\033OP\033[1;2\x7f"
                      "abcxyz0123\t\r\n\033\033[[A\xc3\xa9\xff\x01");
    stage_type(rondo, "\033[A");
    terminal_await_line(rondo, "vol 105%");
    stage_await_text(rondo, "state", "playing");
    control_await_more(stage, NUMBERS_SECOND_BYTES / 10);
    NUMBERS_ASSERT(stage, {0, 0, 0});
    quit(rondo, 0);
}

/* A shell's job; in the background the terminal stops those that write, then it is fetched. */
static void in_the_background_it_plays_and_leaves_the_terminal_alone(void **state)
{
    static const char script[] = "set -m; \"$@\" & read again; fg; echo status $?";
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *shell;
    pid_t rondo;

    prepare(stage);
    shell =
        terminal_run(stage, COLUMNS, script,
                     (const char *const[TERMINAL_ARGUMENTS + 1]){"-o", "portaudio", file}, &before);
    control_await_more(stage, NUMBERS_SECOND_BYTES / 10);
    rondo = control_pids(shell).rondo;
    assert_int_not_equal(rondo, shell->pid);
    terminal_await_line(shell, "▶");
    assert_true(terminal_same_settings(shell, &before));
    control_await_more(stage, NUMBERS_SECOND_BYTES / 2);
    control_await_state(rondo, "SRD");
    stage_type(shell, "\n");
    terminal_await_taken(shell);
    quit(shell, 0);
    stage_await_gone(rondo);
    assert_non_null(strstr(stage_shown(shell), "status 0"));
    assert_true(terminal_same_settings(shell, &before));
}

static void a_terminal_that_hangs_up_stops_it(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo = play(stage, &before);
    const struct control_pids pids = control_pids(rondo);

    close(rondo->terminal);
    rondo->terminal = -1;
    assert_int_equal(stage_wait(rondo), 0);
    stage_await_gone(pids.producer);
    stage_await_gone(pids.consumer);
}

/* Ctrl-S: what is written to the terminal has to wait, but nobody must wait for that. */
static void a_terminal_that_takes_nothing_holds_nothing_up(void **state)
{
    struct stage *stage = *state;
    struct termios settings;
    struct stage_process *rondo = play(stage, &settings);

    settings = terminal_settings(rondo);
    settings.c_iflag |= IXON;
    assert_int_equal(tcsetattr(rondo->terminal, TCSANOW, &settings), 0);
    stage_type(rondo, ctrl_s);
    control_await_more(stage, NUMBERS_SECOND_BYTES);
    assert_int_equal(stage_ctl(rondo, "seek", "30", NULL)->status, 0);
    stage_type(rondo, ctrl_q);
    terminal_await_line(rondo, "  0:3");
    stage_type(rondo, ctrl_s);
    control_await_more(stage, NUMBERS_SECOND_BYTES);
    control_signal(rondo, SIGTERM);
    assert_int_equal(stage_wait(rondo), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(two_ctrl_c_pause_and_go_on),
        ON_STAGE(three_ctrl_c_stop),
        ON_STAGE(ctrl_z_stops_the_job_and_gives_the_terminal_back),
        ON_STAGE(at_the_end_of_the_list_the_terminal_is_as_before),
        ON_STAGE(after_sigterm_and_sigquit_the_terminal_is_as_before),
        ON_STAGE(after_a_device_has_failed_the_terminal_is_as_before),
        ON_STAGE(keys_without_a_meaning_do_nothing),
        ON_STAGE(in_the_background_it_plays_and_leaves_the_terminal_alone),
        ON_STAGE(a_terminal_that_hangs_up_stops_it),
        ON_STAGE(a_terminal_that_takes_nothing_holds_nothing_up),
    };

    return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
