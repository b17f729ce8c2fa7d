/*
 * test_decoder.c - facts and samples of whole files, against libsndfile used by itself and
 * against other programs' decoders.
 */
#include "tests/unit/decoder_fixture.h"

#include <stdio.h>
#include <unistd.h>

struct file {
    const char *path;
    uint32_t rate;
    uint16_t channels;
    uint16_t format;
    uint64_t frames;
    const char *codec;
    const char *number; /* the track's; "": the file has no such tag */
};

static const struct file files[] = {
    {SAMPLES_DIR "/rondo-s16.wav", 44100, 2, SAMPLE_S16, 1414164, "WAV, Signed 16 bit PCM", "1"},
    {SAMPLES_DIR "/rondo-s24.wav", 44100, 2, SAMPLE_S24, 132300, "WAV, Signed 24 bit PCM", "1"},
    {SAMPLES_DIR "/rondo-s32.wav", 44100, 2, SAMPLE_S32, 132300, "WAV, Signed 32 bit PCM", "1"},
    {SAMPLES_DIR "/rondo-f32.wav", 44100, 2, SAMPLE_F32, 132300, "WAV, 32 bit float", "1"},
    {SAMPLES_DIR "/rondo-s16.flac", 44100, 2, SAMPLE_S16, 1392114, "FLAC, Signed 16 bit PCM", "1"},
    {SAMPLES_DIR "/rondo-s24.flac", 44100, 2, SAMPLE_S24, 132300, "FLAC, Signed 24 bit PCM", "1"},
    {SAMPLES_DIR "/rondo-s16.aiff", 44100, 2, SAMPLE_S16, 132300, "AIFF, Signed 16 bit PCM", ""},
    {SAMPLES_DIR "/rondo-s24.aiff", 44100, 2, SAMPLE_S24, 132300, "AIFF, Signed 24 bit PCM", ""},
    {SAMPLES_DIR "/rondo-s32.aiff", 44100, 2, SAMPLE_S32, 132300, "AIFF, Signed 32 bit PCM", ""},
    {SAMPLES_DIR "/rondo-f32.aiff", 44100, 2, SAMPLE_F32, 132300, "AIFF, 32 bit float", ""},
    {SAMPLES_DIR "/rondo-s16.au", 44100, 2, SAMPLE_S16, 132300, "AU, Signed 16 bit PCM", ""},
    {SAMPLES_DIR "/rondo.ogg", 44100, 2, SAMPLE_F32, 132300, "OGG, Vorbis", "1"},
    {SAMPLES_DIR "/rondo.opus", 48000, 2, SAMPLE_F32, 144000, "OGG, Opus", "2"},
    {SAMPLES_DIR "/rondo.mp3", 44100, 2, SAMPLE_F32, 132300, "MPEG-1/2 Audio, MPEG Layer III", "3"},
    {SAMPLES_DIR "/mono.wav", 44100, 1, SAMPLE_S16, 132300, "WAV, Signed 16 bit PCM", "1"},
    {SAMPLES_DIR "/mono.flac", 44100, 1, SAMPLE_S16, 132300, "FLAC, Signed 16 bit PCM", "1"},
    {SAMPLES_DIR "/surround.wav", 44100, 6, SAMPLE_S16, 132300, "WAVEX, Signed 16 bit PCM", "1"},
    {SAMPLES_DIR "/surround.flac", 44100, 6, SAMPLE_S16, 132300, "FLAC, Signed 16 bit PCM", "1"},
    {SAMPLES_DIR "/8k.wav", 8000, 2, SAMPLE_S16, 24000, "WAV, Signed 16 bit PCM", "1"},
    {SAMPLES_DIR "/8k.flac", 8000, 2, SAMPLE_S16, 24000, "FLAC, Signed 16 bit PCM", "1"},
    {SAMPLES_DIR "/96k.wav", 96000, 2, SAMPLE_S16, 288000, "WAV, Signed 16 bit PCM", "1"},
    {SAMPLES_DIR "/96k.flac", 96000, 2, SAMPLE_S24, 288000, "FLAC, Signed 24 bit PCM", "1"},
    {COMMITTED_DIR "/rondo.flac", 44100, 2, SAMPLE_S16, 1414164, "FLAC, Signed 16 bit PCM", "1"},
    {COMMITTED_DIR "/rondo.ogg", 44100, 2, SAMPLE_F32, 717948, "OGG, Vorbis", "2"},
    {COMMITTED_DIR "/rondo.opus", 48000, 2, SAMPLE_F32, 781440, "OGG, Opus", "3"},
    {COMMITTED_DIR "/rondo.mp3", 44100, 2, SAMPLE_F32, 717948, "MPEG-1/2 Audio, MPEG Layer III",
     "4"},
};

enum { FILES = sizeof(files) / sizeof(files[0]) };

static void the_facts_are_those_of_the_file(void **state)
{
    (void)state;
    for (int i = 0; i < FILES; i++) {
        struct decoder *decoder = decoder_of_good(files[i].path);
        struct job_reply facts = {.epoch = 77, .text = "left alone"};

        decoder_facts(decoder, &facts);
        assert_int_equal(facts.rate, files[i].rate);
        assert_int_equal(facts.channels, files[i].channels);
        assert_int_equal(facts.format, files[i].format);
        assert_int_equal(facts.frames, files[i].frames);
        assert_string_equal(facts.codec, files[i].codec);
        assert_string_equal(facts.number, files[i].number);
        if (files[i].number[0]) {
            assert_string_equal(facts.title, "A Little Rondo");
            assert_string_equal(facts.artist, "Rondo");
            assert_string_equal(facts.album, "Samples");
        }
        assert_int_equal(facts.epoch, 77);
        assert_string_equal(facts.text, "left alone");
        decoder_close(decoder);
    }
}

/* libsndfile's own decode of a file, in the format that the decoder chose. */
static struct sound reference(const struct file *file)
{
    SF_INFO info = {0};
    SNDFILE *opened = sf_open(file->path, SFM_READ, &info);
    struct sound sound = {.frame_bytes = block_frame_bytes(file->format, file->channels),
                          .frames = (uint64_t)info.frames};
    sf_count_t got;

    assert_non_null(opened);
    sound.bytes = malloc(sound.frames * sound.frame_bytes);
    if (file->format == SAMPLE_S16)
        got = sf_readf_short(opened, (short *)(void *)sound.bytes, info.frames);
    else if (file->format == SAMPLE_F32)
        got = sf_readf_float(opened, (float *)(void *)sound.bytes, info.frames);
    else
        got = sf_readf_int(opened, (int *)(void *)sound.bytes, info.frames);
    assert_int_equal(got, info.frames);
    sf_close(opened);
    return sound;
}

static void every_sample_is_libsndfiles_and_the_end_is_the_true_one(void **state)
{
    static const uint32_t pieces[] = {1764, 4096, 999};
    char why[256] = "";

    (void)state;
    for (int i = 0; i < FILES; i++) {
        struct decoder *decoder = decoder_of_good(files[i].path);
        struct sound expected = reference(&files[i]);
        struct sound sound = decoder_rest(decoder, pieces[i % 3]);

        assert_int_equal(sound.frames, expected.frames);
        assert_memory_equal(sound.bytes, expected.bytes, sound.frames * sound.frame_bytes);
        assert_int_equal(decoder_position(decoder), expected.frames);
        if (decoder_ended(decoder, why, sizeof(why)) < 0)
            fail_msg("%s: %s", files[i].path, why);
        assert_int_equal(decoder_read(decoder, sound.bytes, 100), 0);
        sound_free(&sound);
        sound_free(&expected);
        decoder_close(decoder);
    }
}

static void samples_of_24_bits_stand_at_the_upper_end(void **state)
{
    struct sound sound = decoder_whole(SAMPLES_DIR "/rondo-s24.flac");
    const uint32_t *samples = (const uint32_t *)(const void *)sound.bytes;
    uint32_t all = 0;

    (void)state;
    for (uint64_t i = 0; i < 2 * sound.frames; i++) {
        assert_int_equal(samples[i] & 0xff, 0);
        all |= samples[i];
    }
    assert_int_equal(all, 0xffffff00);
    sound_free(&sound);
}

/* What a program prints on its standard output is what the decoder gives. */
static void compare_with(const char *path, const char *command, const char *program)
{
    struct sound sound = decoder_whole(path);
    size_t size = sound.frames * sound.frame_bytes;
    uint8_t *bytes = malloc(size + 1);
    char line[1024];
    FILE *output;
    size_t got;

    snprintf(line, sizeof(line), command, path);
    output = popen(line, "r");
    assert_non_null(output);
    got = fread(bytes, 1, size + 1, output);
    if (pclose(output) == 127 << 8) {
        print_message("%s is not installed\n", program);
    } else {
        assert_int_equal(got, size);
        assert_memory_equal(bytes, sound.bytes, size);
    }
    free(bytes);
    sound_free(&sound);
}

static void flac_decodes_the_same(void **state)
{
    static const char command[] =
        "flac -dcs --force-raw-format --endian=little --sign=signed '%s' 2>/dev/null";

    (void)state;
    compare_with(SAMPLES_DIR "/rondo-s16.flac", command, "flac");
    compare_with(SAMPLES_DIR "/surround.flac", command, "flac");
    compare_with(COMMITTED_DIR "/rondo.flac", command, "flac");
}

static void sox_decodes_the_same(void **state)
{
    static const char s16[] = "sox '%s' -t raw -e signed -b 16 -L - 2>/dev/null";
    static const char s32[] = "sox '%s' -t raw -e signed -b 32 -L - 2>/dev/null";

    (void)state;
    compare_with(SAMPLES_DIR "/rondo-s16.wav", s16, "sox");
    compare_with(SAMPLES_DIR "/rondo-s16.aiff", s16, "sox");
    compare_with(SAMPLES_DIR "/rondo-s24.wav", s32, "sox");
    compare_with(SAMPLES_DIR "/rondo-s32.wav", s32, "sox");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_facts_are_those_of_the_file),
        cmocka_unit_test(every_sample_is_libsndfiles_and_the_end_is_the_true_one),
        cmocka_unit_test(samples_of_24_bits_stand_at_the_upper_end),
        cmocka_unit_test(flac_decodes_the_same),
        cmocka_unit_test(sox_decodes_the_same),
    };
    return cmocka_run_group_tests_name("decoder", tests, NULL, NULL);
}
