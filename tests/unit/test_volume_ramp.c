/*
 * test_volume_ramp.c - gains that change: ramps and fades.
 */
#include "tests/unit/volume_fixture.h"

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
        cmocka_unit_test(a_ramp_is_linear_and_ends_at_the_target),
        cmocka_unit_test(a_ramp_is_monotonic_in_every_format),
        cmocka_unit_test(a_ramp_may_be_cut_into_any_pieces),
        cmocka_unit_test(a_ramp_that_is_retargeted_goes_on_from_where_it_is),
        cmocka_unit_test(a_fade_reaches_silence_in_its_time_from_any_gain),
        cmocka_unit_test(a_ramp_has_a_frame_even_where_the_time_has_none),
    };
    return cmocka_run_group_tests_name("volume_ramp", tests, NULL, NULL);
}
