/*
 * test_loudness.c - gains, and the loudness of several files together.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "player/loudness.h"

static uint64_t bins[SCANS_BINS];

static void clear(void)
{
    for (uint32_t i = 0; i < SCANS_BINS; i++)
        bins[i] = 0;
}

/* The bin of that many LUFS. */
static uint64_t *bin(double lufs)
{
    return &bins[(uint32_t)((lufs + 70) * 10)];
}

static void a_gain_brings_it_to_the_reference(void **state)
{
    (void)state;
    assert_int_equal(loudness_gain(-23000), 5000);
    assert_int_equal(loudness_gain(-9500), -8500);
    assert_int_equal(loudness_gain(SCAN_UNKNOWN), SCAN_UNKNOWN);
    assert_int_equal(loudness_gain(50000), -SCANS_GAIN_MAX);
}

static void of_one_loudness_that_is_the_whole(void **state)
{
    (void)state;
    clear();
    assert_int_equal(loudness_of_bins(bins), SCAN_UNKNOWN);
    *bin(-23.05) = 100;
    assert_in_range(-loudness_of_bins(bins), 23000, 23100);
}

static void two_are_the_mean_of_their_energies(void **state)
{
    (void)state;
    clear();
    *bin(-20.05) = 100;
    *bin(-26.05) = 100;
    /* 10 log10((1 + 10^-0.6) / 2) = -2.04 dB */
    assert_in_range(-loudness_of_bins(bins), 22000, 22200);
}

static void what_is_ten_lu_below_does_not_count(void **state)
{
    (void)state;
    clear();
    *bin(-20.05) = 100;
    *bin(-45.05) = 100000;
    *bin(-60.05) = 1;
    /* The loud ones are so few that the gate lies below the quiet ones; and then not. */
    assert_in_range(-loudness_of_bins(bins), 43000, 45100);
    *bin(-45.05) = 100;
    assert_in_range(-loudness_of_bins(bins), 20000, 20100);
}

static void a_peak_is_told_in_db(void **state)
{
    (void)state;
    assert_true(fabs(loudness_peak_db(500000) + 6.0206) < 0.001);
    assert_true(loudness_peak_db(1000000) == 0);
    assert_true(isinf(loudness_peak_db(0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gain_brings_it_to_the_reference),
        cmocka_unit_test(of_one_loudness_that_is_the_whole),
        cmocka_unit_test(two_are_the_mean_of_their_energies),
        cmocka_unit_test(what_is_ten_lu_below_does_not_count),
        cmocka_unit_test(a_peak_is_told_in_db),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
