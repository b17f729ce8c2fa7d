/*
 * test_volume.c - gain, ramps, and what they do to samples of every format.
 */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "player/consumer/volume.h"
#include "shmring/layout.h"

enum { RATE = 48000, RAMP = RATE * VOLUME_RAMP_MS / 1000, SAMPLES = 2 * 1000 };

static const uint32_t formats[] = {SAMPLE_S16, SAMPLE_S24, SAMPLE_S32, SAMPLE_F32};

/* Room for so many samples of any format. */
union samples {
    int16_t s16[SAMPLES];
    int32_t s32[SAMPLES];
    float f32[SAMPLES];
    uint8_t bytes[SAMPLES * 4];
};

/* Any bits at all; floats with infinities, -0 and what is no number among them. */
static void fill_with_noise(union samples *samples, uint32_t format)
{
    uint32_t x = 1;
    for (size_t i = 0; i < sizeof(samples->bytes); i++) {
        x = x * 1664525 + 1013904223;
        samples->bytes[i] = (uint8_t)(x >> 24);
    }
    if (format == SAMPLE_S24)
        for (size_t i = 0; i < SAMPLES; i++)
            samples->s32[i] &= ~0xff;
    if (format == SAMPLE_F32) {
        samples->f32[0] = INFINITY;
        samples->f32[1] = NAN;
        samples->f32[2] = -0.0f;
    }
}

static void unity_leaves_every_bit_of_every_format(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        union samples in, out;
        struct volume volume;
        fill_with_noise(&in, formats[i]);
        memset(&out, 0x55, sizeof(out));
        volume_init(&volume, VOLUME_UNITY);
        assert_true(volume_is_unity(&volume));
        assert_true(volume_done(&volume));
        volume_apply(&volume, formats[i], 2, 0, 500, &in, &out);
        size_t bytes = formats[i] == SAMPLE_S16 ? 2000 : 4000;
        assert_memory_equal(&in, &out, bytes);
        assert_int_equal(out.bytes[bytes], 0x55);
    }
}

static void zero_makes_zeros_of_anything(void **state)
{
    (void)state;
    static const union samples zeros;
    for (size_t i = 0; i < 4; i++) {
        union samples samples;
        struct volume volume;
        fill_with_noise(&samples, formats[i]);
        volume_init(&volume, 0);
        assert_false(volume_is_unity(&volume));
        volume_apply(&volume, formats[i], 2, 0, 500, &samples, &samples);
        assert_memory_equal(&samples, &zeros, formats[i] == SAMPLE_S16 ? 2000 : 4000);
    }
}

/* What is off by is noise that the place tells: no more than 1.5, and none on average. */
static void integers_are_dithered_by_their_place(void **state)
{
    (void)state;
    for (size_t f = 0; f < 2; f++) {
        const double last_bit = formats[f] == SAMPLE_S24 ? 256 : 1;
        union samples in, out, again;
        struct volume volume;
        double mean = 0, variance = 0;

        fill_with_noise(&in, formats[f]);
        volume_init(&volume, 501);
        volume_apply(&volume, formats[f], 2, 77, SAMPLES / 2, &in, &out);
        for (uint32_t i = 0; i < SAMPLES; i++) {
            bool narrow = formats[f] == SAMPLE_S16;
            double off =
                ((narrow ? out.s16[i] : out.s32[i]) - (narrow ? in.s16[i] : in.s32[i]) * 0.501) /
                last_bit;

            assert_true(fabs(off) <= 1.5);
            mean += off / SAMPLES;
            variance += off * off / SAMPLES;
        }
        assert_true(fabs(mean) < 0.05 && fabs(variance - 0.25) < 0.03);
        volume_apply(&volume, formats[f], 2, 77, 300, &in, &again);
        volume_apply(&volume, formats[f], 2, 377, SAMPLES / 2 - 300,
                     in.bytes + (formats[f] == SAMPLE_S16 ? 1200 : 2400),
                     again.bytes + (formats[f] == SAMPLE_S16 ? 1200 : 2400));
        assert_memory_equal(&out, &again, SAMPLES * (formats[f] == SAMPLE_S16 ? 2 : 4));
    }
}

static void what_has_32_bits_is_rounded_to_the_nearest(void **state)
{
    (void)state;
    struct volume volume;
    const int32_t s32[] = {1, -1, 3, -1000000001, INT32_MAX, INT32_MIN};
    const int32_t s32_half[] = {1, -1, 2, -501000001, 1075889307, -1075889308};
    int32_t s32_out[6];

    volume_init(&volume, 501);
    volume_apply(&volume, SAMPLE_S32, 3, 0, 2, s32, s32_out);
    assert_memory_equal(s32_out, s32_half, sizeof(s32_half));
}

static void the_noise_makes_nothing_overflow(void **state)
{
    (void)state;
    union samples samples;
    struct volume volume;

    for (uint32_t i = 0; i < SAMPLES; i++)
        samples.s16[i] = i % 2 ? INT16_MAX : INT16_MIN;
    volume_init(&volume, 1000);
    volume.target = 0.99999;
    volume_apply(&volume, SAMPLE_S16, 2, 0, SAMPLES / 2, &samples, &samples);
    for (uint32_t i = 0; i < SAMPLES; i++)
        assert_true(i % 2 ? samples.s16[i] > 32760 : samples.s16[i] < -32760);
}

static void more_than_unity_is_for_floats_only_and_stops_at_its_maximum(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        union samples in, out;
        struct volume volume;
        fill_with_noise(&in, formats[i]);
        volume_init(&volume, 1300);
        volume_apply(&volume, formats[i], 2, 0, 500, &in, &out);
        assert_memory_equal(&in, &out, formats[i] == SAMPLE_S16 ? 2000 : 4000);
    }
    const float in[] = {1, -1, 0.5f, 3};
    float out[4];
    struct volume volume;
    volume_init(&volume, 5000);
    volume_apply(&volume, SAMPLE_F32, 2, 0, 2, in, out);
    for (size_t i = 0; i < 4; i++)
        assert_true(out[i] == in[i] * 1.3f);
    volume_set_target(&volume, 4000, RATE);
    assert_true(volume_done(&volume));
}

/* The gain of each of the next `frames` frames, as floats show it; both channels must agree. */
static void measure(struct volume *volume, uint32_t frames, float *ret_gain)
{
    union samples samples;
    for (uint32_t i = 0; i < 2 * frames; i++)
        samples.f32[i] = 1;
    volume_apply(volume, SAMPLE_F32, 2, 0, frames, &samples, &samples);
    for (uint32_t i = 0; i < frames; i++) {
        assert_true(samples.f32[2 * i] == samples.f32[2 * i + 1]);
        ret_gain[i] = samples.f32[2 * i];
    }
}

static void assert_steps_at_most(const float *gain, uint32_t frames, float before, double most)
{
    for (uint32_t i = 0; i < frames; i++) {
        if (fabs((double)gain[i] - (double)before) > most * 1.0001 + 1e-7)
            fail_msg("a step of %g at frame %u", (double)(gain[i] - before), i);
        before = gain[i];
    }
}

static void a_ramp_is_linear_and_ends_at_the_target(void **state)
{
    (void)state;
    struct volume volume;
    float gain[RAMP + 10];
    volume_init(&volume, 1000);
    volume_set_target(&volume, 400, RATE);
    assert_false(volume_done(&volume));
    assert_false(volume_is_unity(&volume));
    measure(&volume, RAMP - 1, gain);
    assert_false(volume_done(&volume));
    measure(&volume, 11, gain + RAMP - 1);
    assert_true(volume_done(&volume));
    for (uint32_t i = 0; i < RAMP; i++)
        assert_true(fabs((double)gain[i] - (1 - 0.6 * (i + 1) / RAMP)) < 1e-6);
    for (uint32_t i = RAMP - 1; i < RAMP + 10; i++)
        assert_true(gain[i] == 0.4f);
}

static void a_ramp_is_monotonic_in_every_format(void **state)
{
    (void)state;
    for (size_t f = 0; f < 4; f++) {
        union samples samples;
        struct volume volume;
        for (uint32_t i = 0; i < RAMP; i++) {
            if (formats[f] == SAMPLE_S16)
                samples.s16[i] = INT16_MAX;
            else if (formats[f] == SAMPLE_F32)
                samples.f32[i] = 1;
            else
                samples.s32[i] = 0x7fffff00;
        }
        volume_init(&volume, 0);
        volume_set_target(&volume, 1000, RATE);
        assert_false(volume_is_unity(&volume));
        volume_apply(&volume, formats[f], 1, 0, RAMP, &samples, &samples);
        assert_true(volume_is_unity(&volume));
        double before = 0;
        for (uint32_t i = 0; i < RAMP; i++) {
            double now = formats[f] == SAMPLE_S16   ? samples.s16[i] / 32767.0
                         : formats[f] == SAMPLE_F32 ? (double)samples.f32[i]
                                                    : samples.s32[i] / (double)0x7fffff00;
            assert_true(now > before && now - before < 1.0 / RAMP + 1e-4); /* 3 of the last bit */
            before = now;
            if (formats[f] == SAMPLE_S24)
                assert_int_equal(samples.s32[i] & 0xff, 0);
        }
        assert_true(before == 1);
    }
}

static void a_ramp_may_be_cut_into_any_pieces(void **state)
{
    (void)state;
    struct volume whole, pieces;
    float gain_whole[RAMP + 20], gain_pieces[RAMP + 20];
    volume_init(&whole, 200);
    volume_set_target(&whole, 900, RATE);
    pieces = whole;
    measure(&whole, RAMP + 20, gain_whole);
    uint32_t done = 0;
    for (uint32_t piece = 0; done < RAMP + 20; piece = (piece * 7 + 3) % 61) {
        uint32_t n = piece < RAMP + 20 - done ? piece : RAMP + 20 - done;
        measure(&pieces, n, gain_pieces + done);
        volume_set_target(&pieces, 900, RATE);
        done += n;
    }
    assert_memory_equal(gain_whole, gain_pieces, sizeof(gain_whole));
}

static void a_ramp_that_is_retargeted_goes_on_from_where_it_is(void **state)
{
    (void)state;
    struct volume volume;
    float gain[400];
    volume_init(&volume, 1000);
    volume_set_target(&volume, 0, RATE);
    measure(&volume, 100, gain);
    volume_set_target(&volume, 1300, RATE);
    measure(&volume, 150, gain + 100);
    volume_set_target(&volume, 500, RATE);
    measure(&volume, 150, gain + 250);
    assert_steps_at_most(gain, 400, 1, 1.3 / RAMP);
    assert_true(gain[99] < 0.8f && gain[249] > 0.9f && gain[399] < gain[249]);
}

static void a_fade_reaches_silence_in_its_time_from_any_gain(void **state)
{
    (void)state;
    struct volume volume;
    float gain[RAMP + 500];
    volume_init(&volume, 1000);
    volume_set_target(&volume, 600, RATE);
    measure(&volume, RAMP / 2, gain);
    assert_true(fabs((double)gain[RAMP / 2 - 1] - 0.8) < 1e-6);
    volume_fade(&volume, 10, 44100);
    measure(&volume, 440, gain);
    assert_steps_at_most(gain, 440, 0.8f, 0.8 / 441);
    assert_true(gain[439] > 0 && !volume_done(&volume));
    measure(&volume, 20, gain);
    assert_true(volume_done(&volume));
    for (uint32_t i = 0; i < 20; i++)
        assert_true(gain[i] == 0);
}

static void a_ramp_has_a_frame_even_where_the_time_has_none(void **state)
{
    (void)state;
    struct volume volume;
    float gain[2];
    volume_init(&volume, 1000);
    volume_fade(&volume, 0, RATE);
    assert_false(volume_done(&volume));
    measure(&volume, 2, gain);
    assert_true(gain[0] == 0 && gain[1] == 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(unity_leaves_every_bit_of_every_format),
        cmocka_unit_test(zero_makes_zeros_of_anything),
        cmocka_unit_test(integers_are_dithered_by_their_place),
        cmocka_unit_test(what_has_32_bits_is_rounded_to_the_nearest),
        cmocka_unit_test(the_noise_makes_nothing_overflow),
        cmocka_unit_test(more_than_unity_is_for_floats_only_and_stops_at_its_maximum),
        cmocka_unit_test(a_ramp_is_linear_and_ends_at_the_target),
        cmocka_unit_test(a_ramp_is_monotonic_in_every_format),
        cmocka_unit_test(a_ramp_may_be_cut_into_any_pieces),
        cmocka_unit_test(a_ramp_that_is_retargeted_goes_on_from_where_it_is),
        cmocka_unit_test(a_fade_reaches_silence_in_its_time_from_any_gain),
        cmocka_unit_test(a_ramp_has_a_frame_even_where_the_time_has_none),
    };
    return cmocka_run_group_tests_name("volume", tests, NULL, NULL);
}
