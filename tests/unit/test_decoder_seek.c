/*
 * test_decoder_seek.c - what is read after a seek is what an uninterrupted decode gives there:
 * every format, anywhere, forwards and back, to the bit. Who does not ask for exactness gets MP3 to
 * within what no device can play, and speech in Opus to within what its codec leaves out.
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

/* As after a producer's death, or as after a listener's wish; then a sample may be wrong by that.
 */
static bool resumed;
static float tolerance;

static bool is_like(const uint8_t *left, const uint8_t *right, size_t size)
{
    const float *a = (const float *)(const void *)left, *b = (const float *)(const void *)right;

    if (resumed || tolerance == 0)
        return memcmp(left, right, size) == 0;
    for (size_t i = 0; i < size / sizeof(float); i++)
        if (!(fabsf(a[i] - b[i]) <= tolerance))
            return false;
    return true;
}

static void expect_there(struct decoder *decoder, const struct sound *whole, uint64_t frame,
                         uint8_t *room, const char *path)
{
    uint64_t left = whole->frames - frame;
    uint32_t wanted = left < READ ? (uint32_t)left : READ;

    assert_int_equal(decoder_seek(decoder, frame, resumed), 0);
    assert_int_equal(decoder_position(decoder), frame);
    assert_int_equal(decoder_read(decoder, room, READ), wanted);
    assert_int_equal(decoder_position(decoder), frame + wanted);
    if (!is_like(room, whole->bytes + frame * whole->frame_bytes,
                 (size_t)wanted * whole->frame_bytes))
        fail_msg("%s: other samples after a seek to %llu", path, (unsigned long long)frame);
}

static void seek_about_so(const char *path, int seeks)
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

/* Both ways; exactly where most of it is before it takes longer. */
static void seek_about(const char *path, int seeks)
{
    seek_about_so(path, seeks);
    resumed = true;
    seek_about_so(path, seeks / 4);
    resumed = false;
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

static void seek_about_made(void **state, const struct recipe *recipes, int count, int seeks,
                            float wrong)
{
    struct scratch *scratch = *state;
    const char *path = scratch_path(scratch, "made");

    for (int i = 0; i < count; i++) {
        decoder_compose(path, &recipes[i]);
        tolerance = wrong;
        seek_about(path, seeks);
        tolerance = 0;
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

    seek_about_made(state, recipes, 4, 40, 0);
}

static void opus_is_exact_in_music_and_in_speech(void **state)
{
    enum { OPUS = SF_FORMAT_OGG | SF_FORMAT_OPUS };
    static const struct recipe recipes[] = {
        {.format = OPUS, .rate = 48000, .channels = 2, .seconds = 8, .compression = 0.5},
        {.format = OPUS, .rate = 16000, .channels = 1, .seconds = 10, .compression = 1},
        {.format = OPUS, .rate = 48000, .channels = 2, .seconds = 8, .compression = 1},
    };

    seek_about_made(state, recipes, 1, 15, 0);
    seek_about_made(state, recipes + 1, 2, 15, 0.05f);
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

    seek_about_made(state, recipes, 5, 30, 1e-7f);
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

/* So far in that nobody would wait for a decode from the beginning. */
static void far_inside_a_long_file_it_is_exact_too(void **state)
{
    static const struct recipe recipes[] = {
        {SF_FORMAT_OGG | SF_FORMAT_VORBIS, 4000, 1, 310, 1, 0},
        {SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 8000, 1, 310, 1, SF_BITRATE_MODE_CONSTANT},
    };

    struct scratch *scratch = *state;
    const char *path = scratch_path(scratch, "made");

    for (int i = 0; i < 2; i++) {
        decoder_compose(path, &recipes[i]);
        tolerance = i == 0 ? 0 : 1e-7f;
        seek_about_so(path, 20);
        tolerance = 0;
    }
}

/* Two streams, the one behind the other; the second is of another shape, or it is not. */
static void chain(struct scratch *scratch, int codec, int channels)
{
    struct recipe recipe = {
        .format = SF_FORMAT_OGG | codec, .rate = 48000, .channels = 2, .seconds = 3};
    const char *path = scratch_path(scratch, "made");
    uint8_t *one, *two;
    size_t size, more;

    decoder_compose(path, &recipe);
    one = scratch_read(path, &size);
    recipe.channels = channels;
    recipe.seconds = 2;
    decoder_compose(path, &recipe);
    two = scratch_read(path, &more);
    one = realloc(one, size + more);
    memcpy(one + size, two, more);
    assert_int_equal(scratch_write(path, one, size + more), 0);
    free(one);
    free(two);
}

static void a_chain_of_streams_is_one_as_far_as_it_has_one_shape(void **state)
{
    static const int codecs[] = {SF_FORMAT_VORBIS, SF_FORMAT_OPUS};
    struct scratch *scratch = *state;
    const char *path = scratch_path(scratch, "made");

    for (int i = 0; i < 2; i++) {
        struct sound whole;
        struct decoder *decoder;
        char why[256];

        chain(scratch, codecs[i], 2);
        whole = decoder_whole(path);
        assert_int_equal(whole.frames, 5 * 48000);
        sound_free(&whole);
        seek_about(path, 20);
        chain(scratch, codecs[i], 1);
        decoder = decoder_of_good(path);
        whole = decoder_rest(decoder, 1000);
        assert_int_equal(whole.frames, 3 * 48000);
        assert_int_equal(decoder_ended(decoder, why, sizeof(why)), -EIO);
        assert_non_null(strstr(why, "what follows at 3.00 s has "));
        sound_free(&whole);
        decoder_close(decoder);
    }
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
        cmocka_unit_test_setup_teardown(far_inside_a_long_file_it_is_exact_too, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_chain_of_streams_is_one_as_far_as_it_has_one_shape,
                                        scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests_name("decoder_seek", tests, NULL, NULL);
}
