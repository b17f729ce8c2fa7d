/*
 * test_portaudio_jack.c - samples brought into JACK's one frame, and the size of its queue.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "player/consumer/portaudio_jack.h"
#include "shmring/layout.h"

enum { FRAMES = 3 };

static void assert_widened(const struct output_format *format, const void *samples,
                           const uint32_t wanted[2 * FRAMES])
{
    uint32_t wide[2 * FRAMES];

    assert_true(portaudio_jack_takes(format));
    portaudio_jack_widen(format, samples, FRAMES, wide);
    assert_memory_equal(wide, wanted, sizeof(wide));
}

static void stereo_of_16_bits_goes_into_the_highest_of_32(void **state)
{
    static const int16_t samples[] = {1, -1, 32767, -32768, 0, 256};
    static const uint32_t wanted[] = {0x00010000, 0xffff0000, 0x7fff0000,
                                      0x80000000, 0,          0x01000000};
    (void)state;

    assert_widened(&(struct output_format){48000, 2, SAMPLE_S16}, samples, wanted);
}

static void mono_goes_to_both_sides(void **state)
{
    static const int16_t samples[] = {1, -2, 3};
    static const uint32_t wanted[] = {0x10000, 0x10000, 0xfffe0000, 0xfffe0000, 0x30000, 0x30000};
    static const float loud[] = {0.5f, -0.5f, 2.0f};
    uint32_t doubled[2 * FRAMES];
    (void)state;

    assert_widened(&(struct output_format){48000, 1, SAMPLE_S16}, samples, wanted);
    for (int i = 0; i < 2 * FRAMES; i++)
        memcpy(&doubled[i], &loud[i / 2], sizeof(doubled[i]));
    assert_widened(&(struct output_format){48000, 1, SAMPLE_F32}, loud, doubled);
}

static void stereo_of_32_bits_stays_as_it_is(void **state)
{
    static const uint32_t samples[] = {1, 2, 0x80000000, 0xffffff00, 0x12345600, 0};
    (void)state;

    assert_widened(&(struct output_format){48000, 2, SAMPLE_S24}, samples, samples);
    assert_widened(&(struct output_format){48000, 2, SAMPLE_S32}, samples, samples);
    assert_widened(&(struct output_format){48000, 2, SAMPLE_F32}, samples, samples);
}

static void more_than_two_channels_are_not_taken(void **state)
{
    (void)state;
    assert_false(portaudio_jack_takes(&(struct output_format){48000, 3, SAMPLE_F32}));
}

static void the_queue_is_a_power_of_two_within_the_latency(void **state)
{
    (void)state;
    assert_int_equal(portaudio_jack_queue_frames(100, 48000), 4096);
    assert_int_equal(portaudio_jack_queue_frames(64, 64000), 4096);
    assert_int_equal(portaudio_jack_queue_frames(0, 48000), 32);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(stereo_of_16_bits_goes_into_the_highest_of_32),
        cmocka_unit_test(mono_goes_to_both_sides),
        cmocka_unit_test(stereo_of_32_bits_stays_as_it_is),
        cmocka_unit_test(more_than_two_channels_are_not_taken),
        cmocka_unit_test(the_queue_is_a_power_of_two_within_the_latency),
    };

    return cmocka_run_group_tests_name("portaudio_jack", tests, NULL, NULL);
}
