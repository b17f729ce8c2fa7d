/*
 * test_fade.c - the end of one track and the beginning of another, mixed by their places alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "producer/fade.h"
#include "shmring/dither.h"
#include "shmring/layout.h"

enum { FRAMES = 100 };

static const struct stage_shape s16 = {44100, 1, SAMPLE_S16};
static const struct stage_shape s24 = {44100, 1, SAMPLE_S24};
static const struct stage_shape s32 = {44100, 1, SAMPLE_S32};
static const struct stage_shape f32 = {44100, 1, SAMPLE_F32};

/* The halves of the weights at that frame, of full scale. */
static double expected(int frame)
{
    double way = (frame + 0.5) / FRAMES * acos(0.0);

    return 0.5 * sin(way) - 0.25 * cos(way);
}

static void every_format_is_mixed_with_every_other(void **state)
{
    int16_t low16[FRAMES], high16[FRAMES];
    int32_t high24[FRAMES], high32[FRAMES];
    float low[FRAMES], high[FRAMES];

    (void)state;
    for (int i = 0; i < FRAMES; i++) {
        low16[i] = -8192;
        high16[i] = 16384;
        high24[i] = high32[i] = 1 << 30;
        low[i] = -0.25F;
        high[i] = 0.5F;
    }
    fade_mix(high16, &s16, low, &f32, FRAMES, 0, FRAMES);
    fade_mix(high24, &s24, low16, &s16, FRAMES, 0, FRAMES);
    fade_mix(high32, &s32, low16, &s16, FRAMES, 0, FRAMES);
    fade_mix(high, &f32, low16, &s16, FRAMES, 0, FRAMES);
    for (int i = 0; i < FRAMES; i++) {
        double noise = dither_noise((uint64_t)i, 0) + 0.5;

        assert_int_equal(high16[i], (int)floor(expected(i) * 32768 + noise));
        assert_int_equal(high24[i], (int)floor(expected(i) * 8388608 + noise) * 256);
        assert_int_equal(high32[i], (int)floor(expected(i) * 2147483648.0 + 0.5));
        assert_true(high[i] == (float)expected(i));
    }
}

static void what_is_too_loud_is_full_scale(void **state)
{
    int16_t up[2] = {32767, -32768}, also[2] = {32767, -32768};
    int32_t wide[2] = {INT32_MAX, INT32_MIN}, wider[2] = {INT32_MAX, INT32_MIN};
    int32_t wide24[2] = {INT32_MAX - 255, INT32_MIN};

    (void)state;
    fade_mix(up, &s16, also, &s16, 2, 49, FRAMES);
    fade_mix(wide24, &s24, wider, &s32, 2, 49, FRAMES);
    fade_mix(wide, &s32, wider, &s32, 2, 49, FRAMES);
    assert_int_equal(up[0], 32767);
    assert_int_equal(up[1], -32768);
    assert_int_equal(wide24[0], INT32_MAX - 255);
    assert_int_equal(wide24[1], INT32_MIN);
    assert_int_equal(wide[0], INT32_MAX);
    assert_int_equal(wide[1], INT32_MIN);
}

static void in_pieces_it_is_the_same(void **state)
{
    static const struct stage_shape pairs = {44100, 2, SAMPLE_F32};
    float whole[FRAMES * 2], pieces[FRAMES * 2], tail[FRAMES * 2];

    (void)state;
    for (int i = 0; i < FRAMES * 2; i++) {
        whole[i] = pieces[i] = (float)sin(i);
        tail[i] = (float)cos(3.0 * i);
    }
    fade_mix(whole, &pairs, tail, &pairs, FRAMES, 0, FRAMES);
    for (uint32_t at = 0, part = 1; at < FRAMES; at += part, part = part * 2 % 17) {
        if (part > FRAMES - at)
            part = FRAMES - at;
        fade_mix(pieces + at * 2, &pairs, tail + at * 2, &pairs, part, at, FRAMES);
    }
    assert_memory_equal(pieces, whole, sizeof(whole));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_is_mixed_with_every_other),
        cmocka_unit_test(what_is_too_loud_is_full_scale),
        cmocka_unit_test(in_pieces_it_is_the_same),
    };

    return cmocka_run_group_tests_name("fade", tests, NULL, NULL);
}
