/*
 * test_ipcbench_stats.c - percentiles of arrays whose percentiles one can count off.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tools/ipcbench/stats.h"

enum { THOUSAND = 1000 };

static void of_one_to_a_thousand_they_are_their_own_rank(void **state)
{
    uint64_t values[THOUSAND];

    (void)state;
    for (size_t i = 0; i < THOUSAND; i++)
        values[i] = i + 1;
    for (unsigned per_mille = 1; per_mille <= THOUSAND; per_mille++)
        assert_int_equal(stats_percentile(values, THOUSAND, per_mille), per_mille);
    assert_int_equal(stats_percentile(values, THOUSAND, 0), 1);
}

static void between_two_ranks_the_higher_one_counts(void **state)
{
    static const uint64_t values[] = {10, 20, 30, 40};

    (void)state;
    assert_int_equal(stats_percentile(values, 4, 250), 10);
    assert_int_equal(stats_percentile(values, 4, 251), 20);
    assert_int_equal(stats_percentile(values, 4, 500), 20);
    assert_int_equal(stats_percentile(values, 4, 750), 30);
    assert_int_equal(stats_percentile(values, 4, 751), 40);
}

/* 143 thousandths of 7 are 1.001. */
static void a_thousandth_more_than_a_rank_is_the_next_rank(void **state)
{
    static const uint64_t values[] = {1, 2, 3, 4, 5, 6, 7};

    (void)state;
    assert_int_equal(stats_percentile(values, 7, 142), 1);
    assert_int_equal(stats_percentile(values, 7, 143), 2);
}

static void of_less_than_a_thousand_the_999th_is_the_greatest(void **state)
{
    static const uint64_t values[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1000};

    (void)state;
    assert_int_equal(stats_percentile(values, 10, 900), 9);
    assert_int_equal(stats_percentile(values, 10, 999), 1000);
}

static void a_single_value_is_all_of_them(void **state)
{
    uint64_t value = 7;
    struct stats stats;

    (void)state;
    stats_make(&value, 1, &stats);
    assert_int_equal(stats.count, 1);
    assert_int_equal(stats.least, 7);
    assert_int_equal(stats.p50, 7);
    assert_int_equal(stats.p99, 7);
    assert_int_equal(stats.p999, 7);
    assert_int_equal(stats.greatest, 7);
}

static void of_nothing_all_are_0(void **state)
{
    static const struct stats none;
    struct stats stats = {.count = 1, .p50 = 2, .greatest = 3};

    (void)state;
    stats_make(NULL, 0, &stats);
    assert_memory_equal(&stats, &none, sizeof(none));
    assert_int_equal(stats_percentile(NULL, 0, 500), 0);
}

/* 1 to 2000, in an order that is neither rising nor falling, and beyond 32 bits. */
static void values_in_any_order_are_sorted_first(void **state)
{
    enum { COUNT = 2000, STEP = 777 };
    static const uint64_t far = UINT64_C(1) << 40;
    uint64_t values[COUNT];
    struct stats stats;

    (void)state;
    for (size_t i = 0; i < COUNT; i++)
        values[i] = far + (i * STEP) % COUNT + 1;
    stats_make(values, COUNT, &stats);
    assert_int_equal(stats.count, COUNT);
    assert_int_equal(stats.least, far + 1);
    assert_int_equal(stats.p50, far + 1000);
    assert_int_equal(stats.p99, far + 1980);
    assert_int_equal(stats.p999, far + 1998);
    assert_int_equal(stats.greatest, far + COUNT);
}

static void values_that_differ_beyond_32_bits_are_sorted_too(void **state)
{
    uint64_t values[] = {UINT64_C(3) << 32, UINT64_C(1) << 63, 1, UINT64_C(2) << 32};
    struct stats stats;

    (void)state;
    stats_make(values, 4, &stats);
    assert_int_equal(stats.least, 1);
    assert_int_equal(stats.p50, UINT64_C(2) << 32);
    assert_int_equal(stats.greatest, UINT64_C(1) << 63);
}

static void equal_values_count_as_often_as_they_come(void **state)
{
    uint64_t values[] = {5, 1, 5, 5, 5, 5, 5, 5, 5, 9};
    struct stats stats;

    (void)state;
    stats_make(values, 10, &stats);
    assert_int_equal(stats.least, 1);
    assert_int_equal(stats.p50, 5);
    assert_int_equal(stats.p99, 9);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_one_to_a_thousand_they_are_their_own_rank),
        cmocka_unit_test(between_two_ranks_the_higher_one_counts),
        cmocka_unit_test(a_thousandth_more_than_a_rank_is_the_next_rank),
        cmocka_unit_test(of_less_than_a_thousand_the_999th_is_the_greatest),
        cmocka_unit_test(a_single_value_is_all_of_them),
        cmocka_unit_test(of_nothing_all_are_0),
        cmocka_unit_test(values_in_any_order_are_sorted_first),
        cmocka_unit_test(values_that_differ_beyond_32_bits_are_sorted_too),
        cmocka_unit_test(equal_values_count_as_often_as_they_come),
    };
    return cmocka_run_group_tests_name("ipcbench_stats", tests, NULL, NULL);
}
