/*
 * test_rondoscope_proc.c - what /proc tells of a process, and how often in a second.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/child_process.h"
#include "tools/rondoscope/proc.h"
#include "tools/rondoscope/rate.h"

static void assert_near(double is, double expected)
{
    assert_true(is > expected - 0.001 && is < expected + 0.001);
}

static const char status[] = "Name:\tSigPnd:\n"
                             "State:\tS (sleeping)\n"
                             "SigQ:\t0/3838\n"
                             "SigPnd:\t0000000000000001\n"
                             "ShdPnd:\t0000000000000200\n"
                             "SigBlk:\t0000000000010000\n"
                             "SigIgn:\t0000000000001000\n"
                             "SigCgt:\t0000000180004000\n"
                             "voluntary_ctxt_switches:\t1234\n"
                             "nonvoluntary_ctxt_switches:\t99\n";

static void the_first_threads_masks_count_and_all_threads_sleeps(void **state)
{
    struct proc_facts facts = {0};

    (void)state;
    proc_add_thread(status, true, &facts);
    assert_int_equal(facts.state, 'S');
    assert_int_equal(facts.pending, 0x201);
    assert_int_equal(facts.blocked, 0x10000);
    assert_int_equal(facts.ignored, 0x1000);
    assert_int_equal(facts.caught, 0x180004000);
    assert_int_equal(facts.sleeps, 1234);
    proc_add_thread("State:\tR (running)\nSigPnd:\t4\nSigBlk:\tff\nvoluntary_ctxt_switches:\t6\n",
                    false, &facts);
    assert_int_equal(facts.state, 'S');
    assert_int_equal(facts.pending, 0x205);
    assert_int_equal(facts.blocked, 0x10000);
    assert_int_equal(facts.sleeps, 1240);
    assert_int_equal(facts.threads, 2);
}

static void garbage_leaves_zeros(void **state)
{
    struct proc_facts facts = {0};

    (void)state;
    proc_add_thread("", true, &facts);
    proc_add_thread("State:\nSigPnd:\nSigBlk:\tzzz", true, &facts);
    assert_int_equal(facts.state, '?');
    assert_int_equal(facts.pending | facts.blocked | facts.sleeps, 0);
}

static void a_stopped_child_with_a_pending_signal_is_seen_as_such(void **state)
{
    struct proc_facts facts;
    pid_t child = child_fork();

    (void)state;
    if (child == 0) {
        sigset_t set;

        sigemptyset(&set);
        sigaddset(&set, SIGUSR1);
        sigprocmask(SIG_BLOCK, &set, NULL);
        signal(SIGUSR2, SIG_IGN);
        raise(SIGSTOP);
        _exit(0);
    }
    waitpid(child, NULL, WUNTRACED);
    assert_int_equal(kill(child, SIGUSR1), 0);
    assert_int_equal(proc_read(child, &facts), 0);
    assert_int_equal(facts.state, 'T');
    assert_int_equal(facts.threads, 1);
    assert_true(facts.pending >> (SIGUSR1 - 1) & 1);
    assert_true(facts.blocked >> (SIGUSR1 - 1) & 1);
    assert_true(facts.ignored >> (SIGUSR2 - 1) & 1);
    assert_true(proc_has_thread(child, child));
    assert_false(proc_has_thread(child, getpid()));
    child_kill(child);
    assert_int_equal(proc_read(child, &facts), -ESRCH);
}

static void rates_need_two_readings_and_cover_about_a_second(void **state)
{
    struct rate rate = {0};
    const uint64_t ms = 1000000;

    (void)state;
    rate_feed(&rate, 1, &(struct rate_sample){.time_ns = 1, .sleeps = 10});
    assert_true(rate_sleeps(&rate) < 0 && rate_cpu(&rate) < 0);
    for (unsigned i = 1; i <= 30; i++)
        rate_feed(&rate, 1,
                  &(struct rate_sample){.time_ns = 1 + i * 100 * ms,
                                        .sleeps = 10 + i * (i <= 15 ? 1 : 2),
                                        .cpu_ns = i * 10 * ms});
    assert_near(rate_cpu(&rate), 10.0);
    assert_near(rate_sleeps(&rate), 20.0);
    assert_in_range(rate.count, 11, RATE_SAMPLES);
}

static void rare_readings_and_another_process_are_understood(void **state)
{
    struct rate rate = {0};
    const uint64_t s = 1000000000;

    (void)state;
    for (unsigned i = 0; i < 5; i++)
        rate_feed(&rate, 1, &(struct rate_sample){.time_ns = 1 + i * 60 * s, .sleeps = i * 120});
    assert_int_equal(rate.count, 2);
    assert_near(rate_sleeps(&rate), 2.0);
    rate_feed(&rate, 1, &(struct rate_sample){.time_ns = 1 + 300 * s, .sleeps = 3});
    assert_near(rate_sleeps(&rate), 0.0); /* a thread has ended */
    rate_feed(&rate, 1, &(struct rate_sample){.time_ns = 1 + 300 * s, .sleeps = 4});
    assert_int_equal(rate.count, 2); /* no time has passed */
    rate_feed(&rate, 2, &(struct rate_sample){.time_ns = 1 + 301 * s, .sleeps = 7});
    assert_true(rate_sleeps(&rate) < 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_threads_masks_count_and_all_threads_sleeps),
        cmocka_unit_test(garbage_leaves_zeros),
        cmocka_unit_test(a_stopped_child_with_a_pending_signal_is_seen_as_such),
        cmocka_unit_test(rates_need_two_readings_and_cover_about_a_second),
        cmocka_unit_test(rare_readings_and_another_process_are_understood),
    };

    return cmocka_run_group_tests_name("rondoscope_proc", tests, NULL, NULL);
}
