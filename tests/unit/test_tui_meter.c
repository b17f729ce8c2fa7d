/*
 * test_tui_meter.c - levels of samples, and how they fall.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "player/tui/tui_meter.h"

static void expect_db(float db, float expected)
{
    if (fabsf(db - expected) > 0.05f)
        fail_msg("%.2f dB, not %.2f", (double)db, (double)expected);
}

static void every_format_has_the_same_level_for_the_same_sound(void **state)
{
    const int16_t s16[] = {16384, -16384, 16384, -16384};
    const int32_t s32[] = {1 << 30, -(1 << 30), 1 << 30, -(1 << 30)};
    const float f32[] = {0.5f, -0.5f, 0.5f, -0.5f};
    const void *const samples[SAMPLE_FORMATS] = {
        [SAMPLE_S16] = s16, [SAMPLE_S24] = s32, [SAMPLE_S32] = s32, [SAMPLE_F32] = f32};

    (void)state;
    for (enum sample_format format = SAMPLE_S16; format < SAMPLE_FORMATS; format++) {
        struct tui_meter_level level = tui_meter_measure(format, 1, 0, samples[format], 4);

        expect_db(level.peak, -6.02f);
        expect_db(level.rms, -6.02f);
    }
}

static void each_channel_has_its_own_level(void **state)
{
    const int16_t samples[] = {-32768, 0, 0, 0, 3277, 0, 0, 0};

    (void)state;
    expect_db(tui_meter_measure(SAMPLE_S16, 2, 0, samples, 4).peak, 0);
    expect_db(tui_meter_measure(SAMPLE_S16, 2, 0, samples, 4).rms, -5.98f);
    expect_db(tui_meter_measure(SAMPLE_S16, 2, 1, samples, 4).peak, TUI_METER_FLOOR);
    expect_db(tui_meter_measure(SAMPLE_S16, 2, 1, samples, 0).rms, TUI_METER_FLOOR);
}

static void any_bits_give_a_level_within_the_scale(void **state)
{
    const float strange[] = {NAN, INFINITY, -INFINITY, 1e30f, -NAN, 1e-40f};
    const uint32_t patterns[] = {0x80000000, 0xffffffff, 0x7f800001, 0x7fffffff, 1, 0};

    (void)state;
    for (uint32_t i = 0; i < 6; i++) {
        float peak = tui_meter_peak(SAMPLE_F32, strange + i, 1, 1);

        assert_true(peak >= 0 && peak <= 1);
        for (enum sample_format format = SAMPLE_NONE; format < SAMPLE_FORMATS; format++) {
            struct tui_meter_level level = tui_meter_measure(format, 1, 0, patterns + i, 1);

            assert_true(level.peak >= TUI_METER_FLOOR && level.peak <= 0);
            assert_true(level.rms >= TUI_METER_FLOOR && level.rms <= 0);
        }
    }
}

static void a_meter_rises_at_once_and_falls_slowly(void **state)
{
    struct tui_meter meter;

    (void)state;
    tui_meter_follow(&meter, NULL);
    expect_db(meter.peak, TUI_METER_FLOOR);
    tui_meter_follow(&meter, &(struct tui_meter_level){.peak = -6, .rms = -12});
    expect_db(meter.peak, -6);
    expect_db(meter.rms, -12);
    tui_meter_follow(&meter, &(struct tui_meter_level){.peak = -40, .rms = -50});
    expect_db(meter.peak, -8);
    expect_db(meter.rms, -14);
    expect_db(meter.held, -6);
}

static void the_highest_peak_is_held_for_a_while(void **state)
{
    const struct tui_meter_level low = {.peak = -40, .rms = -40};
    struct tui_meter meter;

    (void)state;
    tui_meter_follow(&meter, NULL);
    tui_meter_follow(&meter, &(struct tui_meter_level){.peak = -3, .rms = -12});
    for (int i = 1; i < TUI_METER_HOLD; i++) {
        tui_meter_follow(&meter, &low);
        expect_db(meter.held, -3);
    }
    tui_meter_follow(&meter, &low);
    assert_true(meter.held < -20);
}

static void a_bar_has_the_whole_scale(void **state)
{
    (void)state;
    assert_int_equal(tui_meter_cells(TUI_METER_FLOOR, 60), 0);
    assert_int_equal(tui_meter_cells(-30, 60), 30);
    assert_int_equal(tui_meter_cells(0, 60), 60);
    assert_int_equal(tui_meter_cells(3, 60), 60);
    assert_int_equal(tui_meter_cells(-100, 60), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_has_the_same_level_for_the_same_sound),
        cmocka_unit_test(each_channel_has_its_own_level),
        cmocka_unit_test(any_bits_give_a_level_within_the_scale),
        cmocka_unit_test(a_meter_rises_at_once_and_falls_slowly),
        cmocka_unit_test(the_highest_peak_is_held_for_a_while),
        cmocka_unit_test(a_bar_has_the_whole_scale),
    };

    return cmocka_run_group_tests_name("tui_meter", tests, NULL, NULL);
}
