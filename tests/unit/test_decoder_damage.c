/*
 * test_decoder_damage.c - files that are no audio, hold no sound, or are broken in the
 * middle: each has a reason, and nothing crashes.
 */
#include "tests/unit/decoder_fixture.h"

#include <unistd.h>

static const char *const names[] = {
    "rondo-s24.wav", "rondo-s16.aiff", "rondo-s16.au", "96k.flac",
    "rondo.ogg",     "rondo.opus",     "rondo.mp3",    "surround.wav",
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

static void expect_refusal(struct scratch *scratch, const void *bytes, size_t size, int error,
                           const char *reason)
{
    struct decoder *decoder = NULL;
    char why[256];

    assert_int_equal(open_bytes(scratch, bytes, size, &decoder, why), error);
    assert_memory_equal(why, reason, strlen(reason));
    assert_null(strchr(why, '\n'));
    assert_null(decoder);
}

static void what_is_no_audio_is_refused_with_a_reason(void **state)
{
    static const char no_audio[] = "not audio that can be decoded";
    struct scratch *scratch = *state;
    uint8_t noise[65536];
    uint32_t random = 7;
    size_t size;
    uint8_t *wav = scratch_read(sample_path("rondo-s24.wav"), &size);

    for (size_t i = 0; i < sizeof(noise); i++)
        noise[i] = (uint8_t)((random = random * 1664525 + 1013904223) >> 24);
    expect_refusal(scratch, "", 0, -ENODATA, "it is empty");
    expect_refusal(scratch, "R", 1, -EBADMSG, no_audio);
    expect_refusal(scratch, "#!/bin/sh\necho hello\n", 21, -EBADMSG, no_audio);
    expect_refusal(scratch, noise, sizeof(noise), -EBADMSG, no_audio);
    expect_refusal(scratch, wav, 20, -EBADMSG, no_audio);
    expect_refusal(scratch, wav, 44, -EBADMSG, no_audio);
    expect_refusal(scratch, "OggS\0\2", 6, -EBADMSG, no_audio);
    expect_refusal(scratch, "ID3\4\0\0\0\0\0\12aaaaaaaaaaaaaaaaaaaaaaa", 33, -EBADMSG, no_audio);
    free(wav);
}

static void a_file_without_a_frame_holds_no_sound(void **state)
{
    static const int formats[] = {
        SF_FORMAT_WAV | SF_FORMAT_PCM_16,
        SF_FORMAT_AIFF | SF_FORMAT_PCM_16,
        SF_FORMAT_AU | SF_FORMAT_PCM_16,
        SF_FORMAT_OGG | SF_FORMAT_VORBIS,
    };
    struct scratch *scratch = *state;
    const char *path = scratch_path(scratch, "file");
    struct decoder *decoder;
    char why[256];

    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        const struct recipe recipe = {.format = formats[i], .rate = 44100, .channels = 2};

        decoder_compose(path, &recipe);
        assert_int_equal(decoder_of(path, &decoder, why), -ENODATA);
        assert_string_equal(why, "it holds no sound");
    }
}

/* FLAC that does not say its length must be read to know. */
static void a_flac_file_without_a_frame_says_so_at_its_end(void **state)
{
    static const uint8_t flac[42] = {'f', 'L', 'a', 'C', 0x80, 0, 0, 34,   0x10, 0,    0x10,
                                     0,   0,   0,   0,   0,    0, 0, 0x0a, 0xc4, 0x42, 0xf0};
    struct scratch *scratch = *state;
    struct decoder *decoder;
    char why[256];
    float room[8];

    assert_int_equal(open_bytes(scratch, flac, sizeof(flac), &decoder, why), 0);
    assert_int_equal(decoder_read(decoder, room, 4), 0);
    assert_int_equal(decoder_ended(decoder, why, sizeof(why)), -EIO);
    assert_string_equal(why, "it holds no sound");
    decoder_close(decoder);
}

static void more_channels_than_a_block_takes_are_refused(void **state)
{
    struct scratch *scratch = *state;
    const char *path = scratch_path(scratch, "file");
    SF_INFO info = {
        .samplerate = 44100, .channels = 33, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    const short frame[33] = {0};
    struct decoder *decoder;
    char why[256];

    sf_writef_short(file, frame, 1);
    sf_close(file);
    assert_int_equal(decoder_of(path, &decoder, why), -EBADMSG);
    assert_string_equal(why, "44100 Hz with 33 channels is more than Rondo plays");
}

static void broken_bytes_anywhere_never_crash_it(void **state)
{
    struct scratch *scratch = *state;
    uint32_t random = 1;

    for (int i = 0; i < NAMES; i++) {
        size_t size;
        uint8_t *good = scratch_read(sample_path(names[i]), &size);
        uint8_t *bytes = malloc(size);

        for (int round = 0; round < 12; round++) {
            struct decoder *decoder;
            struct sound sound;
            char why[256] = "";

            memcpy(bytes, good, size);
            for (int k = 0; k < 20; k++) {
                random = random * 1664525 + 1013904223;
                bytes[(random >> 4) % (round < 6 ? 4096 : size)] = (uint8_t)(random >> 24);
            }
            if (open_bytes(scratch, bytes, size, &decoder, why) < 0)
                continue;
            sound = decoder_rest(decoder, 4096);
            decoder_ended(decoder, why, sizeof(why));
            decoder_seek(decoder, sound.frames / 2, false);
            decoder_read(decoder, sound.bytes, sound.frames > 100 ? 100 : 0);
            decoder_close(decoder);
            sound_free(&sound);
        }
        free(bytes);
        free(good);
    }
}

#define DAMAGE_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, scratch_setup, scratch_teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DAMAGE_TEST(what_is_no_audio_is_refused_with_a_reason),
        DAMAGE_TEST(a_file_without_a_frame_holds_no_sound),
        DAMAGE_TEST(a_flac_file_without_a_frame_says_so_at_its_end),
        DAMAGE_TEST(more_channels_than_a_block_takes_are_refused),
        DAMAGE_TEST(broken_bytes_anywhere_never_crash_it),
    };
    return cmocka_run_group_tests_name("decoder_damage", tests, NULL, NULL);
}
