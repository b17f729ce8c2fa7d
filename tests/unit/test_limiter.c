/*
 * test_limiter.c - the limiter: below its ceiling by another's meter, transparent, of finite
 * memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ebur128.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "producer/limiter.h"

enum { RATE = 44100, FRAMES = 2 * RATE, CHANNELS = 2 };

/* libebur128 looks with a finer filter than BS.1770's, at what lies near half the rate. */
#define TOLERANCE_DB 0.3

struct piece {
    float *samples; /* FRAMES, with the limiter's reach of silence on both sides */
    float *out;
};

static float noise(uint32_t *random)
{
    *random = *random * 1664525 + 1013904223;
    return (float)(*random >> 8) / (1 << 23) - 1;
}

/* Music of a kind: chords that swell far above full scale and back, noise, bursts, and clicks. */
static float compose(uint32_t f, uint32_t c, double level, uint32_t *random)
{
    double t = (double)f / RATE, swell = 0.5 + 0.5 * sin(2 * M_PI * t * 1.3);
    double v = sin(2 * M_PI * 220 * t) + sin(2 * M_PI * 5512.4 * t + c) + 0.3 * noise(random);

    if (f % 9000 < 40)
        v += 3 * cos(2 * M_PI * t * RATE / 4 + 0.7);
    if (f % 7777 == 0)
        v += 5;
    return (float)(level * swell * v);
}

static struct piece make(const struct limiter *l, double level)
{
    const size_t reach = (size_t)limiter_reach(l) * CHANNELS;
    struct piece p = {calloc(FRAMES * CHANNELS + 2 * reach, sizeof(float)),
                      calloc(FRAMES * CHANNELS, sizeof(float))};
    uint32_t random = 7;

    for (uint32_t f = 0; f < FRAMES; f++)
        for (uint32_t c = 0; c < CHANNELS; c++)
            p.samples[reach + f * CHANNELS + c] = compose(f, c, level, &random);
    return p;
}

static void drop(struct piece *p)
{
    free(p->samples);
    free(p->out);
}

static double true_peak_db(const float *samples)
{
    ebur128_state *meter = ebur128_init(CHANNELS, RATE, EBUR128_MODE_TRUE_PEAK);
    double most = 0, peak;

    ebur128_add_frames_float(meter, samples, FRAMES);
    for (unsigned int c = 0; c < CHANNELS; c++) {
        ebur128_true_peak(meter, c, &peak);
        most = fmax(most, peak);
    }
    ebur128_destroy(&meter);
    return 20 * log10(most);
}

static void nothing_rises_above_the_ceiling(void **state)
{
    const double levels[] = {0.4, 1, 4, 30};
    struct limiter *l;

    (void)state;
    assert_int_equal(limiter_create(RATE, CHANNELS, FRAMES, &l), 0);
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        struct piece p = make(l, levels[i]);

        assert_true(limiter_run(l, p.samples, p.out, FRAMES));
        assert_true(true_peak_db(p.samples + limiter_reach(l) * CHANNELS) > -1 + TOLERANCE_DB);
        if (true_peak_db(p.out) > -1 + TOLERANCE_DB)
            fail_msg("level %.1f: %.2f dBTP", levels[i], true_peak_db(p.out));
        for (size_t s = 0; s < FRAMES * CHANNELS; s++)
            assert_true(fabsf(p.out[s]) <= (float)LIMITER_CEILING * 1.0001F);
        drop(&p);
    }
    limiter_free(l);
}

static void it_turns_down_no_more_than_it_must(void **state)
{
    struct limiter *l;
    struct piece p;

    (void)state;
    assert_int_equal(limiter_create(RATE, CHANNELS, FRAMES, &l), 0);
    p = make(l, 1);
    limiter_run(l, p.samples, p.out, FRAMES);
    assert_true(true_peak_db(p.out) > -1.6);
    drop(&p);
    limiter_free(l);
}

static void what_is_below_the_ceiling_is_not_touched(void **state)
{
    struct limiter *l;
    struct piece p;

    (void)state;
    assert_int_equal(limiter_create(RATE, CHANNELS, FRAMES, &l), 0);
    p = make(l, 0.08);
    assert_false(limiter_run(l, p.samples, p.out, FRAMES));
    assert_memory_equal(p.out, p.samples + limiter_reach(l) * CHANNELS,
                        FRAMES * CHANNELS * sizeof(float));
    drop(&p);
    limiter_free(l);
}

/* One click: far from it, every bit stays. */
static void far_from_a_peak_nothing_is_touched(void **state)
{
    struct limiter *l;
    struct piece p;
    uint32_t reach, changed = 0;

    (void)state;
    assert_int_equal(limiter_create(RATE, CHANNELS, FRAMES, &l), 0);
    p = make(l, 0.08);
    reach = limiter_reach(l);
    p.samples[(reach + RATE) * CHANNELS] = 2;
    assert_true(limiter_run(l, p.samples, p.out, FRAMES));
    for (uint32_t f = 0; f < FRAMES; f++) {
        bool same = memcmp(&p.out[f * CHANNELS], &p.samples[(reach + f) * CHANNELS],
                           CHANNELS * sizeof(float)) == 0;

        if (f + reach < RATE || f > RATE + reach)
            assert_true(same);
        changed += !same;
    }
    assert_in_range(changed, reach, 2 * reach);
    drop(&p);
    limiter_free(l);
}

static void it_makes_the_same_from_any_start(void **state)
{
    const uint32_t starts[] = {0, 1, 777, 20000, 44099}, sizes[] = {1, 100, 4410, 30000};
    float *part = malloc(30000 * CHANNELS * sizeof(float));
    struct limiter *l;
    struct piece p;

    (void)state;
    assert_int_equal(limiter_create(RATE, CHANNELS, FRAMES, &l), 0);
    p = make(l, 1);
    limiter_run(l, p.samples, p.out, FRAMES);
    for (int i = 0; i < 5; i++)
        for (int k = 0; k < 4; k++) {
            limiter_run(l, p.samples + (size_t)starts[i] * CHANNELS, part, sizes[k]);
            assert_memory_equal(part, p.out + (size_t)starts[i] * CHANNELS,
                                sizes[k] * CHANNELS * sizeof(float));
        }
    free(part);
    drop(&p);
    limiter_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_rises_above_the_ceiling),
        cmocka_unit_test(it_turns_down_no_more_than_it_must),
        cmocka_unit_test(what_is_below_the_ceiling_is_not_touched),
        cmocka_unit_test(far_from_a_peak_nothing_is_touched),
        cmocka_unit_test(it_makes_the_same_from_any_start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
