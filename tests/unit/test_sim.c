/*
 * test_sim.c - the simulated device: what is heard, and when.
 */
#include <errno.h>
#include <time.h>

#include "tests/unit/sim_fixture.h"

static char why[400];

static void every_frame_played_out_is_heard_once_and_in_order(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0");
    sim_write_from(output, 0, 12345);
    sim_play_out(output);
    assert_int_equal(output_sim.underruns(output), 0);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 12345);
}

static void time_passes_only_where_the_caller_has_to_wait(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0");
    for (uint32_t written = 20; written <= SIM_LATENCY; written += 20) {
        assert_int_equal(sim_try_write(output, (int32_t)written - 20, 20), 0);
        assert_int_equal(output_sim.delay(output), written);
    }
    sim_assert_report(output, "heard 0 frames");
    sim_assert_report(output, "time in write p50 0.00, p99 0.00, max 0.00 ms");
    assert_int_equal(sim_try_write(output, 100, 15), 0);
    assert_int_equal(output_sim.delay(output), SIM_LATENCY - 5);
    sim_assert_report(output, "heard 20 frames");
    sim_assert_report(output, "max 20.00 ms");
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 20);
}

static void a_caller_that_asks_and_asks_sees_time_pass_even_at_speed_0(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0");
    sim_write_from(output, 0, 100);
    for (int i = 0; i < 8; i++)
        assert_int_equal(output_sim.delay(output), 100);
    assert_int_equal(output_sim.delay(output), 90);
    assert_int_equal(output_sim.delay(output), 80);
    sim_write_from(output, 100, 20);
    for (int i = 0; i < 8; i++)
        assert_int_equal(output_sim.delay(output), 100);
    sim_wait_for(output, 30);
    for (int i = 0; i < 8; i++)
        assert_int_equal(output_sim.delay(output), 70);
    for (uint64_t left = 60; left > 0; left -= 10)
        assert_int_equal(output_sim.delay(output), left);
    assert_int_equal(output_sim.delay(output), 0);
    assert_int_equal(output_sim.underruns(output), 0);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 120);
}

static void a_write_longer_than_the_buffer_sleeps_until_all_is_taken(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0,period=7");
    assert_int_equal(sim_try_write(output, 0, 4000), 0);
    assert_in_range(output_sim.delay(output), SIM_LATENCY - 6, SIM_LATENCY);
    assert_int_equal((4000 - output_sim.delay(output)) % 7, 0);
    sim_play_out(output);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 4000);
}

static void a_wait_lets_as_much_be_heard_in_whole_periods(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0");
    sim_write_from(output, 0, 75);
    sim_wait_for(output, 20);
    assert_int_equal(output_sim.delay(output), 55);
    sim_wait_for(output, 1);
    assert_int_equal(output_sim.delay(output), 45);
    sim_wait_for(output, 11);
    assert_int_equal(output_sim.delay(output), 25);
    sim_wait_for(output, 1000);
    assert_int_equal(output_sim.delay(output), 0);
    sim_wait_for(output, 1000);
    assert_int_equal(output_sim.underruns(output), 0);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 75);
}

static void what_is_dropped_was_not_heard_and_can_be_written_again(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0,jitter=3");
    int32_t next = 0;
    while (next < 3000) {
        sim_write_from(output, next, 160);
        next += 160;
        uint64_t delay = output_sim.delay(output);
        uint64_t unheard = sim_drop(output);
        assert_int_equal(unheard, delay);
        assert_in_range(unheard, 40, SIM_LATENCY);
        next -= (int32_t)unheard;
    }
    assert_int_equal(sim_drop(output), 0);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, (uint32_t)next);
}

static void after_a_drop_the_clock_begins_anew(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0");
    sim_write_from(output, 0, 300);
    assert_int_equal(sim_drop(output), SIM_LATENCY);
    sim_write_from(output, 200, 300);
    sim_assert_report(output, "max 20.00 ms\n");
    sim_play_out(output);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 500);
}

static void the_buffer_has_room_for_two_periods_at_least(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0,period=200");
    sim_write_from(output, 0, 400);
    assert_int_equal(output_sim.delay(output), 400);
    sim_write_from(output, 400, 20);
    assert_int_equal(output_sim.delay(output), 220);
    sim_stop_and_destroy(output);
}

static void a_wait_on_an_empty_device_lets_the_time_pass(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=100");
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    sim_wait_for(output, 1000);
    clock_gettime(CLOCK_MONOTONIC, &after);
    int64_t ns = (after.tv_sec - before.tv_sec) * INT64_C(1000000000) + after.tv_nsec;
    assert_true(ns - before.tv_nsec >= 10 * 1000 * 1000);
    sim_stop_and_destroy(output);
}

static void stopping_throws_away_what_is_unheard(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=0");
    sim_write_from(output, 0, 120);
    assert_int_equal(output_sim.stop(output), 0);
    sim_assert_report(output, "heard 20 frames, 0.020 s of sound");
    sim_assert_report(output, "dropped 100");
    sim_start(output);
    assert_int_equal(output_sim.delay(output), 0);
    sim_write_from(output, 20, 30);
    sim_play_out(output);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, 50);
}

static void any_format_is_taken_but_a_recording_has_only_one(void **state)
{
    const struct output_format other = {2000, 2, SAMPLE_F32};
    struct output *output = sim_create_and_start(state, "speed=0");
    assert_int_equal(output_sim.stop(output), 0);
    assert_int_equal(output_sim.start(output, &other, why, sizeof(why)), -ENOTSUP);
    assert_non_null(strstr(why, "the file has 1000 Hz"));
    sim_stop_and_destroy(output);

    const struct output_config config = {
        .argument = "", .options = "speed=0", .latency_ms = SIM_LATENCY};
    assert_int_equal(output_sim.create(&config, &output, why, sizeof(why)), 0);
    sim_start(output);
    sim_write_from(output, 0, 120);
    assert_int_equal(output_sim.stop(output), 0);
    static const float silence[2 * 40];
    assert_int_equal(output_sim.start(output, &other, why, sizeof(why)), 0);
    for (int i = 0; i < 5; i++)
        assert_int_equal(output_sim.write(output, silence, 40), 0);
    assert_int_equal(output_sim.delay(output), 200);
    sim_play_out(output);
    sim_assert_report(output, "heard 220 frames, 0.120 s of sound");
    sim_stop_and_destroy(output);
}

static void the_report_goes_to_a_file_where_that_is_asked_for(void **state)
{
    char options[SCRATCH_PATH_MAX + 20];
    char path[SCRATCH_PATH_MAX];
    snprintf(path, sizeof(path), "%s", scratch_path(*state, "report"));
    snprintf(options, sizeof(options), "speed=0,report=%s", path);
    struct output *output = sim_create_and_start(state, options);
    sim_write_from(output, 0, 1000);
    sim_play_out(output);
    assert_null(output_sim.report(output));
    assert_int_equal(output_sim.stop(output), 0);
    sim_start(output);
    sim_stop_and_destroy(output);

    size_t size;
    char *text = (char *)scratch_read(path, &size);
    assert_non_null(text);
    assert_ptr_equal(strstr(text, "sim: heard 1000 frames, 1.000 s of sound, in 0."), text);
    assert_non_null(strstr(text, "sim: underruns 0, stalls 0\n"
                                 "sim: fill level min 100.0, median 100.0, max 100.0 ms\n"
                                 "sim: time in write p50 20.00, p99 20.00, max 20.00 ms\n"));
    assert_null(strstr(text + 1, "sim: heard"));
    assert_int_equal(text[size - 1], '\n');
    free(text);
}

static void a_clock_that_really_runs_loses_nothing_either(void **state)
{
    struct output *output = sim_create_and_start(state, "speed=100,jitter=5");
    int32_t next = 0;
    while (next < 5000) {
        sim_write_from(output, next, 200);
        next += 200;
        if (next % 600 == 0)
            next -= (int32_t)sim_drop(output);
    }
    sim_wait_for(output, 30);
    sim_play_out(output);
    sim_wait_for(output, 30);
    sim_stop_and_destroy(output);
    sim_assert_heard(state, (uint32_t)next);
}

static void stopping_what_was_never_started_is_harmless(void **state)
{
    struct output *output = sim_create(*state, "speed=0", false);
    assert_int_equal(output_sim.stop(output), 0);
    sim_assert_report(output, "heard 0 frames, 0.000 s of sound, in 0.000 s");
    output_sim.destroy(output);
    output_sim.destroy(NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_SCRATCH(every_frame_played_out_is_heard_once_and_in_order),
        IN_SCRATCH(time_passes_only_where_the_caller_has_to_wait),
        IN_SCRATCH(a_caller_that_asks_and_asks_sees_time_pass_even_at_speed_0),
        IN_SCRATCH(a_write_longer_than_the_buffer_sleeps_until_all_is_taken),
        IN_SCRATCH(a_wait_lets_as_much_be_heard_in_whole_periods),
        IN_SCRATCH(what_is_dropped_was_not_heard_and_can_be_written_again),
        IN_SCRATCH(after_a_drop_the_clock_begins_anew),
        IN_SCRATCH(the_buffer_has_room_for_two_periods_at_least),
        IN_SCRATCH(a_wait_on_an_empty_device_lets_the_time_pass),
        IN_SCRATCH(stopping_throws_away_what_is_unheard),
        IN_SCRATCH(any_format_is_taken_but_a_recording_has_only_one),
        IN_SCRATCH(the_report_goes_to_a_file_where_that_is_asked_for),
        IN_SCRATCH(a_clock_that_really_runs_loses_nothing_either),
        IN_SCRATCH(stopping_what_was_never_started_is_harmless),
    };
    return cmocka_run_group_tests_name("sim", tests, NULL, NULL);
}
