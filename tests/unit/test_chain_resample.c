/*
 * test_chain_resample.c - other rates: as libsoxr makes them in one run, the same from any place
 * on, and as long as they ought to be.
 */
#include "tests/unit/chain_fixture.h"

#include <soxr.h>

enum { SECONDS = 3 };

static const int rates[][2] = {{44100, 48000}, {48000, 44100},  {96000, 44100},
                               {44100, 96000}, {192000, 48000}, {8000, 48000},
                               {48000, 8000},  {11025, 48000},  {44101, 48000}};

/* A sweep over a steady tone, with steps in it, and noise: whatever a filter has to do with. */
static float *tune(int rate, sf_count_t frames)
{
    float *samples = malloc((size_t)frames * 2 * sizeof(*samples));
    uint32_t random = 1;

    for (sf_count_t i = 0; i < frames; i++) {
        double t = (double)i / rate, sweep = 20 * pow(rate / 50.0, t / SECONDS) * t;

        random = random * 1664525 + 1013904223;
        samples[2 * i] = (float)(0.4 * sin(2 * M_PI * sweep) + 0.3 * sin(2 * M_PI * 997 * t));
        samples[2 * i + 1] = (float)((i / 1000 % 2 ? 0.5 : -0.5) + (random >> 16) * 2e-6);
    }
    return samples;
}

static sf_count_t compose(const char *path, int rate, float **ret_samples)
{
    sf_count_t frames = (sf_count_t)rate * SECONDS + 77;

    *ret_samples = tune(rate, frames);
    chain_compose(path, SF_FORMAT_FLOAT, rate, 2, *ret_samples, frames);
    return frames;
}

/* With a second of silence before and after it, for a track stands in silence. */
static void one_shot(int from, int to, const float *in, sf_count_t frames, float *out,
                     uint64_t frames_out)
{
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, SOXR_HI_PREC_CLOCK);
    size_t padded = (size_t)(frames + 2 * from), padded_out = frames_out + 2 * (size_t)to, done;
    float *silence = calloc(padded * 2, sizeof(float)),
          *all = calloc(padded_out * 2, sizeof(float));

    memcpy(silence + 2 * from, in, (size_t)frames * 2 * sizeof(float));
    assert_null(soxr_oneshot(from, to, 2, silence, padded, NULL, all, padded_out, &done, NULL,
                             &quality, NULL));
    memcpy(out, all + 2 * to, frames_out * 2 * sizeof(float));
    free(silence);
    free(all);
}

static void it_is_what_libsoxr_makes_in_one_run(void **state)
{
    const char *path = scratch_path(*state, "tune.wav");

    for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
        const struct job job = {.kind = JOB_PLAY, .sound = {.rate = (uint32_t)rates[i][1]}};
        struct job_reply facts;
        float *in, *out;
        sf_count_t frames = compose(path, rates[i][0], &in);
        struct sound sound = chain_sound(path, &job, 3000, &facts);
        double worst = 0;

        out = malloc(sound.frames * 2 * sizeof(*out));
        one_shot(rates[i][0], rates[i][1], in, frames, out, sound.frames);
        for (uint64_t k = 0; k < sound.frames * 2; k++)
            worst = fmax(worst, fabs((double)(((float *)sound.bytes)[k] - out[k])));

        if (worst > 3.1e-7) /* -130 dB */
            fail_msg("%d to %d Hz: %.1f dB off", rates[i][0], rates[i][1], 20 * log10(worst));
        free(in);
        free(out);
        sound_free(&sound);
    }
}

static void it_is_as_long_as_its_rate_makes_it_rounded_up(void **state)
{
    const char *path = scratch_path(*state, "tune.wav");

    for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
        const struct job job = {.kind = JOB_PLAY, .sound = {.rate = (uint32_t)rates[i][1]}};
        struct job_reply facts;
        float *in;
        uint64_t frames = (uint64_t)compose(path, rates[i][0], &in);
        struct sound sound = chain_sound(path, &job, 4096, &facts);
        uint64_t expected =
            (frames * (uint64_t)rates[i][1] + (uint64_t)rates[i][0] - 1) / (uint64_t)rates[i][0];

        assert_int_equal(facts.frames, expected);
        assert_int_equal(sound.frames, expected);
        assert_int_equal(facts.rate, rates[i][1]);
        assert_int_equal(facts.source_rate, rates[i][0]);
        assert_int_equal(facts.changes, JOB_RESAMPLED);
        free(in);
        sound_free(&sound);
    }
}

/* Around the seams, at both ends, beyond, and wherever it happens to be. */
static void from_any_place_on_it_is_the_same_to_the_bit(void **state)
{
    const char *path = scratch_path(*state, "tune.wav");

    for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
        struct job job = {.kind = JOB_PLAY, .sound = {.rate = (uint32_t)rates[i][1]}};
        uint32_t second = job.sound.rate;
        uint64_t places[] = {
            1, second - 1, second, second + 1, 2 * second + second / 3, 3 * second - 5, 6 * second};
        struct job_reply facts;
        struct sound whole, part;
        float *in;

        compose(path, rates[i][0], &in);
        free(in);
        whole = chain_sound(path, &job, 4096, &facts);
        for (size_t k = 0; k < sizeof(places) / sizeof(places[0]); k++) {
            job.start = places[k];
            part = chain_sound(path, &job, 1000 + 777 * (uint32_t)k, &facts);
            assert_int_equal(part.frames, places[k] < whole.frames ? whole.frames - places[k] : 0);
            if (part.frames > 0)
                assert_memory_equal(part.bytes, whole.bytes + places[k] * whole.frame_bytes,
                                    part.frames * part.frame_bytes);
            sound_free(&part);
        }
        sound_free(&whole);
    }
}

static void a_place_in_another_rate_is_found_in_this_one(void **state)
{
    const char *path = scratch_path(*state, "tune.wav");
    const struct job job = {
        .kind = JOB_PLAY, .start = 44100 + 147, .start_hz = 44100, .sound = {.rate = 48000}};
    struct job_reply facts;
    struct chain *chain;
    float *in;

    compose(path, 44100, &in);
    free(in);
    chain = chain_of(path, &job, &facts);
    assert_int_equal(chain_position(chain), 48000 + 160);
    chain_close(chain);
}

static void a_pure_tone_stays_one(void **state)
{
    const char *path = scratch_path(*state, "tone.wav");
    const struct job job = {.kind = JOB_PLAY, .sound = {.rate = 48000}};
    enum { FRAMES = 4 * 44100 };
    float *in = malloc(FRAMES * sizeof(*in));
    struct job_reply facts;
    struct sound sound;
    double c = 0, s = 0, rest = 0;
    const uint64_t from = 24000, count = 2 * 48000;

    for (int i = 0; i < FRAMES; i++)
        in[i] = (float)(0.5 * sin(2 * M_PI * 997 * i / 44100.0));
    chain_compose(path, SF_FORMAT_FLOAT, 44100, 1, in, FRAMES);
    sound = chain_sound(path, &job, 4096, &facts);
    for (uint64_t i = from; i < from + count; i++) {
        double x = (double)((float *)sound.bytes)[i], at = 2 * M_PI * 997 * (double)i / 48000;

        c += x * cos(at) * 2 / (double)count;
        s += x * sin(at) * 2 / (double)count;
    }
    for (uint64_t i = from; i < from + count; i++) { /* two seams are in there */
        double x = (double)((float *)sound.bytes)[i], at = 2 * M_PI * 997 * (double)i / 48000;

        rest += pow(x - c * cos(at) - s * sin(at), 2) / (double)count;
    }
    assert_true(fabs(hypot(c, s) - 0.5) < 1e-6 && fabs(c) < 1e-6);
    assert_true(10 * log10(rest / 0.125) < -140);
    free(in);
    sound_free(&sound);
}

static void what_the_new_rate_cannot_hold_is_gone(void **state)
{
    const char *path = scratch_path(*state, "tone.wav");
    const struct job job = {.kind = JOB_PLAY, .sound = {.rate = 44100}};
    enum { FRAMES = 3 * 96000 };
    float *in = malloc(FRAMES * sizeof(*in));
    struct job_reply facts;
    struct sound sound;
    double worst = 0;

    for (int i = 0; i < FRAMES; i++)
        in[i] = (float)(0.9 * sin(2 * M_PI * 30000 * i / 96000.0));
    chain_compose(path, SF_FORMAT_FLOAT, 96000, 1, in, FRAMES);
    sound = chain_sound(path, &job, 4096, &facts);
    for (uint64_t i = 22050; i < sound.frames - 22050; i++)
        worst = fmax(worst, fabs((double)((float *)sound.bytes)[i]));
    assert_true(20 * log10(worst + 1e-12) < -150);
    free(in);
    sound_free(&sound);
}

static void what_is_no_number_does_not_spread(void **state)
{
    const char *path = scratch_path(*state, "bad.wav");
    const struct job job = {.kind = JOB_PLAY, .sound = {.rate = 48000, .format = SAMPLE_S16}};
    enum { FRAMES = 44100 };
    float *in = calloc(FRAMES, sizeof(*in));
    struct job_reply facts;
    struct sound sound;

    in[1000] = NAN;
    in[2000] = INFINITY;
    in[3000] = -INFINITY;
    in[40000] = 3e38f;
    chain_compose(path, SF_FORMAT_FLOAT, 44100, 1, in, FRAMES);
    sound = chain_sound(path, &job, 4096, &facts);
    for (uint64_t i = 0; i < 30000; i++)
        assert_in_range(((int16_t *)sound.bytes)[i] + 1, 0, 2);
    free(in);
    sound_free(&sound);
}

static void what_would_take_too_much_memory_is_refused(void **state)
{
    const char *path = scratch_path(*state, "wide.wav");
    const struct job job = {.kind = JOB_PLAY, .sound = {.rate = 767999}};
    float *in = calloc(32 * 100, sizeof(*in));
    struct job_reply facts = {0};
    struct chain *chain;
    int file, before = open_files();

    chain_compose(path, SF_FORMAT_FLOAT, 192000, 32, in, 100);
    file = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(chain_open(file, &job, &facts, &chain), -EINVAL);
    assert_string_equal(facts.text,
                        "767999 Hz with 32 channels cannot be made of its 192000 Hz with 32");
    assert_int_equal(open_files(), before);
    free(in);
}

#define CHAIN_TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CHAIN_TEST(it_is_what_libsoxr_makes_in_one_run),
        CHAIN_TEST(it_is_as_long_as_its_rate_makes_it_rounded_up),
        CHAIN_TEST(from_any_place_on_it_is_the_same_to_the_bit),
        CHAIN_TEST(a_place_in_another_rate_is_found_in_this_one),
        CHAIN_TEST(a_pure_tone_stays_one),
        CHAIN_TEST(what_the_new_rate_cannot_hold_is_gone),
        CHAIN_TEST(what_is_no_number_does_not_spread),
        CHAIN_TEST(what_would_take_too_much_memory_is_refused),
    };
    return cmocka_run_group_tests_name("chain_resample", tests, NULL, NULL);
}
