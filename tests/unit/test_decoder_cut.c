/*
 * test_decoder_cut.c - files that are not all there: what is there is played, and then it is
 * told what is wrong; and ends that only look wrong.
 */
#include "tests/unit/decoder_fixture.h"

#include <unistd.h>

static const char *const names[] = {
    "rondo-s24.wav", "rondo-s16.aiff", "rondo-s16.au", "96k.flac",
    "rondo.ogg",     "rondo.opus",     "rondo.mp3",    "surround.wav",
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

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
        assert_true(strstr(why, "not audio that can be decoded") ||
                    strcmp(why, "cut off before its first sound") == 0);
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

static void an_ogg_file_that_lacks_its_last_page_only_is_cut_off(void **state)
{
    static const char *const oggs[] = {"rondo.ogg", "rondo.opus"};
    struct scratch *scratch = *state;

    for (int i = 0; i < 2; i++) {
        size_t size;
        uint8_t *bytes = scratch_read(sample_path(oggs[i]), &size);

        for (size -= 4; memcmp(bytes + size, "OggS", 4) != 0; size--)
            ;
        free(bytes);
        expect_cut(scratch, oggs[i], size);
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
    assert_int_equal(facts.frames, whole.frames);
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

#define DAMAGE_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, scratch_setup, scratch_teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DAMAGE_TEST(a_file_that_is_cut_off_plays_to_there_and_says_so),
        DAMAGE_TEST(an_ogg_file_that_lacks_its_last_page_only_is_cut_off),
        DAMAGE_TEST(what_stands_behind_the_last_page_does_no_harm),
        DAMAGE_TEST(a_length_that_was_never_known_is_no_damage),
    };
    return cmocka_run_group_tests_name("decoder_cut", tests, NULL, NULL);
}
