/*
 * test_decoder_range.c - a part of a file as if it were a file: the very frames, and no others.
 */
#include "tests/unit/decoder_fixture.h"

static const char *const names[] = {"mono.flac", "rondo-s24.wav", "rondo.ogg", "rondo.mp3",
                                    "rondo.opus"};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

/* The sound of a part, and its length as the facts say. */
static struct sound part_of(const char *path, uint64_t first, uint64_t end, uint64_t *ret_frames)
{
    struct decoder *decoder = decoder_of_good(path);
    struct job_reply facts = {0};
    struct sound sound;
    char why[256];

    assert_int_equal(decoder_cut(decoder, first, end), 0);
    assert_int_equal(decoder_seek(decoder, 0, true), 0);
    assert_int_equal(decoder_position(decoder), 0);
    decoder_facts(decoder, &facts);
    sound = decoder_rest(decoder, 4096);
    assert_int_equal(decoder_ended(decoder, why, sizeof(why)), 0);
    assert_int_equal(decoder_position(decoder), sound.frames);
    decoder_close(decoder);
    *ret_frames = facts.frames;
    return sound;
}

static void parts_put_together_are_the_whole(void **state)
{
    (void)state;
    for (int i = 0; i < NAMES; i++) {
        struct sound whole = decoder_whole(sample_path(names[i]));
        const uint64_t places[] = {0, 1, 588, 40001, 40002, 100000, UINT64_MAX};
        uint64_t frames, done = 0;

        for (int part = 0; part < 6; part++) {
            struct sound sound =
                part_of(sample_path(names[i]), places[part], places[part + 1], &frames);

            assert_int_equal(sound.frames, frames);
            assert_true(done + sound.frames <= whole.frames);
            assert_memory_equal(sound.bytes, whole.bytes + done * whole.frame_bytes,
                                sound.frames * whole.frame_bytes);
            done += sound.frames;
            sound_free(&sound);
        }
        assert_int_equal(done, whole.frames);
        sound_free(&whole);
    }
}

static void a_seek_stays_within_the_part(void **state)
{
    struct decoder *decoder = decoder_of_good(sample_path("mono.flac"));
    struct sound sound;

    (void)state;
    assert_int_equal(decoder_cut(decoder, 1000, 5000), 0);
    assert_int_equal(decoder_seek(decoder, 3500, false), 0);
    sound = decoder_rest(decoder, 4096);
    assert_int_equal(sound.frames, 500);
    sound_free(&sound);
    assert_int_equal(decoder_seek(decoder, 4001, false), 0);
    assert_int_equal(decoder_position(decoder), 4000);
    assert_int_equal(decoder_seek(decoder, UINT64_MAX, false), 0);
    assert_int_equal(decoder_position(decoder), 4000);
    decoder_close(decoder);
}

static void what_is_behind_the_end_is_refused(void **state)
{
    struct decoder *decoder = decoder_of_good(sample_path("mono.flac"));

    (void)state;
    assert_int_equal(decoder_cut(decoder, 132300, UINT64_MAX), -ENODATA);
    assert_int_equal(decoder_cut(decoder, 5, 5), -ENODATA);
    assert_int_equal(decoder_cut(decoder, 132299, UINT64_MAX), 0);
    decoder_close(decoder);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_put_together_are_the_whole),
        cmocka_unit_test(a_seek_stays_within_the_part),
        cmocka_unit_test(what_is_behind_the_end_is_refused),
    };

    return cmocka_run_group_tests_name("decoder_range", tests, NULL, NULL);
}
