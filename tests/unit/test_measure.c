/*
 * test_measure.c - loudness: the signals of EBU Tech 3341, true peaks, parts, and short files.
 */
#include "tests/unit/decoder_fixture.h"

#include "producer/measure.h"

enum { RATE = 48000 };

struct tone {
    double hz;
    double db[3]; /* one after the other */
    double seconds[3];
    double phase;
};

static void write_tone(const char *path, const struct tone *tone, int format, int channels)
{
    SF_INFO info = {.samplerate = RATE, .channels = channels, .format = format};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    long frame = 0;

    assert_non_null(file);
    for (int part = 0; part < 3; part++) {
        double level = pow(10, tone->db[part] / 20);

        for (long left = lround(tone->seconds[part] * RATE); left > 0; left--, frame++) {
            double v = level * sin(2 * M_PI * tone->hz * (double)frame / RATE + tone->phase);
            double both[2] = {v, v};
            sf_writef_double(file, both, 1);
        }
    }
    sf_close(file);
}

static struct scan_loudness measure_path(const char *path, const struct job_range *range,
                                         struct scan_wave *wave)
{
    struct measure *measure;
    struct scan_loudness loudness;
    char why[256];
    int state = 1;

    assert_int_equal(measure_open(open(path, O_RDONLY | O_CLOEXEC), range, &measure, why, 256), 0);
    while (state > 0)
        state = measure_step(measure, why, sizeof(why));
    assert_int_equal(state, 0);
    measure_result(measure, &loudness, wave);
    measure_close(measure);
    return loudness;
}

static struct scan_loudness measure_tone(struct scratch *scratch, const struct tone *tone,
                                         int format, int channels)
{
    const struct job_range whole = {0};
    const char *path = scratch_path(scratch, "tone");
    struct scan_wave wave;

    write_tone(path, tone, format, channels);
    return measure_path(path, &whole, &wave);
}

static void a_stereo_tone_of_23_db_below_full_scale_has_23_lufs(void **state)
{
    const struct tone first = {.hz = 1000, .db = {-23}, .seconds = {5}};
    const struct tone second = {.hz = 1000, .db = {-33}, .seconds = {5}};
    const int formats[] = {SF_FORMAT_WAV | SF_FORMAT_PCM_16, SF_FORMAT_WAV | SF_FORMAT_PCM_24,
                           SF_FORMAT_WAV | SF_FORMAT_PCM_32, SF_FORMAT_WAV | SF_FORMAT_FLOAT,
                           SF_FORMAT_FLAC | SF_FORMAT_PCM_16};

    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        assert_in_range(-measure_tone(*state, &first, formats[i], 2).integrated, 22900, 23100);
        assert_in_range(-measure_tone(*state, &second, formats[i], 2).integrated, 32900, 33100);
    }
}

static void one_channel_has_three_db_less(void **state)
{
    const struct tone tone = {.hz = 1000, .db = {-23}, .seconds = {5}};

    assert_in_range(-measure_tone(*state, &tone, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 1).integrated,
                    25900, 26100);
}

/* Tech 3341, case 3 with shorter ends: the relative gate leaves out what is much quieter. */
static void what_is_much_quieter_does_not_count(void **state)
{
    const struct tone tone = {.hz = 1000, .db = {-36, -23, -36}, .seconds = {3, 25, 3}};

    assert_in_range(-measure_tone(*state, &tone, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 2).integrated,
                    22900, 23100);
}

/* Every sample lies 3 dB below the crests between them. */
static void a_true_peak_lies_between_the_samples(void **state)
{
    const struct tone tone = {.hz = RATE / 4.0, .db = {-6}, .seconds = {1}, .phase = M_PI / 4};
    struct scan_loudness found = measure_tone(*state, &tone, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 2);

    assert_in_range(found.sample_peak, 353000, 356000);
    assert_in_range(found.true_peak, 490000, 515000);
}

static void the_counted_blocks_are_those_of_the_loudness(void **state)
{
    const struct tone tone = {.hz = 1000, .db = {-20}, .seconds = {5}};
    struct scan_loudness found = measure_tone(*state, &tone, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 2);
    uint32_t blocks = 0;

    for (uint32_t i = 0; i < SCANS_BINS; i++) {
        blocks += found.bins[i];
        if (found.bins[i] > 0)
            assert_in_range(i, 498, 501); /* -20 LUFS, the first block a little less */
    }
    assert_int_equal(blocks, 47);
    assert_int_equal(found.frames, 5 * RATE);
    assert_int_equal(found.rate, RATE);
}

static void silence_and_the_shortest_have_no_loudness(void **state)
{
    const struct tone silence = {.hz = 1000, .db = {-200}, .seconds = {2}};
    const struct tone brief = {.hz = 1000, .db = {-10}, .seconds = {0.3}};
    struct scan_loudness found = measure_tone(*state, &brief, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 2);

    assert_int_equal(found.integrated, SCAN_UNKNOWN);
    assert_in_range(found.sample_peak, 315000, 317000);
    found = measure_tone(*state, &silence, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 2);
    assert_int_equal(found.integrated, SCAN_UNKNOWN);
    assert_int_equal(found.true_peak, 0);
}

static void a_part_is_measured_alone(void **state)
{
    const struct tone tone = {.hz = 1000, .db = {-10, -30, -10}, .seconds = {2, 3, 2}};
    const struct job_range middle = {.first = 2000, .end = 5000, .hz = 1000};
    const char *path = scratch_path(*state, "tone");
    struct scan_loudness found;
    struct scan_wave wave;

    write_tone(path, &tone, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 2);
    found = measure_path(path, &middle, &wave);
    assert_in_range(-found.integrated, 29900, 30100);
    assert_int_equal(found.frames, 3 * RATE);
    for (uint32_t i = 0; i < wave.count; i++)
        assert_in_range(wave.peak[i], 7, 9);
}

static void what_is_not_audio_is_told(void **state)
{
    const char *path = scratch_path(*state, "text");
    const struct job_range whole = {0};
    struct measure *measure;
    char why[256];

    scratch_write(path, "nothing to hear", 15);
    assert_true(measure_open(open(path, O_RDONLY | O_CLOEXEC), &whole, &measure, why, 256) < 0);
    assert_string_equal(why, JOBS_NOT_AUDIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_stereo_tone_of_23_db_below_full_scale_has_23_lufs),
        IN_SCRATCH(one_channel_has_three_db_less),
        IN_SCRATCH(what_is_much_quieter_does_not_count),
        IN_SCRATCH(a_true_peak_lies_between_the_samples),
        IN_SCRATCH(the_counted_blocks_are_those_of_the_loudness),
        IN_SCRATCH(silence_and_the_shortest_have_no_loudness),
        IN_SCRATCH(a_part_is_measured_alone),
        IN_SCRATCH(what_is_not_audio_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
