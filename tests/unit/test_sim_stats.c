/*
 * test_sim_stats.c - the histograms of the simulated device, and its report.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "player/consumer/sim_stats.h"

static void small_values_are_known_exactly(void **state)
{
    (void)state;
    struct sim_stats_histogram histogram = {0};
    for (uint64_t value = 1; value <= 30; value++)
        sim_stats_add(&histogram, value);
    assert_int_equal(histogram.count, 30);
    assert_int_equal(histogram.least, 1);
    assert_int_equal(histogram.most, 30);
    assert_int_equal(sim_stats_quantile(&histogram, 0), 1);
    assert_int_equal(sim_stats_quantile(&histogram, 500), 16);
    assert_int_equal(sim_stats_quantile(&histogram, 999), 30);
    assert_int_equal(sim_stats_quantile(&histogram, 1000), 30);
    sim_stats_add(&histogram, 0);
    assert_int_equal(histogram.least, 0);
}

static void any_value_is_known_to_one_part_in_32(void **state)
{
    (void)state;
    static const uint64_t values[] = {
        31, 32, 33, 63, 64, 1000, 65535, 65536, 1234567890, UINT64_C(1) << 63, UINT64_MAX};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        struct sim_stats_histogram histogram = {0};
        sim_stats_add(&histogram, values[i]);
        sim_stats_add(&histogram, UINT64_MAX);
        uint64_t told = sim_stats_quantile(&histogram, 0);
        assert_true(told >= values[i] && told - values[i] <= values[i] / 32);
    }
}

static void the_few_slow_ones_show_in_the_last_percent(void **state)
{
    (void)state;
    struct sim_stats_histogram histogram = {0};
    for (int i = 0; i < 985; i++)
        sim_stats_add(&histogram, 10);
    for (int i = 0; i < 15; i++)
        sim_stats_add(&histogram, 500);
    assert_int_equal(sim_stats_quantile(&histogram, 500), 10);
    assert_int_equal(sim_stats_quantile(&histogram, 980), 10);
    assert_int_equal(sim_stats_quantile(&histogram, 990), 500);
}

static void nothing_seen_is_reported_as_nothing(void **state)
{
    (void)state;
    static const struct sim_stats stats;
    char text[SIM_STATS_TEXT_MAX];
    sim_stats_print(&stats, text);
    assert_string_equal(text, "sim: heard 0 frames, 0.000 s of sound, in 0.000 s; dropped 0\n"
                              "sim: underruns 0, stalls 0\n"
                              "sim: fill level min 0.0, median 0.0, max 0.0 ms\n"
                              "sim: time in write p50 0.00, p99 0.00, max 0.00 ms\n");
}

static void the_largest_numbers_fit_into_the_report(void **state)
{
    (void)state;
    static struct sim_stats stats;
    memset(&stats, 0xff, sizeof(stats));
    char text[SIM_STATS_TEXT_MAX];
    sim_stats_print(&stats, text);
    assert_int_equal(text[strlen(text) - 1], '\n');
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_values_are_known_exactly),
        cmocka_unit_test(any_value_is_known_to_one_part_in_32),
        cmocka_unit_test(the_few_slow_ones_show_in_the_last_percent),
        cmocka_unit_test(nothing_seen_is_reported_as_nothing),
        cmocka_unit_test(the_largest_numbers_fit_into_the_report),
    };
    return cmocka_run_group_tests_name("sim_stats", tests, NULL, NULL);
}
