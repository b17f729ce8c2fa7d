/*
 * test_leftovers.c - every way to end that a player survives long enough to clean up: afterwards
 * no process, no System V object and no file of it is there.
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/leftovers.h"

enum { STATUS_NO_OUTPUT = 3 };

static void assert_ended(const struct leftovers *l, int status)
{
    leftovers_await_end(l);
    if (l->rondo->status != status)
        fail_msg("situation %d: it exits with %d: %s", l->situation, l->rondo->status,
                 stage_errors(l->rondo));
    assert_true(stage_is_empty(l->rondo->stage));
}

static void end_by_signal(struct stage *stage, int number)
{
    for (enum situation i = 0; i < SITUATIONS; i++) {
        struct leftovers l = leftovers_play(stage, i, NULL);

        control_signal(l.rondo, number);
        assert_ended(&l, 0);
    }
}

static void sigterm_leaves_nothing(void **state)
{
    end_by_signal(*state, SIGTERM);
}

static void sigquit_leaves_nothing(void **state)
{
    end_by_signal(*state, SIGQUIT);
}

/* Each may meet one that is still pending, so how many are taken is not known; three are enough. */
static void sigint_again_and_again_leaves_nothing(void **state)
{
    struct stage *stage = *state;

    for (enum situation i = 0; i < SITUATIONS; i++) {
        struct leftovers l = leftovers_play(stage, i, NULL);

        for (uint64_t since = 0; !l.rondo->ended;) {
            control_signal(l.rondo, SIGINT);
            stage_tick(l.rondo, &since, "its end");
        }
        assert_ended(&l, 0);
    }
}

static void a_terminal_that_goes_away_leaves_nothing(void **state)
{
    struct stage *stage = *state;

    for (enum situation i = 0; i < SITUATIONS; i++) {
        struct leftovers l = leftovers_play_in_terminal(stage, i);

        stage_shown(l.rondo);
        close(l.rondo->terminal);
        l.rondo->terminal = -1;
        assert_ended(&l, 0);
    }
}

static void the_lists_end_leaves_nothing(void **state)
{
    static const char *const outputs[] = {"sim,report=report,speed=20", "portaudio", "null"};
    struct stage *stage = *state;
    char path[PATH_MAX];

    stage_card(stage, &(struct card_options){.speed = 4});
    for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++) {
        struct stage_process *rondo = stage_play(stage, "-q", "--latency", "1000", "-o", outputs[i],
                                                 stage_sample("mono.wav", path), NULL);

        assert_int_equal(stage_wait(rondo), 0);
        kernel_await_empty(rondo);
        assert_true(stage_is_empty(stage));
    }
}

static void end_by_verb(struct stage *stage, const char *verb)
{
    for (enum situation i = 0; i < SITUATIONS; i++) {
        struct leftovers l = leftovers_play(stage, i, NULL);

        assert_int_equal(stage_ctl(l.rondo, verb, NULL)->status, 0);
        assert_ended(&l, 0);
    }
}

static void rondoctl_stop_leaves_nothing(void **state)
{
    end_by_verb(*state, "stop");
}

static void rondoctl_quit_leaves_nothing(void **state)
{
    end_by_verb(*state, "quit");
}

static void a_lost_device_that_ends_it_leaves_nothing(void **state)
{
    static const char *const quits[LEFTOVERS_OPTIONS] = {"--on-device-loss", "quit"};
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct leftovers l;
    struct stage_process *rondo =
        stage_play(stage, "-q", "-o", "sim,report=report,fail=0.5", quits[0], quits[1],
                   stage_sample("rondo-s16.flac", path), NULL);

    assert_int_equal(stage_wait(rondo), STATUS_NO_OUTPUT);
    kernel_await_empty(rondo);
    assert_true(stage_is_empty(stage));

    l = leftovers_play(stage, CARD_PLAYING, quits);
    card_command(&stage->card, CARD_DIE);
    assert_ended(&l, STATUS_NO_OUTPUT);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_KERNEL(sigterm_leaves_nothing),
        ON_KERNEL(sigquit_leaves_nothing),
        ON_KERNEL(sigint_again_and_again_leaves_nothing),
        ON_KERNEL(a_terminal_that_goes_away_leaves_nothing),
        ON_KERNEL(the_lists_end_leaves_nothing),
        ON_KERNEL(rondoctl_stop_leaves_nothing),
        ON_KERNEL(rondoctl_quit_leaves_nothing),
        ON_KERNEL(a_lost_device_that_ends_it_leaves_nothing),
    };

    return cmocka_run_group_tests_name("leftovers", tests, NULL, NULL);
}
