/*
 * test_decoder_damage.c - files that are no audio, not all there, or broken in the middle: what
 * is still good is decoded, the rest has a reason, and nothing crashes.
 */
#include "tests/unit/decoder_fixture.h"

#include <stdio.h>
#include <unistd.h>

#include "tests/unit/scratch.h"

/* libsndfile 1.2.0 forgets this when an Ogg file ends within its headers. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:vorbis_info_init\n";
}

static const char *const names[] = {
    "rondo-s24.wav", "rondo-s16.aiff", "rondo-s16.au", "96k.flac",
    "rondo.ogg",     "rondo.opus",     "rondo.mp3",    "surround.wav",
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

static const char *sample_path(const char *name)
{
    static char path[512];

    snprintf(path, sizeof(path), "%s/%s", SAMPLES_DIR, name);
    return path;
}

static int open_files(void)
{
    int count = 0;

    for (int file = 0; file < 256; file++)
        count += fcntl(file, F_GETFD) >= 0;
    return count;
}

/* Opens what the bytes make; on failure the reason is in why, and no descriptor is left. */
static int open_bytes(struct scratch *scratch, const void *bytes, size_t size,
                      struct decoder **ret_decoder, char *why)
{
    const char *path = scratch_path(scratch, "file");
    int before = open_files();
    int error;

    assert_int_equal(scratch_write(path, bytes, size), 0);
    error = decoder_of(path, ret_decoder, why);
    assert_int_equal(open_files(), before + (error == 0));
    return error;
}

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

/* What is there is what the whole file has there; and then it is told what is wrong. */
static void expect_cut(struct scratch *scratch, const char *name, size_t size)
{
    struct sound whole = decoder_whole(sample_path(name));
    size_t all;
    uint8_t *bytes = scratch_read(sample_path(name), &all);
    struct decoder *decoder;
    char why[256];
    int error = open_bytes(scratch, bytes, size, &decoder, why);

    if (error < 0) {
        assert_int_equal(error, -EBADMSG);
        assert_non_null(strstr(why, "not audio that can be decoded"));
    } else {
        struct sound rest = decoder_rest(decoder, 1000);

        assert_true(rest.frames < whole.frames);
        if (strcmp(name, "rondo.mp3") != 0) /* there the last frame is guessed at */
            assert_memory_equal(rest.bytes, whole.bytes, rest.frames * rest.frame_bytes);
        assert_int_equal(decoder_ended(decoder, why, sizeof(why)), -EIO);
        assert_non_null(strstr(why, "cut off: the sound ends at "));
        decoder_close(decoder);
        sound_free(&rest);
    }
    free(bytes);
    sound_free(&whole);
}

static void a_file_that_is_cut_off_plays_to_there_and_says_so(void **state)
{
    static const size_t percents[] = {12, 37, 50, 75, 99};
    struct scratch *scratch = *state;

    for (int i = 0; i < NAMES; i++) {
        size_t size;

        free(scratch_read(sample_path(names[i]), &size));
        for (size_t k = 0; k < sizeof(percents) / sizeof(percents[0]); k++)
            expect_cut(scratch, names[i], size * percents[k] / 100);
    }
}

static void what_stands_behind_the_last_page_does_no_harm(void **state)
{
    struct scratch *scratch = *state;
    size_t size;
    uint8_t *bytes = scratch_read(sample_path("rondo.ogg"), &size);
    struct sound whole = decoder_whole(sample_path("rondo.ogg"));
    struct decoder *decoder;
    struct job_reply facts = {.frames = 99};
    struct sound sound;
    char why[256];

    bytes = realloc(bytes, size + 128);
    memset(bytes + size, 0, 128);
    memcpy(bytes + size, "TAG", 3);
    assert_int_equal(open_bytes(scratch, bytes, size + 128, &decoder, why), 0);
    decoder_facts(decoder, &facts);
    assert_int_equal(facts.frames, 0); /* libsndfile cannot tell it any more */
    sound = decoder_rest(decoder, 4096);
    assert_int_equal(sound.frames, whole.frames);
    assert_memory_equal(sound.bytes, whole.bytes, whole.frames * whole.frame_bytes);
    assert_int_equal(decoder_ended(decoder, why, sizeof(why)), 0);
    decoder_close(decoder);
    sound_free(&sound);
    sound_free(&whole);
    free(bytes);
}

static void a_length_that_was_never_known_is_no_damage(void **state)
{
    struct scratch *scratch = *state;
    const struct recipe mp3 = {
        SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100, 2, 20, 1, SF_BITRATE_MODE_CONSTANT};
    size_t size;
    uint8_t *bytes = scratch_read(sample_path("mono.wav"), &size);
    uint8_t *data = memmem(bytes, size, "data", 4);
    struct decoder *decoder;
    struct sound sound;
    char why[256];

    memset(data + 4, 0xff, 4); /* as a program writes it that streams */
    assert_int_equal(open_bytes(scratch, bytes, size, &decoder, why), 0);
    sound = decoder_rest(decoder, 4096);
    assert_int_equal(sound.frames, 132300);
    assert_int_equal(decoder_ended(decoder, why, sizeof(why)), 0);
    decoder_close(decoder);
    sound_free(&sound);
    free(bytes);

    decoder_compose(scratch_path(scratch, "file"), &mp3); /* too few bits for a header */
    decoder = decoder_of_good(scratch_path(scratch, "file"));
    sound = decoder_rest(decoder, 4096);
    assert_in_range(sound.frames, 20 * 44100, 20 * 44100 + 3 * 1152);
    assert_int_equal(decoder_ended(decoder, why, sizeof(why)), 0);
    decoder_close(decoder);
    sound_free(&sound);
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
            decoder_seek(decoder, sound.frames / 2);
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
        DAMAGE_TEST(a_file_that_is_cut_off_plays_to_there_and_says_so),
        DAMAGE_TEST(what_stands_behind_the_last_page_does_no_harm),
        DAMAGE_TEST(a_length_that_was_never_known_is_no_damage),
        DAMAGE_TEST(broken_bytes_anywhere_never_crash_it),
    };
    return cmocka_run_group_tests_name("decoder_damage", tests, NULL, NULL);
}
