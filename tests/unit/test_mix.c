/*
 * test_mix.c - the orders of channels, and the coefficients of ITU-R BS.775.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "producer/mix.h"

static struct mix_matrix usual(uint32_t from, uint32_t to)
{
    struct mix_layout a, b;
    struct mix_matrix m;

    mix_usual_layout(from, &a);
    mix_usual_layout(to, &b);
    mix_matrix(&a, &b, &m);
    return m;
}

/* The row, as it would be without being made quieter: its coefficients by the greatest of all. */
static void expect_row(const struct mix_matrix *m, uint32_t row, const double *expected)
{
    double factor = 0, most = 0;

    for (uint32_t i = 0; i < m->columns; i++) {
        factor = fmax(factor, (double)m->gain[row][i]);
        most = fmax(most, expected[i]);
    }
    for (uint32_t i = 0; i < m->columns; i++)
        if (fabs((double)m->gain[row][i] / factor * most - expected[i]) > 1e-6)
            fail_msg("row %u, column %u: %f, not %f", row, i,
                     (double)m->gain[row][i] / factor * most, expected[i]);
}

#define ROW(m, row, ...) expect_row(m, row, (const double[]){__VA_ARGS__})

static void surround_becomes_stereo_by_the_standard(void **state)
{
    struct mix_matrix m = usual(6, 2);
    (void)state;

    assert_int_equal(m.rows, 2);
    ROW(&m, 0, 1, 0, M_SQRT1_2, 0, M_SQRT1_2, 0);
    ROW(&m, 1, 0, 1, M_SQRT1_2, 0, 0, M_SQRT1_2);
    m = usual(8, 2);
    ROW(&m, 0, 1, 0, M_SQRT1_2, 0, M_SQRT1_2, 0, M_SQRT1_2, 0);
    m = usual(5, 2);
    ROW(&m, 1, 0, 1, M_SQRT1_2, 0, M_SQRT1_2);
    m = usual(4, 2);
    ROW(&m, 0, 1, 0, M_SQRT1_2, 0);
    m = usual(7, 2);
    ROW(&m, 0, 1, 0, M_SQRT1_2, 0, 0.5, M_SQRT1_2, 0);
}

static void anything_becomes_mono_by_the_standard(void **state)
{
    struct mix_matrix m = usual(6, 1);
    (void)state;

    ROW(&m, 0, M_SQRT1_2, M_SQRT1_2, 1, 0, 0.5, 0.5);
    m = usual(8, 1);
    ROW(&m, 0, M_SQRT1_2, M_SQRT1_2, 1, 0, 0.5, 0.5, 0.5, 0.5);
    m = usual(2, 1);
    ROW(&m, 0, M_SQRT1_2, M_SQRT1_2);
    assert_true(fabs((double)m.gain[0][0] - 0.5) < 1e-6);
}

static void mono_goes_to_both_sides_or_to_the_centre(void **state)
{
    struct mix_matrix m = usual(1, 2);
    (void)state;

    assert_true(fabs((double)m.gain[0][0] - M_SQRT1_2) < 1e-6);
    assert_true(fabs((double)m.gain[1][0] - M_SQRT1_2) < 1e-6);
    m = usual(1, 6);
    for (uint32_t row = 0; row < 6; row++)
        assert_true(m.gain[row][0] == (row == 2 ? 1.0f : 0.0f));
}

static void stereo_stays_in_front(void **state)
{
    (void)state;
    for (uint32_t to = 3; to <= 8; to++) {
        struct mix_matrix m = usual(2, to);

        for (uint32_t row = 0; row < to; row++)
            for (uint32_t column = 0; column < 2; column++)
                assert_true(m.gain[row][column] == (row == column ? 1.0f : 0.0f));
    }
}

static void sides_stand_in_for_the_back_and_join_it_where_both_are(void **state)
{
    struct mix_matrix m = usual(8, 6);
    (void)state;

    ROW(&m, 4, 0, 0, 0, 0, 1, 0, M_SQRT1_2, 0);
    assert_true(m.gain[3][3] > 0); /* the bass stays where there is a place for it */
    m = usual(6, 7);
    assert_true(m.gain[5][4] == 1.0f && m.gain[6][5] == 1.0f);
}

static void no_row_makes_more_than_full_scale(void **state)
{
    (void)state;
    for (uint32_t from = 1; from <= 32; from++) {
        for (uint32_t to = 1; to <= 32; to++) {
            struct mix_matrix m = usual(from, to);

            for (uint32_t row = 0; row < to; row++) {
                double sum = 0;

                for (uint32_t column = 0; column < from; column++)
                    sum += (double)m.gain[row][column];
                assert_true(sum < 1 + 1e-6);
            }
        }
    }
}

static void as_many_channels_are_only_put_into_order(void **state)
{
    (void)state;
    for (uint32_t channels = 1; channels <= 32; channels++) {
        struct mix_layout ogg, to;
        struct mix_matrix m = usual(channels, channels);

        assert_true(mix_is_identity(&m));
        mix_ogg_layout(channels, &ogg);
        mix_usual_layout(channels, &to);
        mix_matrix(&ogg, &to, &m);
        assert_true(mix_only_reorders(&m));
        assert_int_equal(mix_is_identity(&m), channels < 3 || channels == 4 || channels > 8);
    }
    struct mix_matrix fewer = usual(6, 5);
    assert_false(mix_only_reorders(&fewer));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(surround_becomes_stereo_by_the_standard),
        cmocka_unit_test(anything_becomes_mono_by_the_standard),
        cmocka_unit_test(mono_goes_to_both_sides_or_to_the_centre),
        cmocka_unit_test(stereo_stays_in_front),
        cmocka_unit_test(sides_stand_in_for_the_back_and_join_it_where_both_are),
        cmocka_unit_test(no_row_makes_more_than_full_scale),
        cmocka_unit_test(as_many_channels_are_only_put_into_order),
    };
    return cmocka_run_group_tests_name("mix", tests, NULL, NULL);
}
