/*
 * test_chain_sound.c - which stages a track gets, and that they do only what is asked for.
 */
#include "tests/unit/chain_fixture.h"

#include "shmring/dither.h"

enum { FRAMES = 1 << 18 };

static struct sound sound_of(const char *path, struct job_sound sound, struct job_reply *ret_facts)
{
    const struct job job = {.kind = JOB_PLAY, .sound = sound};

    return chain_sound(path, &job, 5000, ret_facts);
}

static void without_a_wish_the_file_is_left_alone(void **state)
{
    const char *path = scratch_path(*state, "tune.flac");
    const struct recipe recipe = {
        .format = SF_FORMAT_FLAC | SF_FORMAT_PCM_24, .rate = 44100, .channels = 2, .seconds = 1};
    struct job_reply facts;
    struct sound sound, whole;

    decoder_compose(path, &recipe);
    whole = decoder_whole(path);
    sound = sound_of(path, (struct job_sound){.rate = 44100, .channels = 2, .format = SAMPLE_S24},
                     &facts);
    assert_int_equal(facts.changes, 0);
    assert_int_equal(facts.source_format, SAMPLE_S24);
    assert_int_equal(sound.frames, whole.frames);
    assert_memory_equal(sound.bytes, whole.bytes, whole.frames * whole.frame_bytes);
    sound_free(&sound);
    sound_free(&whole);
}

static void more_bits_change_nothing(void **state)
{
    const char *path = scratch_path(*state, "tune.wav");
    const struct recipe recipe = {
        .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16, .rate = 8000, .channels = 2, .seconds = 3};
    struct job_reply facts;
    struct sound sound, whole;

    decoder_compose(path, &recipe);
    whole = decoder_whole(path);
    for (uint16_t format = SAMPLE_S24; format <= SAMPLE_F32; format++) {
        sound = sound_of(path, (struct job_sound){.format = format}, &facts);
        assert_int_equal(facts.changes, JOB_CONVERTED);
        assert_int_equal(sound.frames, whole.frames);
        for (uint64_t i = 0; i < whole.frames * 2; i++) {
            int16_t is = ((int16_t *)whole.bytes)[i];

            if (format == SAMPLE_F32)
                assert_true(((float *)sound.bytes)[i] * 32768 == is);
            else
                assert_int_equal(((int32_t *)sound.bytes)[i], is * 65536);
        }
        sound_free(&sound);
    }
    sound_free(&whole);
}

/* A quiet tone, in floats, in 16 bit: what is left over is noise that knows nothing of the tone. */
static void fewer_bits_are_dithered(void **state)
{
    const char *path = scratch_path(*state, "tone.wav");
    float *in = malloc(FRAMES * sizeof(*in));
    struct job_reply facts;
    struct sound sound, again;
    double mean = 0, variance = 0, with_tone = 0, with_next = 0, before = 0;

    for (int i = 0; i < FRAMES; i++)
        in[i] = (float)(1.7 / 32768 * sin(2 * M_PI * 0.01371 * i));
    chain_compose(path, SF_FORMAT_FLOAT, 44100, 1, in, FRAMES);
    sound = sound_of(path, (struct job_sound){.format = SAMPLE_S16}, &facts);
    assert_int_equal(facts.changes, JOB_CONVERTED | JOB_DITHERED);
    assert_int_equal(sound.frames, FRAMES);
    for (int i = 0; i < FRAMES; i++) {
        double tone = (double)in[i] * 32768, off = ((int16_t *)sound.bytes)[i] - tone;

        mean += off / FRAMES;
        variance += off * off / FRAMES;
        with_tone += off * tone / FRAMES;
        with_next += off * before / FRAMES;
        before = off;
    }
    assert_true(fabs(mean) < 0.005);
    assert_true(fabs(variance - 0.25) < 0.005); /* 1/6 of the noise, 1/12 of the rounding */
    assert_true(fabs(with_tone) < 0.01);
    assert_true(fabs(with_next) < 0.005);
    again = sound_of(path, (struct job_sound){.format = SAMPLE_S16}, &facts);
    assert_memory_equal(sound.bytes, again.bytes, sound.frames * sound.frame_bytes);
    free(in);
    sound_free(&sound);
    sound_free(&again);
}

/* In a band of the spectrum around each of some multiples of a tone nothing stands out. */
static void a_quiet_tone_gets_no_overtones(void **state)
{
    const char *path = scratch_path(*state, "tone.wav");
    float *in = malloc(FRAMES * sizeof(*in));
    struct job_reply facts;
    struct sound sound;
    const int bin = 4099;

    for (int i = 0; i < FRAMES; i++)
        in[i] = (float)(0.8 / 32768 * sin(2 * M_PI * bin * i / FRAMES));
    chain_compose(path, SF_FORMAT_FLOAT, 44100, 1, in, FRAMES);
    sound = sound_of(path, (struct job_sound){.format = SAMPLE_S16}, &facts);
    for (int harmonic = 1; harmonic <= 7; harmonic++) {
        double c = 0, s = 0;

        for (int i = 0; i < FRAMES; i++) {
            double at = 2 * M_PI * fmod((double)bin * harmonic * i / FRAMES, 1);
            c += ((int16_t *)sound.bytes)[i] * cos(at) * 2 / FRAMES;
            s += ((int16_t *)sound.bytes)[i] * sin(at) * 2 / FRAMES;
        }
        if (harmonic == 1) /* it is there, though it is below the last bit */
            assert_true(fabs(hypot(c, s) - 0.8) < 0.01);
        else
            assert_true(hypot(c, s) < 0.01); /* undithered, the third has 0.2 */
    }
    free(in);
    sound_free(&sound);
}

static void the_noise_is_triangular_and_differs_by_place_and_channel(void **state)
{
    double sum = 0, squares = 0, channels = 0;
    int outer = 0;
    (void)state;

    for (uint64_t i = 0; i < FRAMES; i++) {
        double noise = dither_noise(i, 0);

        assert_true(noise > -1 && noise < 1);
        assert_true(noise == dither_noise(i, 0));
        sum += noise / FRAMES;
        squares += noise * noise / FRAMES;
        channels += noise * dither_noise(i, 1) / FRAMES;
        outer += fabs(noise) > 0.5;
    }
    assert_true(fabs(sum) < 0.004 && fabs(squares - 1.0 / 6) < 0.002 && fabs(channels) < 0.002);
    assert_true(abs(outer - FRAMES / 4) < FRAMES / 200);
}

static void channels_of_a_file_are_mixed(void **state)
{
    const char *path = scratch_path(*state, "surround.wav");
    float in[6 * 16];
    struct job_reply facts;
    struct sound sound;

    for (int i = 0; i < 16; i++)
        for (int c = 0; c < 6; c++)
            in[i * 6 + c] = c == 3 ? 0.9f : (float)(i * (c + 1)) / 128;
    chain_compose(path, SF_FORMAT_FLOAT, 48000, 6, in, 16);
    sound = sound_of(path, (struct job_sound){.channels = 2}, &facts);
    assert_int_equal(facts.changes, JOB_MIXED);
    assert_int_equal(facts.channels, 2);
    assert_int_equal(facts.source_channels, 6);
    for (int i = 0; i < 16; i++) {
        const float *from = in + i * 6, *to = (float *)sound.bytes + i * 2;
        double all = 1 + 2 * M_SQRT1_2;

        assert_true(fabs((double)to[0] - (from[0] + M_SQRT1_2 * (from[2] + from[4])) / all) < 1e-6);
        assert_true(fabs((double)to[1] - (from[1] + M_SQRT1_2 * (from[2] + from[5])) / all) < 1e-6);
    }
    sound_free(&sound);
}

static void oggs_channels_come_in_the_rings_order_and_untouched(void **state)
{
    static const int order[6] = {0, 2, 1, 5, 3, 4};
    const char *path = scratch_path(*state, "surround.opus");
    SF_INFO info = {.samplerate = 48000, .channels = 6, .format = SF_FORMAT_OGG | SF_FORMAT_OPUS};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    struct job_reply facts;
    struct sound sound, whole;
    float in[6 * 1000];

    for (int i = 0; i < 6000; i++)
        in[i] = (float)(0.1 * (i % 6 + 1) * sin(0.05 * (i / 6)));
    for (int i = 0; i < 10; i++)
        sf_writef_float(file, in, 1000);
    sf_close(file);
    whole = decoder_whole(path);
    sound = sound_of(path, (struct job_sound){0}, &facts);
    assert_int_equal(facts.changes, 0);
    assert_int_equal(sound.frames, whole.frames);
    for (uint64_t i = 0; i < whole.frames; i++)
        for (int c = 0; c < 6; c++)
            assert_memory_equal((float *)sound.bytes + i * 6 + c,
                                (float *)whole.bytes + i * 6 + order[c], sizeof(float));
    sound_free(&sound);
    sound_free(&whole);
}

/* Mixed, resampled, dithered: from any place on the same. */
static void a_whole_chain_is_the_same_from_any_place_on(void **state)
{
    static const struct job_sound wishes[] = {
        {.rate = 48000, .channels = 1, .format = SAMPLE_S16},
        {.rate = 32000, .channels = 6, .format = SAMPLE_S24},
        {.channels = 1, .format = SAMPLE_S32},
        {.format = SAMPLE_S16},
    };
    const char *path = scratch_path(*state, "tune.flac");
    const struct recipe recipe = {
        .format = SF_FORMAT_FLAC | SF_FORMAT_PCM_24, .rate = 44100, .channels = 2, .seconds = 3};

    decoder_compose(path, &recipe);
    for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
        struct job job = {.kind = JOB_PLAY, .sound = wishes[i]};
        struct job_reply facts;
        struct sound whole = chain_sound(path, &job, 4096, &facts), part;

        for (job.start = 1; job.start < whole.frames; job.start += 23456) {
            part = chain_sound(path, &job, 4095, &facts);
            assert_int_equal(part.frames, whole.frames - job.start);
            assert_memory_equal(part.bytes, whole.bytes + job.start * whole.frame_bytes,
                                part.frames * part.frame_bytes);
            sound_free(&part);
        }
        sound_free(&whole);
    }
}

static void a_part_of_a_file_is_resampled_by_itself(void **state)
{
    const char *path = scratch_path(*state, "tune.wav");
    const struct recipe recipe = {
        .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16, .rate = 44100, .channels = 1, .seconds = 3};
    const struct job job = {.kind = JOB_PLAY,
                            .range = {.first = 75, .end = 150, .hz = 75},
                            .sound = {.rate = 48000, .format = SAMPLE_S16}};
    struct job_reply facts;
    struct sound sound;

    decoder_compose(path, &recipe);
    sound = chain_sound(path, &job, 4096, &facts);
    assert_int_equal(facts.frames, 48000);
    assert_int_equal(sound.frames, 48000);
    sound_free(&sound);
}

#define CHAIN_TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CHAIN_TEST(without_a_wish_the_file_is_left_alone),
        CHAIN_TEST(more_bits_change_nothing),
        CHAIN_TEST(fewer_bits_are_dithered),
        CHAIN_TEST(a_quiet_tone_gets_no_overtones),
        CHAIN_TEST(the_noise_is_triangular_and_differs_by_place_and_channel),
        CHAIN_TEST(channels_of_a_file_are_mixed),
        CHAIN_TEST(oggs_channels_come_in_the_rings_order_and_untouched),
        CHAIN_TEST(a_whole_chain_is_the_same_from_any_place_on),
        CHAIN_TEST(a_part_of_a_file_is_resampled_by_itself),
    };
    return cmocka_run_group_tests_name("chain_sound", tests, NULL, NULL);
}
