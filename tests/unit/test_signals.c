/*
 * test_signals.c - each signal as the order it stands for, and the third Ctrl-C.
 */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "player/signals.h"

static int file;

static int open_signals(void **state)
{
    (void)state;
    return signals_open(&file);
}

static int close_signals(void **state)
{
    (void)state;
    return close(file);
}

static enum signals_order taken(struct signals_taps *taps)
{
    struct signals_taken next;

    assert_int_equal(signals_take(file, taps, &next), 0);
    return next.order;
}

static void every_signal_has_its_order(void **state)
{
    static const struct {
        int number;
        enum signals_order order;
    } rows[] = {
        {SIGINT, SIGNALS_TOGGLE},   {SIGHUP, SIGNALS_RELOAD},    {SIGTERM, SIGNALS_STOP},
        {SIGQUIT, SIGNALS_QUIT},    {SIGUSR1, SIGNALS_NEXT},     {SIGUSR2, SIGNALS_PREVIOUS},
        {SIGTSTP, SIGNALS_SUSPEND}, {SIGCONT, SIGNALS_CONTINUE}, {SIGWINCH, SIGNALS_REDRAW},
        {SIGCHLD, SIGNALS_NONE},    {SIGPIPE, SIGNALS_NONE},
    };
    struct signals_taps taps = {0};
    struct signals_taken next;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(signals_take(file, &taps, &next), -EAGAIN);
        assert_int_equal(kill(getpid(), rows[i].number), 0);
        assert_int_equal(signals_take(file, &taps, &next), 0);
        assert_int_equal(next.order, rows[i].order);
        assert_false(next.valued);
    }
    assert_int_equal(signals_take(file, &taps, &next), -EAGAIN);
}

static void real_time_signals_carry_their_value(void **state)
{
    static const enum signals_order orders[] = {
        SIGNALS_FORWARD, SIGNALS_BACK, SIGNALS_GO, SIGNALS_VOLUME, SIGNALS_TRACK,
    };
    struct signals_taps taps = {0};
    struct signals_taken next;

    (void)state;
    for (int i = 0; i < 5; i++) {
        const union sigval value = {.sival_int = i * 1000 - 1};

        assert_int_equal(sigqueue(getpid(), SIGRTMIN + i, value), 0);
        assert_int_equal(signals_take(file, &taps, &next), 0);
        assert_int_equal(next.order, orders[i]);
        assert_true(next.valued);
        assert_int_equal(next.value, i * 1000 - 1);
    }
    assert_int_equal(kill(getpid(), SIGRTMIN), 0);
    assert_int_equal(signals_take(file, &taps, &next), 0);
    assert_int_equal(next.order, SIGNALS_FORWARD);
    assert_false(next.valued);
}

static void real_time_signals_wait_in_line(void **state)
{
    struct signals_taps taps = {0};
    struct signals_taken next;

    (void)state;
    for (int i = 1; i <= 3; i++)
        assert_int_equal(sigqueue(getpid(), SIGRTMIN + 2, (const union sigval){.sival_int = i}), 0);
    for (int i = 1; i <= 3; i++) {
        assert_int_equal(signals_take(file, &taps, &next), 0);
        assert_int_equal(next.value, i);
    }
}

static void the_third_interrupt_within_the_time_stops(void **state)
{
    struct signals_taps taps = {0};

    (void)state;
    assert_int_equal(kill(getpid(), SIGINT), 0);
    assert_int_equal(taken(&taps), SIGNALS_TOGGLE);
    assert_int_equal(kill(getpid(), SIGINT), 0);
    assert_int_equal(taken(&taps), SIGNALS_TOGGLE);
    taps.ms[0] = taps.ms[1]; /* whatever the clock did meanwhile */
    assert_int_equal(kill(getpid(), SIGINT), 0);
    assert_int_equal(taken(&taps), SIGNALS_STOP);
}

static void taps_count_by_the_time_between_the_first_and_the_third(void **state)
{
    static const struct {
        uint64_t ms[4];
        const char *orders; /* t: toggle, S: stop */
    } rows[] = {
        {{1000, 1100, 1200, 1300}, "ttSS"}, {{1000, 1750, 2500, 2501}, "ttSS"},
        {{1000, 1750, 2501, 9000}, "tttt"}, {{1, 2, 3, 1503}, "ttSt"},
        {{1000, 5000, 5100, 5200}, "tttS"}, {{1000, 2400, 3800, 5200}, "tttt"},
        {{1000, 1000, 1000, 1000}, "ttSS"}, {{1000, 2500, 2500, 4000}, "ttSS"},
    };

    (void)state;
    for (size_t row = 0; row < sizeof(rows) / sizeof(rows[0]); row++) {
        struct signals_taps taps = {0};

        for (int i = 0; i < 4; i++) {
            enum signals_order order = signals_tap(&taps, rows[row].ms[i]);

            if (order != (rows[row].orders[i] == 'S' ? SIGNALS_STOP : SIGNALS_TOGGLE))
                fail_msg("row %zu, tap %d", row, i + 1);
        }
    }
}

static void *look_at_mask(void *mask)
{
    pthread_sigmask(SIG_SETMASK, NULL, mask);
    return NULL;
}

static void threads_inherit_that_the_signals_are_blocked(void **state)
{
    pthread_t thread;
    sigset_t mask;

    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, look_at_mask, &mask), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(sigismember(&mask, SIGINT), 1);
    assert_int_equal(sigismember(&mask, SIGCHLD), 1);
    assert_int_equal(sigismember(&mask, SIGRTMIN + 4), 1);
    assert_int_equal(sigismember(&mask, SIGRTMIN + 5), 0);
    assert_int_equal(sigismember(&mask, SIGSEGV), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_signal_has_its_order),
        cmocka_unit_test(real_time_signals_carry_their_value),
        cmocka_unit_test(real_time_signals_wait_in_line),
        cmocka_unit_test(the_third_interrupt_within_the_time_stops),
        cmocka_unit_test(taps_count_by_the_time_between_the_first_and_the_third),
        cmocka_unit_test(threads_inherit_that_the_signals_are_blocked),
    };
    return cmocka_run_group_tests_name("signals", tests, open_signals, close_signals);
}
