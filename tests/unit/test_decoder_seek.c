/*
 * test_decoder_seek.c - what is read after a seek is, bit for bit, what an uninterrupted decode
 * gives there: every format, anywhere, forwards and back.
 *
 * The files made here are those on which libsndfile's own seeks were measured to be wrong: in
 * Vorbis at every rate, in Opus most of all with few bits, in MP3 with a variable rate, with few
 * bits, and in mono.
 */
#include "tests/unit/decoder_fixture.h"

#include "tests/unit/scratch.h"

enum { READ = 5000 };

static uint64_t random_state;

static uint64_t random_below(uint64_t limit)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (random_state >> 33) % limit;
}

static bool resumed; /* as after a producer's death, or as after a listener's wish */

static void expect_there(struct decoder *decoder, const struct sound *whole, uint64_t frame,
                         uint8_t *room, const char *path)
{
    uint64_t left = whole->frames - frame;
    uint32_t wanted = left < READ ? (uint32_t)left : READ;

    assert_int_equal(decoder_seek(decoder, frame, resumed), 0);
    assert_int_equal(decoder_position(decoder), frame);
    assert_int_equal(decoder_read(decoder, room, READ), wanted);
    assert_int_equal(decoder_position(decoder), frame + wanted);
    if (memcmp(room, whole->bytes + frame * whole->frame_bytes,
               (size_t)wanted * whole->frame_bytes) != 0)
        fail_msg("%s: other samples after a seek to %llu", path, (unsigned long long)frame);
}

static void seek_about(const char *path, int seeks)
{
    struct sound whole = decoder_whole(path);
    struct decoder *decoder = decoder_of_good(path);
    uint8_t *room = malloc((size_t)READ * whole.frame_bytes);

    random_state = (uint64_t)seeks;
    expect_there(decoder, &whole, 0, room, path);
    expect_there(decoder, &whole, whole.frames - 1, room, path);
    expect_there(decoder, &whole, whole.frames, room, path);
    expect_there(decoder, &whole, 1, room, path);
    expect_there(decoder, &whole, whole.frames - READ, room, path);
    for (int i = 0; i < seeks; i++)
        expect_there(decoder, &whole, random_below(whole.frames), room, path);
    expect_there(decoder, &whole, 0, room, path);
    free(room);
    decoder_close(decoder);
    sound_free(&whole);
}

static void every_sample_file_is_exact_wherever_one_goes(void **state)
{
    static const char *const names[] = {
        "rondo-s24.wav",  "rondo-s32.wav",  "rondo-f32.wav",  "rondo-s16.flac",
        "rondo-s24.flac", "rondo-s16.aiff", "rondo-s24.aiff", "rondo-s16.au",
        "rondo.ogg",      "rondo.opus",     "rondo.mp3",      "mono.flac",
        "surround.flac",  "surround.wav",   "8k.flac",        "96k.flac",
    };
    char path[512];

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", SAMPLES_DIR, names[i]);
        seek_about(path, 25);
    }
}

static void seek_about_made(void **state, const struct recipe *recipes, int count, int seeks)
{
    struct scratch *scratch = *state;
    const char *path = scratch_path(scratch, "made");

    for (int i = 0; i < count; i++) {
        decoder_compose(path, &recipes[i]);
        seek_about(path, seeks);
    }
}

static void vorbis_is_exact_at_every_rate_and_quality(void **state)
{
    enum { VORBIS = SF_FORMAT_OGG | SF_FORMAT_VORBIS };
    static const struct recipe recipes[] = {
        {.format = VORBIS, .rate = 44100, .channels = 2, .seconds = 12, .compression = 0.9},
        {.format = VORBIS, .rate = 44100, .channels = 1, .seconds = 12, .compression = 0},
        {.format = VORBIS, .rate = 22050, .channels = 2, .seconds = 12, .compression = 1},
        {.format = VORBIS, .rate = 8000, .channels = 1, .seconds = 30, .compression = 0.5},
    };

    seek_about_made(state, recipes, 4, 40);
}

static void opus_is_exact_in_music_and_in_speech(void **state)
{
    enum { OPUS = SF_FORMAT_OGG | SF_FORMAT_OPUS };
    static const struct recipe recipes[] = {
        {.format = OPUS, .rate = 48000, .channels = 2, .seconds = 8, .compression = 0.5},
        {.format = OPUS, .rate = 48000, .channels = 2, .seconds = 8, .compression = 1},
        {.format = OPUS, .rate = 16000, .channels = 1, .seconds = 10, .compression = 1},
    };

    seek_about_made(state, recipes, 3, 15);
}

static void mp3_is_exact_with_any_bit_rate(void **state)
{
    enum { MP3 = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III };
    static const struct recipe recipes[] = {
        {MP3, 44100, 2, 12, 0.8, SF_BITRATE_MODE_VARIABLE},
        {MP3, 44100, 2, 12, 1, SF_BITRATE_MODE_CONSTANT},
        {MP3, 48000, 1, 12, 0.3, SF_BITRATE_MODE_CONSTANT},
        {MP3, 22050, 1, 12, 1, SF_BITRATE_MODE_VARIABLE},
        {MP3, 8000, 1, 30, 0.5, SF_BITRATE_MODE_AVERAGE},
    };

    seek_about_made(state, recipes, 5, 40);
}

static void a_place_beyond_the_end_is_the_end(void **state)
{
    static const char *const names[] = {"rondo-s16.flac", "rondo.ogg", "rondo.opus", "rondo.mp3"};
    char path[512], why[256];
    float room[2 * 8];

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct decoder *decoder;
        struct job_reply facts = {0};

        snprintf(path, sizeof(path), "%s/%s", SAMPLES_DIR, names[i]);
        decoder = decoder_of_good(path);
        decoder_facts(decoder, &facts);
        assert_int_equal(decoder_seek(decoder, UINT64_MAX, false), 0);
        assert_int_equal(decoder_position(decoder), facts.frames);
        assert_int_equal(decoder_read(decoder, room, 8), 0);
        assert_int_equal(decoder_ended(decoder, why, sizeof(why)), 0);
        decoder_close(decoder);
    }
}

/*
 * Beyond the exact stretch the count of frames still holds, and exactness comes back with it.
 * Where a producer died, it is exact there too.
 */
static void far_inside_a_long_file_the_count_of_frames_holds(void **state)
{
    const struct recipe recipe = {SF_FORMAT_OGG | SF_FORMAT_VORBIS, 4000, 1, 310, 1, 0};
    struct scratch *scratch = *state;
    const char *path = scratch_path(scratch, "made");
    uint8_t *room = malloc(READ * sizeof(float));
    struct decoder *decoder;
    struct sound whole, rest;

    decoder_compose(path, &recipe);
    whole = decoder_whole(path);
    decoder = decoder_of_good(path);
    assert_int_equal(decoder_seek(decoder, whole.frames - 3 * READ, false), 0);
    assert_int_equal(decoder_position(decoder), whole.frames - 3 * READ);
    rest = decoder_rest(decoder, READ);
    assert_in_range(rest.frames, 3 * READ - 1024, 3 * READ);
    expect_there(decoder, &whole, 100000, room, path);
    expect_there(decoder, &whole, 90000, room, path);
    resumed = true;
    for (uint64_t i = 2; i < 200; i += 7)
        expect_there(decoder, &whole, whole.frames - i * READ / 10, room, path);
    resumed = false;
    sound_free(&rest);
    sound_free(&whole);
    decoder_close(decoder);
    free(room);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sample_file_is_exact_wherever_one_goes),
        cmocka_unit_test_setup_teardown(vorbis_is_exact_at_every_rate_and_quality, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(opus_is_exact_in_music_and_in_speech, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(mp3_is_exact_with_any_bit_rate, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test(a_place_beyond_the_end_is_the_end),
        cmocka_unit_test_setup_teardown(far_inside_a_long_file_the_count_of_frames_holds,
                                        scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests_name("decoder_seek", tests, NULL, NULL);
}
