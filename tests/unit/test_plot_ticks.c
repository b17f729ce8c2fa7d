/*
 * test_plot_ticks.c - where axes have their numbers, and how these are written.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/plot/axis.h"
#include "tools/plot/ticks.h"

/* The labels that are not empty, with a space between. */
static const char *labels_of(const struct ticks *ticks)
{
    static char text[TICKS_MAX * (TICKS_LABEL + 1)];
    char *end = text;

    *end = '\0';
    for (size_t i = 0; i < ticks->count; i++)
        if (ticks->tick[i].label[0])
            end += sprintf(end, "%s%s", end > text ? " " : "", ticks->tick[i].label);
    return text;
}

static void assert_linear(double low, double high, double about, const char *expected)
{
    struct ticks ticks;

    ticks_linear(low, high, about, false, &ticks);
    assert_string_equal(labels_of(&ticks), expected);
}

static void linear_ticks_are_1_2_or_5_times_a_power_of_ten(void **state)
{
    (void)state;
    assert_linear(0, 10, 5, "0 2 4 6 8 10");
    assert_linear(0, 66, 6, "0 10 20 30 40 50 60");
    assert_linear(-0.3, 0.25, 6, "-0.3 -0.2 -0.1 0 0.1 0.2");
    assert_linear(0.1, 0.3, 4, "0.10 0.15 0.20 0.25 0.30");
    assert_linear(0, 25000, 5, "0 5k 10k 15k 20k 25k");
    assert_linear(0, 1.5e6, 4, "0 0.5M 1.0M 1.5M");
    assert_linear(1e6, 1e6 + 0.4, 4, "1000000.0 1000000.1 1000000.2 1000000.3 1000000.4");
    assert_linear(-2e-5, 2e-5, 4, "-2×10⁻⁵ -10⁻⁵ 0 10⁻⁵ 2×10⁻⁵");
}

static void plain_ticks_have_digits_alone(void **state)
{
    struct ticks ticks;

    (void)state;
    ticks_linear(5000000, 7000000, 2, true, &ticks);
    assert_string_equal(labels_of(&ticks), "5000000 6000000 7000000");
}

static void assert_decimal(double low, double high, double about, const char *expected)
{
    struct ticks ticks;

    ticks_decimal(low, high, about, &ticks);
    assert_string_equal(labels_of(&ticks), expected);
}

static void decimal_ticks_are_powers_of_ten_and_more_where_these_are_few(void **state)
{
    (void)state;
    assert_decimal(1, 1e6, 9, "1 10 100 1k 10k 100k 1M");
    assert_decimal(1e-5, 1, 9, "10⁻⁵ 10⁻⁴ 0.001 0.01 0.1 1");
    assert_decimal(1, 1e20, 5, "1 100k 10G 1P 10²⁰");
    assert_decimal(10, 1000, 9, "10 20 50 100 200 500 1k");
    assert_decimal(3, 4, 6, "3.0 3.2 3.4 3.6 3.8 4.0");
}

static void between_powers_of_ten_are_lines_without_a_number(void **state)
{
    struct ticks ticks;

    (void)state;
    ticks_decimal(1, 1e4, 4, &ticks);
    assert_int_equal(ticks.count, 4 * 9 + 1);
    assert_string_equal(ticks.tick[0].label, "1");
    assert_string_equal(ticks.tick[1].label, "");
    assert_true(fabs(ticks.tick[1].value - 2) < 1e-9);
}

static void assert_binary(double low, double high, double about, const char *expected)
{
    struct ticks ticks;

    ticks_binary(low, high, about, &ticks);
    assert_string_equal(labels_of(&ticks), expected);
}

static void binary_ticks_are_powers_of_two(void **state)
{
    (void)state;
    assert_binary(64, 0x1p20, 9, "64 256 1Ki 4Ki 16Ki 64Ki 256Ki 1Mi");
    assert_binary(1, 8, 9, "1 2 4 8");
    assert_binary(0.25, 2, 9, "0.25 0.5 1 2");
}

static void an_axis_is_binary_if_all_its_values_are_powers_of_two(void **state)
{
    struct axis_span span = {.scale = PLOT_LOG};
    struct axis axis = {.about = 9};
    struct ticks ticks;

    (void)state;
    for (int exponent = 6; exponent <= 12; exponent++)
        axis_span_add(&span, ldexp(1, exponent));
    axis_fit(&axis, &span, true);
    axis_ticks(&axis, &ticks);
    assert_string_equal(labels_of(&ticks), "64 128 256 512 1Ki 2Ki 4Ki");
    axis_span_add(&span, 1000);
    axis_fit(&axis, &span, true);
    axis_ticks(&axis, &ticks);
    assert_string_equal(labels_of(&ticks), "100 200 500 1k 2k");
}

static void a_logarithmic_axis_counts_positive_values_only(void **state)
{
    struct axis_span span = {.scale = PLOT_LOG};
    struct axis axis = {.about = 6, .start = 100, .end = 200};

    (void)state;
    axis_span_add(&span, 0);
    axis_span_add(&span, -5);
    assert_false(span.any);
    axis_span_add(&span, 10);
    axis_span_add(&span, 1000);
    span.other = true;
    axis_fit(&axis, &span, true);
    assert_true(fabs(axis_place(&axis, 100) - 150) < 1e-9);
    assert_true(axis_place(&axis, 0) == 100);
}

/* Some ticks stand a little outside, where the axis is so short that a double has few steps on it.
 */
static void assert_sound(const struct axis *axis)
{
    struct ticks ticks;

    assert_true(isfinite(axis->low) && isfinite(axis->high) && axis->low < axis->high);
    axis_ticks(axis, &ticks);
    assert_in_range(ticks.count, 1, TICKS_MAX);
    for (size_t i = 0; i < ticks.count; i++) {
        double place = axis_place(axis, ticks.tick[i].value);

        assert_true(place >= -5 && place <= 1005);
        assert_true(i == 0 || ticks.tick[i].value > ticks.tick[i - 1].value);
        assert_true(strlen(ticks.tick[i].label) < TICKS_LABEL - 1);
        assert_null(strstr(ticks.tick[i].label, "inf"));
        assert_null(strstr(ticks.tick[i].label, "nan"));
    }
}

/* Random numbers of all sizes, in ranges from nothing to everything. */
static void any_two_numbers_make_a_sound_axis(void **state)
{
    (void)state;
    srand(1);
    for (int i = 0; i < 20000; i++) {
        enum plot_scale scale = i % 2 ? PLOT_LOG : PLOT_LINEAR;
        struct axis_span span = {.scale = scale};
        struct axis axis = {.about = 2 + rand() % 9, .start = 0, .end = 1000};
        double size = pow(10, rand() % 600 - 299);
        double one = size * (rand() % 2001 - 1000) / 1000;

        axis_span_add(&span, one);
        axis_span_add(&span, one + size * pow(10, -(rand() % 18)) * (rand() % 1000));
        axis_fit(&axis, &span, rand() % 2 == 0);
        assert_sound(&axis);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear_ticks_are_1_2_or_5_times_a_power_of_ten),
        cmocka_unit_test(plain_ticks_have_digits_alone),
        cmocka_unit_test(decimal_ticks_are_powers_of_ten_and_more_where_these_are_few),
        cmocka_unit_test(between_powers_of_ten_are_lines_without_a_number),
        cmocka_unit_test(binary_ticks_are_powers_of_two),
        cmocka_unit_test(an_axis_is_binary_if_all_its_values_are_powers_of_two),
        cmocka_unit_test(a_logarithmic_axis_counts_positive_values_only),
        cmocka_unit_test(any_two_numbers_make_a_sound_axis),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
