/*
 * test_quiet.c - a paused rondo sleeps: no thread of its three processes wakes up for ten seconds.
 *
 * Both players are paused first and then watched together, so the ten seconds pass once.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_terminal.h"

enum { FRAMES = 60 * NUMBERS_RATE, STABLE_MS = 1000, SETTLE_MS = 5000, QUIET_MS = 10000 };

struct sleeper {
    const char *name; /* the instance's */
    const char *output;
    struct stage_process *rondo;
    struct control_pids pids;
    uint64_t sleeps;
};

static void pause_in_terminal(struct stage *stage, struct sleeper *sleeper)
{
    struct termios before;
    char name[64];

    snprintf(name, sizeof(name), "--name=%s-%s", stage->name, sleeper->name);
    sleeper->rondo = TERMINAL_PLAY(stage, 80, &before, name, "-o", sleeper->output, "numbers.wav");
    terminal_await_taken(sleeper->rondo);
    stage_await_ready(sleeper->rondo);
    stage_await_number(sleeper->rondo, "frame", 1);
    stage_type(sleeper->rondo, " ");
    terminal_await_line(sleeper->rondo, "‖");
    stage_await_text(sleeper->rondo, "state", "paused");
    sleeper->pids = control_pids(sleeper->rondo);
}

/* The watchdog looks once or twice more, and stops itself: the count stands still for a second. */
static void await_stable(struct sleeper *sleeper)
{
    uint64_t begin = stage_now_ms(), changed = begin;

    sleeper->sleeps = control_sleeps(&sleeper->pids);
    while (stage_now_ms() - changed < STABLE_MS) {
        uint64_t sleeps = control_sleeps(&sleeper->pids);

        if (sleeps != sleeper->sleeps)
            changed = stage_now_ms();
        if (changed - begin > SETTLE_MS)
            fail_msg("%s: it does not come to rest", sleeper->output);
        sleeper->sleeps = sleeps;
        poll(NULL, 0, 20);
    }
}

static void a_paused_rondo_makes_no_wakeups_for_ten_seconds(void **state)
{
    struct stage *stage = *state;
    struct sleeper sleepers[] = {{.name = "card", .output = "portaudio"},
                                 {.name = "sim", .output = "sim"}};
    enum { SLEEPERS = sizeof(sleepers) / sizeof(sleepers[0]) };

    stage_card(stage, &(struct card_options){0});
    numbers_write(stage, "numbers.wav", 0, FRAMES);
    for (int i = 0; i < SLEEPERS; i++)
        pause_in_terminal(stage, &sleepers[i]);
    for (int i = 0; i < SLEEPERS; i++)
        await_stable(&sleepers[i]);
    poll(NULL, 0, QUIET_MS);
    for (int i = 0; i < SLEEPERS; i++) {
        uint64_t woken = control_sleeps(&sleepers[i].pids) - sleepers[i].sleeps;

        if (woken > 0)
            fail_msg("%s: %llu wake-ups while paused", sleepers[i].output,
                     (unsigned long long)woken);
    }
    for (int i = 0; i < SLEEPERS; i++) {
        stage_type(sleepers[i].rondo, "q");
        assert_int_equal(stage_wait(sleepers[i].rondo), 0);
    }
    NUMBERS_ASSERT(stage, {0, 0, 0});
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_paused_rondo_makes_no_wakeups_for_ten_seconds),
    };

    return cmocka_run_group_tests_name("quiet", tests, NULL, NULL);
}
