/*
 * test_chain_gain.c - a track with a gain: its samples times that, limited where they would rise
 * too high, and the same from any place.
 */
#include "tests/unit/chain_fixture.h"

#include "producer/limiter.h"

enum { RATE = 44100, SECONDS = 2, FRAMES = RATE * SECONDS, SLACK = 2000 };

static struct sound sound_from(const char *path, uint64_t start, int32_t gain_mdb, uint32_t piece,
                               struct job_reply *ret_facts)
{
    const struct job job = {.kind = JOB_PLAY, .start = start, .sound = {.gain_mdb = gain_mdb}};

    return chain_sound(path, &job, piece, ret_facts);
}

static const char *compose(struct scratch *scratch, int format)
{
    const char *path = scratch_path(scratch, "tune");
    const struct recipe recipe = {
        .format = format, .rate = RATE, .channels = 2, .seconds = SECONDS};

    decoder_compose(path, &recipe);
    return path;
}

/* Full scale is 1.0. */
static double sample_of(const struct sound *sound, uint16_t format, uint64_t i)
{
    return format == SAMPLE_F32   ? (double)((const float *)sound->bytes)[i]
           : format == SAMPLE_S16 ? ((const int16_t *)sound->bytes)[i] / 32768.0
                                  : ((const int32_t *)sound->bytes)[i] / 2147483648.0;
}

static void every_sample_is_the_files_times_the_gain(void **state)
{
    const int formats[] = {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SF_FORMAT_FLAC | SF_FORMAT_PCM_24,
                           SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    const float gain = (float)pow(10, -6.54 / 20);

    for (int k = 0; k < 3; k++) {
        const char *path = compose(*state, formats[k]);
        struct job_reply facts;
        struct sound whole = decoder_whole(path);
        struct sound sound = sound_from(path, 0, -6540, 4410, &facts);

        assert_int_equal(facts.format, SAMPLE_F32);
        assert_int_equal(facts.changes & JOB_GAINED, JOB_GAINED);
        assert_int_equal(facts.frames, whole.frames);
        assert_int_equal(sound.frames, whole.frames);
        for (uint64_t i = 0; i < whole.frames * 2; i++)
            assert_true(((float *)sound.bytes)[i] ==
                        (float)sample_of(&whole, facts.source_format, i) * gain);
        sound_free(&sound);
        sound_free(&whole);
    }
}

static void no_gain_leaves_the_file_alone(void **state)
{
    const char *path = compose(*state, SF_FORMAT_FLAC | SF_FORMAT_PCM_16);
    struct job_reply facts;
    struct sound whole = decoder_whole(path);
    struct sound sound = sound_from(path, 0, 0, 4410, &facts);

    assert_int_equal(facts.changes, 0);
    assert_int_equal(sound.frames, whole.frames);
    assert_memory_equal(sound.bytes, whole.bytes, whole.frames * whole.frame_bytes);
    sound_free(&sound);
    sound_free(&whole);
}

static void what_would_rise_too_high_is_limited(void **state)
{
    const char *path = compose(*state, SF_FORMAT_WAV | SF_FORMAT_FLOAT);
    struct job_reply facts;
    struct sound sound = sound_from(path, 0, 12000, 4410, &facts);
    float most = 0;

    assert_int_equal(sound.frames, FRAMES);
    for (uint64_t i = 0; i < sound.frames * 2; i++)
        most = fmaxf(most, fabsf(((float *)sound.bytes)[i]));
    assert_true(most <= (float)LIMITER_CEILING * 1.0001F);
    assert_true(most > 0.8F);
    sound_free(&sound);
}

/* Where a producer died, and where somebody seeks to: by every codec that is exact there. */
static void it_is_the_same_from_any_place(void **state)
{
    const int formats[] = {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SF_FORMAT_OGG | SF_FORMAT_VORBIS,
                           SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III};
    const uint64_t places[] = {1, 300, 55555, FRAMES - SLACK, FRAMES - 10};

    for (int k = 0; k < 3; k++) {
        const char *path = compose(*state, formats[k]);
        struct job_reply facts;
        struct sound whole = sound_from(path, 0, 12000, 4410, &facts);

        for (int i = 0; i < 5; i++) {
            struct sound part = sound_from(path, places[i], 12000, 333, &facts);

            assert_int_equal(part.frames, whole.frames - places[i]);
            assert_memory_equal(part.bytes, whole.bytes + places[i] * whole.frame_bytes,
                                part.frames * part.frame_bytes);
            sound_free(&part);
        }
        sound_free(&whole);
    }
}

static void past_its_end_is_its_end(void **state)
{
    const char *path = compose(*state, SF_FORMAT_WAV | SF_FORMAT_PCM_16);
    struct job_reply facts;
    struct sound sound = sound_from(path, FRAMES + 5, -3000, 4410, &facts);

    assert_int_equal(sound.frames, 0);
    sound_free(&sound);
    sound = sound_from(path, FRAMES, -3000, 4410, &facts);
    assert_int_equal(sound.frames, 0);
    sound_free(&sound);
}

static void what_is_no_number_is_silence(void **state)
{
    const char *path = scratch_path(*state, "nan.wav");
    const float samples[] = {0.5F, NAN, 0.25F, INFINITY, -0.5F, 0.125F};
    struct job_reply facts;
    struct sound sound;
    const float *found;

    chain_compose(path, SF_FORMAT_FLOAT, RATE, 2, samples, 3);
    sound = sound_from(path, 0, -6000, 4410, &facts);
    found = (const float *)sound.bytes;
    assert_int_equal(sound.frames, 3);
    assert_true(found[1] == 0 && found[3] == 0 && found[0] > 0.25F && found[4] < -0.25F);
    sound_free(&sound);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(every_sample_is_the_files_times_the_gain),
        IN_SCRATCH(no_gain_leaves_the_file_alone),
        IN_SCRATCH(what_would_rise_too_high_is_limited),
        IN_SCRATCH(it_is_the_same_from_any_place),
        IN_SCRATCH(past_its_end_is_its_end),
        IN_SCRATCH(what_is_no_number_is_silence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
