/*
 * test_rondoscope_live.c - the screen, in a private tmux: sizes, keys, and what follows a kill.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_tmux.h"

enum { FRAMES = 60 * NUMBERS_RATE };

static struct stage_process *play(struct stage *stage)
{
    struct stage_process *rondo;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    rondo = stage_play(stage, "--buffer=1", "-o", "sim", "numbers.wav", NULL);
    stage_await_ready(rondo);
    return rondo;
}

static void quit(struct stage_process *rondo)
{
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

/* A shell that says where it is before and after, and keeps the terminal's settings of both. */
static struct tmux watch(struct stage *stage, unsigned columns, unsigned rows)
{
    char script[PATH_MAX + 256];
    struct tmux tmux;

    snprintf(script, sizeof(script),
             "echo the shell; stty -g >before; %s/rondoscope -n %s; echo status $?; "
             "stty -g >after; echo again; exec cat",
             stage->programs, stage->name);
    tmux = tmux_start(stage, columns, rows, script);
    tmux_await(&tmux, "q quit");
    return tmux;
}

static void expect_same_settings(struct stage *stage)
{
    size_t size;
    char *before = (char *)stage_read(stage, "before", &size);
    char *after = (char *)stage_read(stage, "after", &size);

    assert_true(size > 0);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* That, and blank lines below it. */
static void expect_screen(struct tmux *tmux, const char *text)
{
    const char *screen = tmux_screen(tmux);
    size_t length = strlen(text);

    if (strncmp(screen, text, length) != 0 || screen[length + strspn(screen + length, "\n")])
        fail_msg("on the screen is:\n%s", screen);
}

static void leave(struct tmux *tmux)
{
    tmux_press(tmux, "q");
    tmux_await(tmux, "again");
    tmux_end(tmux);
}

static void the_picture_fits_and_follows_the_size_of_the_terminal(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    struct tmux tmux = watch(stage, 80, 24);

    tmux_await(&tmux, ": running, playing  track 1 at ");
    tmux_await(&tmux, "16 slots");
    tmux_await(&tmux, "█");
    tmux_await(&tmux, "sem.     value");
    tmux_await(&tmux, "pending");
    tmux_await(&tmux, "key 0x52");
    tmux_resize(&tmux, 40, 10);
    tmux_await_not(&tmux, "pending");
    tmux_await(&tmux, "16 slots");
    tmux_await(&tmux, "> producer");
    tmux_await(&tmux, "PAUSED 0");
    tmux_await(&tmux, "? keys  q quit");
    tmux_press(&tmux, "?");
    tmux_await(&tmux, "kill it: SIGKILL");
    tmux_press(&tmux, "x");
    tmux_await(&tmux, "all slots with track");
    tmux_press(&tmux, "x");
    tmux_await(&tmux, "> producer");
    tmux_resize(&tmux, 100, 40);
    tmux_await(&tmux, "the flight recorder's newest");
    leave(&tmux);
    quit(rondo);
}

static void a_killed_producer_heals_before_ones_eyes(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    struct control_pids pids = control_pids(rondo);
    struct tmux tmux = watch(stage, 80, 50);
    char line[64];

    tmux_press(&tmux, "k");
    snprintf(line, sizeof(line), "SIGKILL to producer %d", (int)pids.producer);
    tmux_await(&tmux, line);
    snprintf(line, sizeof(line), "producer %d is dead", (int)pids.producer);
    tmux_await(&tmux, line);
    snprintf(line, sizeof(line), "ENDED producer %d, by SIGKILL", (int)pids.producer);
    tmux_await(&tmux, line);
    tmux_await(&tmux, "STARTED producer");
    tmux_await(&tmux, "TAKE_SEAT");
    tmux_await(&tmux, "all is as before");
    stage_await_number(rondo, "restarts.producer", 1);
    stage_await_ready(rondo);
    assert_int_equal((int)stage_number(stage_status(rondo), "restarts.producer"), 1);
    assert_int_equal((int)stage_number(stage_status(rondo), "restarts.consumer"), 0);

    tmux_press(&tmux, "[");
    tmux_await(&tmux, "the ring as it was at ");
    for (int i = 0; i < 40; i++)
        tmux_press(&tmux, "[");
    tmux_await(&tmux, "the ring as it was at 1 of ");
    tmux_await(&tmux, ">   0.0 key");
    tmux_press(&tmux, "]");
    tmux_await(&tmux, "the ring as it was at 2 of ");
    tmux_press(&tmux, "0");
    tmux_await_not(&tmux, "the ring as it was");
    leave(&tmux);
    quit(rondo);
}

static void a_stopped_consumer_is_seen_to_be_killed_by_the_watchdog(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    struct tmux tmux = watch(stage, 80, 50);

    tmux_press(&tmux, "c");
    tmux_await(&tmux, "> consumer");
    tmux_press(&tmux, "s");
    tmux_await(&tmux, "SIGSTOP to consumer");
    tmux_await(&tmux, "ENDED consumer");
    tmux_await(&tmux, "by SIGKILL");
    tmux_await(&tmux, "STARTED consumer");
    tmux_await(&tmux, "all is as before");
    stage_await_number(rondo, "restarts.consumer", 1);
    leave(&tmux);
    quit(rondo);
}

static void a_process_that_is_stopped_in_a_pause_goes_on_when_told_to(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    struct control_pids pids = control_pids(rondo);
    struct tmux tmux;

    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    tmux = watch(stage, 80, 50);
    tmux_press(&tmux, "c");
    tmux_press(&tmux, "s");
    control_await_state(pids.consumer, "T");
    tmux_await(&tmux, "healing of the consumer: going on");
    tmux_press(&tmux, "u");
    control_await_state(pids.consumer, "S");
    tmux_await(&tmux, "SIGCONT to consumer");
    tmux_await(&tmux, "it goes on, after");
    tmux_press(&tmux, "Escape");
    tmux_await_not(&tmux, "healing");
    leave(&tmux);
    quit(rondo);
}

static void the_pace_is_changed_by_requests_whose_answers_are_shown(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    struct tmux tmux = watch(stage, 80, 24);

    tmux_press(&tmux, "m");
    tmux_await(&tmux, "slow 25: done");
    tmux_await(&tmux, "slow by 25");
    tmux_press(&tmux, "m");
    tmux_await(&tmux, "slow off: done");
    tmux_await_not(&tmux, "slow by 25");
    tmux_press(&tmux, "Space");
    tmux_await(&tmux, "step: done");
    tmux_await(&tmux, "step by step");
    tmux_await(&tmux, "wants ");
    tmux_press(&tmux, "m");
    tmux_await_not(&tmux, "step by step");
    leave(&tmux);
    quit(rondo);
}

static void the_players_end_is_told_and_its_successor_is_shown(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    struct tmux tmux = watch(stage, 80, 50);

    tmux_press(&tmux, "r");
    tmux_press(&tmux, "k");
    tmux_await(&tmux, "SIGKILL to player");
    tmux_await(&tmux, "the semaphore set is removed");
    tmux_await(&tmux, "nothing is left of it");
    tmux_await(&tmux, ": dead");
    tmux_await(&tmux, "The player has ended");
    assert_int_equal(stage_wait(rondo), 128 + SIGKILL);
    rondo = play(stage);
    tmux_await(&tmux, ": running, playing");
    tmux_await_not(&tmux, "healing");
    leave(&tmux);
    quit(rondo);
}

static void the_terminal_is_left_as_it_was_found(void **state)
{
    static const char *const ways[] = {"q", "C-c", "C-\\"};
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);

    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        struct tmux tmux = watch(stage, 80, 24);

        tmux_press(&tmux, ways[i]);
        tmux_await(&tmux, "again");
        expect_screen(&tmux, "the shell\nstatus 0\nagain\n");
        expect_same_settings(stage);
        tmux_end(&tmux);
    }
    quit(rondo);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_picture_fits_and_follows_the_size_of_the_terminal),
        ON_STAGE(a_killed_producer_heals_before_ones_eyes),
        ON_STAGE(a_stopped_consumer_is_seen_to_be_killed_by_the_watchdog),
        ON_STAGE(a_process_that_is_stopped_in_a_pause_goes_on_when_told_to),
        ON_STAGE(the_pace_is_changed_by_requests_whose_answers_are_shown),
        ON_STAGE(the_players_end_is_told_and_its_successor_is_shown),
        ON_STAGE(the_terminal_is_left_as_it_was_found),
    };

    return cmocka_run_group_tests_name("rondoscope_live", tests, NULL, NULL);
}
