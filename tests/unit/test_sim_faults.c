/*
 * test_sim_faults.c - the simulated device when it, or its caller, is in trouble.
 */
#include <errno.h>

#include "tests/unit/sim_fixture.h"

static uint32_t underruns_with(void **state, const char *options)
{
    struct output *output = sim_create_and_start(state, options);
    sim_write_from(output, 0, 50);
    sim_wait_for(output, 10);
    sim_write_from(output, 50, 9950);
    sim_play_out(output);
    uint32_t underruns = output_sim.underruns(output);
    char line[40];
    snprintf(line, sizeof(line), "sim: underruns %u, stalls 0\n", underruns);
    sim_assert_report(output, line);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 10000);
    return underruns;
}

static void a_writer_that_is_late_makes_underruns_and_loses_nothing(void **state)
{
    assert_int_equal(underruns_with(state, "speed=0,jitter=80"), 0);
    uint32_t underruns = underruns_with(state, "speed=0,jitter=500");
    assert_in_range(underruns, 1, 1000);
}

static void the_same_seed_makes_the_same_run_and_another_seed_another(void **state)
{
    uint32_t first = underruns_with(state, "speed=0,jitter=300");
    assert_int_equal(underruns_with(state, "speed=0,jitter=300"), first);
    assert_int_equal(underruns_with(state, "speed=0,jitter=300,seed=1"), first);
    assert_int_not_equal(underruns_with(state, "speed=0,jitter=300,seed=3"), first);
}

static void a_stall_makes_the_writer_wait_and_loses_nothing(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0,stall=0.05+2,stall=1+3.5");
    sim_write_from(output, 0, 140);
    sim_assert_report(output, "underruns 0, stalls 0\n");
    sim_assert_report(output, "max 20.00 ms\n");
    sim_write_from(output, 140, 20);
    sim_assert_report(output, "underruns 0, stalls 1\n");
    sim_assert_report(output, "max 2020.00 ms\n");
    sim_write_from(output, 160, 1000);
    sim_assert_report(output, "underruns 0, stalls 2\n");
    sim_assert_report(output, "max 3520.00 ms\n");
    sim_play_out(output);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 1160);
}

static void a_device_that_fails_is_gone_until_the_next_start(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0,fail=0.2,fail=1");
    sim_write_from(output, 0, 280);
    assert_int_equal(output_sim.delay(output), 100);
    assert_int_equal(sim_try_write(output, 280, 30), -ENODEV);
    uint32_t silence;
    assert_int_equal(output_sim.wait(output, 10, &silence), -ENODEV);
    assert_int_equal(sim_try_write(output, 280, 1), -ENODEV);
    assert_int_equal(output_sim.delay(output), 80);
    assert_int_equal(sim_drop(output), 80);
    assert_int_equal(output_sim.stop(output), 0);

    sim_start(output);
    sim_write_from(output, 200, 800);
    for (int i = 0; i < 9; i++)
        sim_wait_for(output, 10);
    assert_int_equal(output_sim.wait(output, 10, &silence), -ENODEV);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 1000);
}

static void a_device_may_be_gone_from_the_beginning(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0,fail=0");
    assert_int_equal(sim_try_write(output, 0, 20), -ENODEV);
    assert_int_equal(sim_drop(output), 0);
    assert_int_equal(output_sim.stop(output), 0);
    sim_start(output);
    sim_write_from(output, 0, 20);
    sim_play_out(output);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 20);
}

static void of_a_write_that_fails_nothing_counts_as_written(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0,fail=0.2");
    sim_write_from(output, 0, 20);
    assert_int_equal(sim_try_write(output, 20, 1000), -ENODEV);
    assert_int_equal(output_sim.delay(output), 0);
    assert_int_equal(sim_drop(output), 0);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 200);
}

static void a_successor_goes_on_with_the_recording_and_meets_no_fault_twice(void **state)
{
    struct output *killed = sim_create_and_start(state, "speed=0,fail=0.1,stall=0.1+5,fail=0.3");
    sim_write_from(killed, 0, 180);
    assert_int_equal(sim_try_write(killed, 180, 20), -ENODEV);
    output_sim.destroy(killed); /* never stopped, as if killed */

    struct output *output = sim_create(*state, "speed=0,fail=0.1,stall=0.1+5,fail=0.3", true);
    sim_start(output);
    sim_write_from(output, 100, 280);
    assert_int_equal(sim_try_write(output, 380, 20), -ENODEV);
    sim_assert_report(output, "stalls 0\n");
    assert_int_equal(sim_drop(output), 80);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 300);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_writer_that_is_late_makes_underruns_and_loses_nothing),
        IN_SCRATCH(the_same_seed_makes_the_same_run_and_another_seed_another),
        IN_SCRATCH(a_stall_makes_the_writer_wait_and_loses_nothing),
        IN_SCRATCH(a_device_that_fails_is_gone_until_the_next_start),
        IN_SCRATCH(a_device_may_be_gone_from_the_beginning),
        IN_SCRATCH(of_a_write_that_fails_nothing_counts_as_written),
        IN_SCRATCH(a_successor_goes_on_with_the_recording_and_meets_no_fault_twice),
    };
    return cmocka_run_group_tests_name("sim_faults", tests, NULL, NULL);
}
