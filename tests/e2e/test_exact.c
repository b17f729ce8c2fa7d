/*
 * test_exact.c - what comes out is what is in the file, bit for bit: every sample that the build
 * composes, through every output that takes it, compared with other people's decoders.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_sound.h"

/*
 * Plays one sample to an output, and no errors come. The device may hold a second, so that a
 * card that is faster than real time never runs dry on a busy machine.
 */
static struct stage_process *play_to(struct stage *stage, const char *output, const char *path)
{
    struct stage_process *rondo =
        stage_play(stage, "-q", "--latency", "1000", "-o", output, path, NULL);

    if (stage_wait(rondo) != 0 || stage_errors(rondo)[0] != '\0')
        fail_msg("-o %s %s: exit status %d, and it said: %s", output, path, rondo->status,
                 stage_errors(rondo));
    return rondo;
}

static void every_sample_is_the_same_in_a_wav_file_of_its_own_shape(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];

    for (int i = 0; i < SOUND_SAMPLES; i++) {
        struct sound sound = sound_decode(stage, stage_sample(sound_samples[i].file, path));
        struct sound written;

        play_to(stage, "wav:out.wav", path);
        written = sound_of_wav(stage, "out.wav", &sound);
        sound_assert_bytes(&sound, written.bytes, written.size, path);
        sound_free(&written);
        sound_free(&sound);
    }
}

static void every_sample_is_the_same_in_a_raw_file_and_on_standard_output(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX], out[32];

    for (int i = 0; i < SOUND_SAMPLES; i++) {
        struct sound sound = sound_decode(stage, stage_sample(sound_samples[i].file, path));
        struct stage_process *rondo;

        play_to(stage, "raw:out.raw", path);
        sound_assert_file(stage, &sound, "out.raw");
        rondo = play_to(stage, "raw:-", path);
        snprintf(out, sizeof(out), "%u.out", rondo->number);
        sound_assert_file(stage, &sound, out);
        sound_free(&sound);
    }
}

static void the_simulated_device_records_what_was_heard(void **state)
{
    static const char *const files[] = {"rondo-s24.wav", "rondo-f32.aiff", "surround.flac"};
    struct stage *stage = *state;
    char path[PATH_MAX];

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct sound sound = sound_decode(stage, stage_sample(files[i], path));
        struct sound heard;

        play_to(stage, "sim,speed=0,record=heard.wav,report=report", path);
        heard = sound_of_wav(stage, "heard.wav", &sound);
        sound_assert_bytes(&sound, heard.bytes, heard.size, files[i]);
        sound_free(&heard);
        sound_free(&sound);
    }
}

/* Plays on the virtual card, which is opened for just this, and compares its record. */
static void play_on_card(struct stage *stage, const char *formats, const char *file,
                         const char *opened, const struct sound *expected)
{
    char path[PATH_MAX];

    stage_card(stage, &(struct card_options){.speed = 4, .formats = formats});
    play_to(stage, "portaudio", stage_sample(file, path));
    if (card_count(&stage->card, opened) != 1)
        fail_msg("%s: the card's log has no, or more than one: %s", file, opened);
    sound_assert_recorded(stage, expected, NULL);
}

static void play_as_it_is(struct stage *stage, const char *file, const char *opened)
{
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample(file, path));

    play_on_card(stage, NULL, file, opened, &sound);
    sound_free(&sound);
}

static void a_card_hears_16_bits_exactly(void **state)
{
    play_as_it_is(*state, "rondo-s16.aiff", "open S16_LE 44100 2");
}

static void a_card_hears_32_bits_exactly(void **state)
{
    play_as_it_is(*state, "rondo-s32.wav", "open S32_LE 44100 2");
}

static void a_card_hears_floats_exactly(void **state)
{
    play_as_it_is(*state, "rondo.opus", "open FLOAT_LE 48000 2");
}

static void a_card_hears_24_bits_exactly_among_32(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("96k.flac", path));
    struct sound wide = sound_widen(&sound);

    play_on_card(stage, NULL, "96k.flac", "open S32_LE 96000 2", &wide);
    sound_free(&wide);
    sound_free(&sound);
}

static void a_card_of_24_bits_hears_them_exactly(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s24.aiff", path));

    play_on_card(stage, "S24_3LE", "rondo-s24.aiff", "open S24_3LE 44100 2", &sound);
    sound_free(&sound);
}

static void a_card_hears_six_channels_exactly(void **state)
{
    play_as_it_is(*state, "surround.flac", "open S16_LE 44100 6");
}

static void a_card_hears_a_single_channel_exactly(void **state)
{
    play_as_it_is(*state, "mono.flac", "open S16_LE 44100 1");
}

/* A device plays as soon as it has a period, a quarter of what it may hold. */
static void a_card_hears_what_is_shorter_than_its_period(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s16.au", path));
    struct sound part = sound_part(&sound, 10000, 3000);

    sound_write_wav(stage, &part, "part.wav");
    stage_card(stage, &(struct card_options){0});
    play_to(stage, "portaudio", "part.wav");
    sound_assert_recorded(stage, &part, NULL);
    sound_free(&part);
    sound_free(&sound);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(every_sample_is_the_same_in_a_wav_file_of_its_own_shape),
        ON_STAGE(every_sample_is_the_same_in_a_raw_file_and_on_standard_output),
        ON_STAGE(the_simulated_device_records_what_was_heard),
        ON_STAGE(a_card_hears_16_bits_exactly),
        ON_STAGE(a_card_hears_32_bits_exactly),
        ON_STAGE(a_card_hears_floats_exactly),
        ON_STAGE(a_card_hears_24_bits_exactly_among_32),
        ON_STAGE(a_card_of_24_bits_hears_them_exactly),
        ON_STAGE(a_card_hears_six_channels_exactly),
        ON_STAGE(a_card_hears_a_single_channel_exactly),
        ON_STAGE(a_card_hears_what_is_shorter_than_its_period),
    };

    return cmocka_run_group_tests_name("exact", tests, NULL, NULL);
}
