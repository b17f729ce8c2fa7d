/*
 * test_volume.c - samples times a gain.
 */
#include "tests/unit/volume_fixture.h"

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

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(unity_leaves_every_bit_of_every_format),
        cmocka_unit_test(zero_makes_zeros_of_anything),
        cmocka_unit_test(integers_are_dithered_by_their_place),
        cmocka_unit_test(what_has_32_bits_is_rounded_to_the_nearest),
        cmocka_unit_test(the_noise_makes_nothing_overflow),
        cmocka_unit_test(more_than_unity_is_for_floats_only_and_stops_at_its_maximum),
    };
    return cmocka_run_group_tests_name("volume", tests, NULL, NULL);
}
