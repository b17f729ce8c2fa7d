/*
 * test_signals.c - `rondo --signals` tells the truth: each of its rows is proved, and a row that
 * nobody proves fails the test.
 *
 * Each proof has a player of its own in a terminal, on the first of two tracks.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_terminal.h"

enum { FRAMES = 60 * NUMBERS_RATE, ROWS = 16, AT_SECOND = 20 };

static void write_list(struct stage *stage, const char *text)
{
    stage_write(stage, "list.m3u", text, strlen(text));
}

static void await_state(struct stage_process *rondo, const char *state)
{
    stage_await_text(rondo, "state", state);
}

/* Until the status has just this number. */
static void await_number(struct stage_process *rondo, const char *member, double number)
{
    uint64_t since = 0;

    while (stage_number(stage_status(rondo), member) != number)
        stage_tick(rondo, &since, member);
}

/* Paused at a known place, where nothing changes by itself. */
static void stand(struct stage_process *rondo)
{
    char second[16];

    snprintf(second, sizeof(second), "%d", AT_SECOND);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "seek", second, NULL)->status, 0);
    await_number(rondo, "frame", AT_SECOND * NUMBERS_RATE);
}

static void prove_sigint(struct stage_process *rondo)
{
    control_signal(rondo, SIGINT);
    await_state(rondo, "paused");
    control_signal(rondo, SIGINT);
    await_state(rondo, "playing");
}

static void prove_sighup(struct stage_process *rondo)
{
    stand(rondo);
    write_list(rondo->stage, "second.wav\nfirst.wav\nsecond.wav\n");
    control_signal(rondo, SIGHUP);
    await_number(rondo, "tracks", 3);
    assert_int_equal(stage_number(stage_status(rondo), "track"), 2);
    assert_int_equal(stage_number(stage_status(rondo), "frame"), AT_SECOND * NUMBERS_RATE);
}

static void prove_sigterm(struct stage_process *rondo)
{
    control_signal(rondo, SIGTERM);
    assert_int_equal(stage_wait(rondo), 0);
}

static void prove_sigquit(struct stage_process *rondo)
{
    control_signal(rondo, SIGQUIT);
    assert_int_equal(stage_wait(rondo), 0);
}

static void prove_sigusr1(struct stage_process *rondo)
{
    control_signal(rondo, SIGUSR1);
    await_number(rondo, "track", 2);
}

static void prove_sigusr2(struct stage_process *rondo)
{
    stand(rondo);
    control_signal(rondo, SIGUSR2);
    await_number(rondo, "frame", 0);
}

static void prove_sigtstp(struct stage_process *rondo)
{
    control_signal(rondo, SIGTSTP);
    control_await_state(rondo->pid, "T");
    kill(rondo->pid, SIGCONT);
}

static void prove_sigcont(struct stage_process *rondo)
{
    control_signal(rondo, SIGTSTP);
    control_await_state(rondo->pid, "T");
    control_signal(rondo, SIGCONT);
    control_await_state(rondo->pid, "SRD");
    await_state(rondo, "playing");
    control_signal(rondo, SIGCONT);
    await_state(rondo, "playing");
}

/* Paused, it draws nothing by itself. */
static void prove_sigwinch(struct stage_process *rondo)
{
    size_t shown;
    uint64_t since = 0;

    stand(rondo);
    shown = strlen(stage_shown(rondo));
    control_signal(rondo, SIGWINCH);
    while (!strstr(stage_shown(rondo) + shown, "\r\033[K"))
        stage_tick(rondo, &since, "the line");
}

static void prove_sigchld(struct stage_process *rondo)
{
    const struct control_pids pids = control_pids(rondo);

    control_signal(rondo, SIGCHLD);
    await_state(rondo, "playing");
    assert_int_equal(stage_number(stage_status(rondo), "restarts.producer"), 0);
    kill(pids.producer, SIGKILL);
    await_number(rondo, "restarts.producer", 1);
    kill(pids.consumer, SIGKILL);
    await_number(rondo, "restarts.consumer", 1);
    stage_await_ready(rondo);
}

static void prove_sigpipe(struct stage_process *rondo)
{
    stand(rondo);
    control_signal(rondo, SIGPIPE);
    control_signal(rondo, SIGPIPE);
    await_state(rondo, "paused");
    assert_int_equal(stage_number(stage_status(rondo), "frame"), AT_SECOND * NUMBERS_RATE);
}

static void prove_value(struct stage_process *rondo, int offset, int value, const char *member,
                        double number)
{
    stand(rondo);
    control_signal_value(rondo, offset, value);
    await_number(rondo, member, number);
}

static void prove_forward(struct stage_process *rondo)
{
    prove_value(rondo, 0, 7, "frame", (AT_SECOND + 7) * NUMBERS_RATE);
}

static void prove_back(struct stage_process *rondo)
{
    prove_value(rondo, 1, 7, "frame", (AT_SECOND - 7) * NUMBERS_RATE);
}

static void prove_go(struct stage_process *rondo)
{
    prove_value(rondo, 2, 59, "frame", 59 * NUMBERS_RATE);
}

static void prove_volume(struct stage_process *rondo)
{
    prove_value(rondo, 3, 42, "volume", 42);
}

static void prove_track(struct stage_process *rondo)
{
    prove_value(rondo, 4, 2, "track", 2);
}

static const struct row {
    const char *name;
    void (*prove)(struct stage_process *rondo);
} rows[ROWS] = {
    {"SIGINT", prove_sigint},    {"SIGHUP", prove_sighup},   {"SIGTERM", prove_sigterm},
    {"SIGQUIT", prove_sigquit},  {"SIGUSR1", prove_sigusr1}, {"SIGUSR2", prove_sigusr2},
    {"SIGTSTP", prove_sigtstp},  {"SIGCONT", prove_sigcont}, {"SIGWINCH", prove_sigwinch},
    {"SIGCHLD", prove_sigchld},  {"SIGPIPE", prove_sigpipe}, {"SIGRTMIN+0", prove_forward},
    {"SIGRTMIN+1", prove_back},  {"SIGRTMIN+2", prove_go},   {"SIGRTMIN+3", prove_volume},
    {"SIGRTMIN+4", prove_track},
};

static struct stage_process *play(struct stage *stage)
{
    struct termios before;
    struct stage_process *rondo;

    write_list(stage, "first.wav\nsecond.wav\n");
    rondo = TERMINAL_PLAY(stage, 80, &before, "-o", "sim", "list.m3u");
    terminal_await_taken(rondo);
    stage_await_number(rondo, "frame", 1);
    return rondo;
}

static void end(struct stage_process *rondo)
{
    uint64_t since = 0;

    if (rondo->ended)
        return;
    while (stage_ctl(rondo, "quit", NULL)->status != 0)
        stage_tick(rondo, &since, "its end");
    assert_int_equal(stage_wait(rondo), 0);
}

static void prove(struct stage *stage, const char *name)
{
    struct stage_process *rondo;

    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(rows[i].name, name) == 0) {
            rondo = play(stage);
            rows[i].prove(rondo);
            end(rondo);
            return;
        }
    fail_msg("rondo --signals has %s, which is not proved", name);
}

static void each_row_of_the_table_is_true(void **state)
{
    struct stage *stage = *state;
    struct stage_process *help = stage_run(stage, "rondo", "--signals", NULL);
    const char *line = stage_out(help);
    char name[32];
    int count = 0;

    assert_int_equal(help->status, 0);
    numbers_write(stage, "first.wav", 0, FRAMES);
    numbers_write(stage, "second.wav", 1, FRAMES);
    for (; sscanf(line, "%31[A-Z0-9+]", name) == 1; line = strchr(line, '\n') + 1, count++)
        prove(stage, name);
    assert_int_equal(count, ROWS);
}

static void signals_without_their_value_do_nothing(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    numbers_write(stage, "first.wav", 0, FRAMES);
    numbers_write(stage, "second.wav", 1, FRAMES);
    rondo = play(stage);
    stand(rondo);
    for (int offset = 0; offset < 5; offset++)
        control_signal(rondo, SIGRTMIN + offset);
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    await_state(rondo, "playing");
    stage_await_number(rondo, "frame", AT_SECOND * NUMBERS_RATE + 1);
    assert_int_equal(stage_number(stage_status(rondo), "track"), 1);
    assert_int_equal(stage_number(stage_status(rondo), "volume"), 100);
    end(rondo);
}

/* A file named as an argument is a list of one. */
static void sighup_without_a_playlist_changes_nothing(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    stage_card(stage, &(struct card_options){0});
    numbers_write(stage, "first.wav", 0, FRAMES);
    rondo = stage_play(stage, "-o", "portaudio", "first.wav", NULL);
    control_await_more(stage, NUMBERS_SECOND_BYTES / 5);
    control_signal(rondo, SIGHUP);
    stage_await_errors(rondo, "rondo: reloaded: 1 track\n");
    control_await_more(stage, NUMBERS_SECOND_BYTES / 5);
    assert_int_equal(stage_ctl(rondo, "seek", "59.9", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    NUMBERS_ASSERT(stage, {0, 0, 0}, {0, FRAMES - NUMBERS_RATE / 10, NUMBERS_RATE / 10});
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(each_row_of_the_table_is_true),
        ON_STAGE(signals_without_their_value_do_nothing),
        ON_STAGE(sighup_without_a_playlist_changes_nothing),
    };

    return cmocka_run_group_tests_name("signals", tests, NULL, NULL);
}
