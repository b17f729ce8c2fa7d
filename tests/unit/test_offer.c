/*
 * test_offer.c - what a device is asked for when it does not take a track as it is.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "player/consumer/offer.h"
#include "player/consumer/sim_options.h"
#include "shmring/layout.h"

static bool takes(void *device, const struct output_format *format)
{
    return sim_limits_take(device, format);
}

static void expect(const char *limits, struct output_format wanted, uint32_t own_rate,
                   struct output_format expected)
{
    struct sim_options options;
    struct output_format offer = {0};
    char why[200];

    assert_int_equal(sim_options_parse(limits, &options, why, sizeof(why)), 0);
    assert_int_equal(offer_nearest(takes, &options.limits, &wanted, own_rate, &offer),
                     expected.rate > 0 ? 0 : -ENOTSUP);
    if (!output_format_equal(&offer, &expected))
        fail_msg("%s: %u Hz, %u channels, format %u", limits, offer.rate, offer.channels,
                 offer.sample);
    sim_options_free(&options);
}

#define F(...) ((struct output_format){__VA_ARGS__})

static void the_sample_format_is_changed_first_and_to_one_that_loses_nothing(void **state)
{
    (void)state;
    expect("formats=s16+s32", F(44100, 2, SAMPLE_S24), 0, F(44100, 2, SAMPLE_S32));
    expect("formats=s16+f32", F(44100, 2, SAMPLE_S24), 0, F(44100, 2, SAMPLE_F32));
    expect("formats=s16", F(44100, 2, SAMPLE_F32), 0, F(44100, 2, SAMPLE_S16));
    expect("formats=s24+s32", F(44100, 2, SAMPLE_F32), 0, F(44100, 2, SAMPLE_S32));
    expect("formats=s32+s24", F(8000, 1, SAMPLE_S16), 0, F(8000, 1, SAMPLE_S24));
}

static void then_the_channels_to_two_if_that_can_be(void **state)
{
    (void)state;
    expect("channels=2+6", F(44100, 1, SAMPLE_S16), 0, F(44100, 2, SAMPLE_F32));
    expect("channels=6+8", F(44100, 1, SAMPLE_S16), 0, F(44100, 6, SAMPLE_F32));
    expect("channels=1,formats=s16", F(44100, 2, SAMPLE_S16), 0, F(44100, 1, SAMPLE_S16));
}

static void then_the_rate_to_the_next_above_or_else_below(void **state)
{
    (void)state;
    expect("rates=48000+96000", F(44100, 2, SAMPLE_S16), 0, F(48000, 2, SAMPLE_F32));
    expect("rates=44100+48000", F(96000, 2, SAMPLE_S16), 0, F(48000, 2, SAMPLE_F32));
    expect("rates=48000,formats=s16+s24", F(44100, 2, SAMPLE_S16), 0, F(48000, 2, SAMPLE_S24));
    expect("rates=12345", F(44100, 2, SAMPLE_S16), 12345, F(12345, 2, SAMPLE_F32));
}

static void then_rate_and_channels_and_then_it_is_told_that_there_is_nothing(void **state)
{
    (void)state;
    expect("rates=48000,channels=2", F(44100, 6, SAMPLE_S16), 0, F(48000, 2, SAMPLE_F32));
    expect("rates=12345", F(44100, 2, SAMPLE_S16), 0, F(0, 0, 0));
    expect("channels=3", F(44100, 2, SAMPLE_S16), 48000, F(0, 0, 0));
}

static void wrong_limits_are_refused(void **state)
{
    static const char *const wrong[] = {"rates=",
                                        "rates=999",
                                        "rates=48000+",
                                        "rates=+48000",
                                        "rates=44100.5",
                                        "channels=0",
                                        "channels=1+33",
                                        "formats=s8",
                                        "formats=none",
                                        "formats=s16++s24",
                                        "channels=1+2+3+4+5+6+7+8+9"};
    struct sim_options options;
    char why[200];
    (void)state;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_equal(sim_options_parse(wrong[i], &options, why, sizeof(why)), -EINVAL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_format_is_changed_first_and_to_one_that_loses_nothing),
        cmocka_unit_test(then_the_channels_to_two_if_that_can_be),
        cmocka_unit_test(then_the_rate_to_the_next_above_or_else_below),
        cmocka_unit_test(then_rate_and_channels_and_then_it_is_told_that_there_is_nothing),
        cmocka_unit_test(wrong_limits_are_refused),
    };
    return cmocka_run_group_tests_name("offer", tests, NULL, NULL);
}
