/*
 * test_wave.c - waveforms of sounds of known and unknown length.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "producer/wave.h"

static void a_known_length_fills_the_waveform(void **state)
{
    struct wave wave;

    (void)state;
    wave_begin(&wave, 10 * SCANS_WAVE);
    for (uint32_t i = 0; i < 10 * SCANS_WAVE; i++)
        wave_add(&wave, i == 25 ? 1.0F : i == 40 ? 0.5F : 0.0F);
    assert_int_equal(wave.out.count, SCANS_WAVE);
    assert_int_equal(wave.out.frames, 10);
    for (uint32_t i = 0; i < SCANS_WAVE; i++)
        assert_int_equal(wave.out.peak[i], i == 2 ? 255 : i == 4 ? 128 : 0);
}

static void an_unknown_length_is_drawn_coarser_as_it_grows(void **state)
{
    enum { FRAMES = 100000, LOUD = 61234 };
    struct wave wave;

    (void)state;
    wave_begin(&wave, 0);
    for (uint32_t i = 0; i < FRAMES; i++)
        wave_add(&wave, i == LOUD ? 0.25F : 0.0F);
    assert_in_range(wave.out.count, SCANS_WAVE / 2, SCANS_WAVE);
    assert_int_equal(wave.out.count, (FRAMES + wave.out.frames - 1) / wave.out.frames);
    for (uint32_t i = 0; i < wave.out.count; i++)
        assert_int_equal(wave.out.peak[i], i == LOUD / wave.out.frames ? 64 : 0);
}

static void what_is_above_full_scale_is_full_scale(void **state)
{
    struct wave wave;

    (void)state;
    wave_begin(&wave, 1);
    wave_add(&wave, 17.0F);
    assert_int_equal(wave.out.count, 1);
    assert_int_equal(wave.out.peak[0], 255);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_length_fills_the_waveform),
        cmocka_unit_test(an_unknown_length_is_drawn_coarser_as_it_grows),
        cmocka_unit_test(what_is_above_full_scale_is_full_scale),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
