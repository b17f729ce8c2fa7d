/*
 * test_screen_ends.c - rondo -u where parts of it are killed or stopped.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_screen.h"

enum { FRAMES = 60 * NUMBERS_RATE };

static struct screen_stage start(struct stage *stage, const char *before)
{
    struct screen_stage screen;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    screen = screen_start(stage, 80, 24, before, "-o sim numbers.wav");
    return screen;
}

static void leave(struct screen_stage *screen)
{
    tmux_press(&screen->tmux, "q");
    screen_await_end(screen, 0);
}

static void a_killed_screen_is_started_again_and_the_music_goes_on(void **state)
{
    struct screen_stage screen = start(*state, "");
    struct control_pids before = control_pids(screen.rondo), after;
    pid_t pid = screen_pid(&screen, 0);

    screen_await_row(&screen, 11, "── 1 track ──");
    kill(pid, SIGKILL);
    screen_pid(&screen, pid);
    screen_await_row(&screen, 11, "── 1 track ──");
    screen_await_row(&screen, 0, "▶ numbers.wav");
    after = control_pids(screen.rondo);
    assert_memory_equal(&before, &after, sizeof(before));
    leave(&screen);
}

static void one_that_is_killed_again_and_again_gives_way_to_the_line(void **state)
{
    struct screen_stage screen = start(*state, "");
    pid_t pid = 0;

    for (int i = 0; i < 3; i++) {
        pid = screen_pid(&screen, pid);
        kill(pid, SIGKILL);
    }
    tmux_await(&screen.tmux, "no screen: rondo-screen ends again and again");
    tmux_await(&screen.tmux, "▶ 1/1  numbers.wav");
    tmux_press(&screen.tmux, "Space");
    tmux_await(&screen.tmux, "‖ 1/1  numbers.wav");
    leave(&screen);
}

static void killed_producers_and_consumers_leave_the_screen_as_it_is(void **state)
{
    struct screen_stage screen = start(*state, "");
    struct control_pids pids = control_pids(screen.rondo);
    pid_t pid = screen_pid(&screen, 0);

    kill(pids.producer, SIGKILL);
    kill(pids.consumer, SIGKILL);
    stage_await_number(screen.rondo, "restarts.producer", 1);
    stage_await_number(screen.rondo, "restarts.consumer", 1);
    stage_await_ready(screen.rondo);
    screen_await_row(&screen, 10, "asleep: producer (full)");
    screen_await_row(&screen, 0, "▶ numbers.wav");
    assert_int_equal(screen_pid(&screen, 0), pid);
    leave(&screen);
}

/* Lines with echo, as a shell expects them. */
static void expect_usual_settings(struct tmux *tmux)
{
    struct stage_process *asked = stage_run(tmux->stage, "tmux", "-S", "tmux.socket", "list-panes",
                                            "-F", "#{pane_tty}", NULL);
    const char *text;
    char path[PATH_MAX];
    struct termios settings;
    int terminal;

    text = stage_out(asked);
    snprintf(path, sizeof(path), "%.*s", (int)strcspn(text, "\n"), text);
    terminal = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    assert_true(terminal >= 0);
    assert_int_equal(tcgetattr(terminal, &settings), 0);
    close(terminal);
    assert_int_equal(settings.c_lflag & (ICANON | ECHO), ICANON | ECHO);
}

static void a_killed_player_gets_its_terminal_back(void **state)
{
    struct screen_stage screen = start(*state, "");
    pid_t pid = screen_pid(&screen, 0);

    screen_await_row(&screen, 11, "── 1 track ──");
    kill(control_pids(screen.rondo).rondo, SIGKILL);
    stage_await_gone(pid);
    tmux_await_not(&screen.tmux, "1 track");
    expect_usual_settings(&screen.tmux);
    tmux_end(&screen.tmux);
    stage_ctl(screen.rondo, "doctor", "--reap", NULL);
}

static void the_terminals_keys_for_jobs_do_what_they_do_without_it(void **state)
{
    struct screen_stage screen = start(*state, "");
    pid_t pid = screen_pid(&screen, 0);

    screen_await_row(&screen, 11, "── 1 track ──");
    tmux_press(&screen.tmux, "C-c");
    screen_await_row(&screen, 0, "‖ numbers.wav");
    tmux_press(&screen.tmux, "C-c");
    screen_await_row(&screen, 0, "▶ numbers.wav");
    assert_int_equal(screen_pid(&screen, 0), pid);
    tmux_press(&screen.tmux, "C-\\");
    screen_await_end(&screen, 0);
}

static void a_stopped_job_gives_the_terminal_back_and_takes_it_again(void **state)
{
    struct stage *stage = *state;
    struct screen_stage screen = {.rondo = stage_prepare(stage)};
    char line[PATH_MAX + 128];
    pid_t rondo, pid;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    screen.rondo->ended = true;
    strcpy(screen.rondo->name, stage->name);
    screen.tmux = tmux_start(stage, 80, 24, "PS1='prompt> ' exec sh -i");
    snprintf(line, sizeof(line), "%s/rondo -u --no-config -n %s -o sim numbers.wav",
             stage->programs, stage->name);
    tmux_await(&screen.tmux, "prompt>");
    tmux_press(&screen.tmux, line);
    tmux_press(&screen.tmux, "Enter");
    screen_await_row(&screen, 11, "── 1 track ──");
    stage_await_ready(screen.rondo);
    rondo = control_pids(screen.rondo).rondo;
    pid = screen_pid(&screen, 0);
    tmux_press(&screen.tmux, "C-z");
    control_await_state(rondo, "T");
    control_await_state(pid, "T");
    tmux_await_not(&screen.tmux, "1 track");
    expect_usual_settings(&screen.tmux);
    tmux_press(&screen.tmux, "fg");
    tmux_press(&screen.tmux, "Enter");
    screen_await_row(&screen, 11, "── 1 track ──");
    screen_await_row(&screen, 0, "▶ numbers.wav");
    assert_int_equal(screen_pid(&screen, 0), pid);
    tmux_press(&screen.tmux, "q");
    stage_await_gone(rondo);
    tmux_end(&screen.tmux);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_killed_screen_is_started_again_and_the_music_goes_on),
        ON_STAGE(one_that_is_killed_again_and_again_gives_way_to_the_line),
        ON_STAGE(killed_producers_and_consumers_leave_the_screen_as_it_is),
        ON_STAGE(a_killed_player_gets_its_terminal_back),
        ON_STAGE(the_terminals_keys_for_jobs_do_what_they_do_without_it),
        ON_STAGE(a_stopped_job_gives_the_terminal_back_and_takes_it_again),
    };

    return cmocka_run_group_tests_name("screen_ends", tests, NULL, NULL);
}
