/*
 * test_rates.c - other rates and channels: as sox makes them, the same through deaths and seeks.
 */
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/resume.h"
#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

enum { RATE = 48000, EDGE = RATE / 10 };

static const struct sound shape = {.rate = RATE, .channels = 2, .format = SAMPLE_F32};

/* All of a WAV file of that shape, of as many frames as it has. */
static struct sound read_wav(struct stage *stage, const char *file, struct sound like)
{
    struct stage_process *info = stage_run(stage, "soxi", "-s", file, NULL);

    assert_int_equal(info->status, 0);
    like.size = strtoul(stage_out(info), NULL, 10) * sound_frame_bytes(&like);
    return sound_of_wav(stage, file, &like);
}

static struct sound play_whole(struct stage *stage, const char *file)
{
    char path[PATH_MAX];
    struct stage_process *rondo = stage_play(stage, "-q", "--rate", "48000", "-o", "wav:whole.wav",
                                             stage_sample(file, path), NULL);

    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    return read_wav(stage, "whole.wav", shape);
}

/*
 * Where the track's silence begins the two do not think alike, nor, by a hundred thousandth of a
 * decibel, above 10 kHz.
 */
static void the_sound_is_what_sox_makes_at_its_best(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    struct sound ours, theirs;
    double worst = 0;

    assert_int_equal(stage_run(stage, "sox", "-D", "-n", "-r", "44100", "-c", "2", "-e",
                               "floating-point", "-b", "32", "tune.wav", "synth", "2.5", "sine",
                               "300-10000", "sine", "3000", "gain", "-6", NULL)
                         ->status,
                     0);
    rondo = stage_play(stage, "-q", "--rate", "48000", "-o", "wav:ours.wav", "tune.wav", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(stage_run(stage, "sox", "-D", "tune.wav", "-e", "floating-point", "-b", "32",
                               "sox.wav", "rate", "-v", "48000", NULL)
                         ->status,
                     0);
    ours = read_wav(stage, "ours.wav", shape);
    theirs = read_wav(stage, "sox.wav", shape);
    assert_int_equal(ours.size, theirs.size);
    for (size_t i = EDGE * 2; i < ours.size / 4 - EDGE * 2; i++)
        worst = fmax(worst, fabs((double)((const float *)(const void *)ours.bytes)[i] -
                                 (double)((const float *)(const void *)theirs.bytes)[i]));
    if (worst > 3.1e-7) /* -130 dB */
        fail_msg("%.1f dB off", 20 * log10(worst));
    sound_free(&ours);
    sound_free(&theirs);
}

static void a_producer_that_is_killed_again_and_again_changes_no_bit(void **state)
{
    struct stage *stage = *state;
    struct sound whole = play_whole(stage, "rondo-s24.flac"), heard;
    char path[PATH_MAX];
    struct stage_process *rondo =
        stage_play(stage, "-q", "--rate", "48000", "--buffer=0.7", "-o", "sim,record=heard.wav",
                   stage_sample("rondo-s24.flac", path), NULL);

    stage_await_ready(rondo);
    for (int i = 1; i <= 4; i++) {
        stage_await_number(rondo, "position", 0.5 * i);
        kill(control_pids(rondo).producer, SIGKILL);
        stage_await_number(rondo, "restarts.producer", i);
    }
    assert_int_equal(stage_wait(rondo), 0);
    heard = sound_of_wav(stage, "heard.wav", &whole);
    sound_assert_bytes(&whole, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
    sound_free(&whole);
}

static void from_a_place_on_it_is_a_part_of_the_whole(void **state)
{
    static const struct {
        const char *at;
        uint64_t frame;
    } places[] = {{"0.001", 48}, {"0.999", 47952}, {"1", 48000}, {"2.5", 120000}};
    struct stage *stage = *state;
    struct sound whole = play_whole(stage, "rondo-s16.flac");
    uint64_t frames = whole.size / sound_frame_bytes(&whole);
    char path[PATH_MAX];

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        struct stage_process *rondo =
            stage_play(stage, "-q", "--rate=48000", "--start", places[i].at, "-o", "wav:part.wav",
                       stage_sample("rondo-s16.flac", path), NULL);
        struct sound part = sound_part(&whole, places[i].frame, frames - places[i].frame), heard;

        assert_int_equal(stage_wait(rondo), 0);
        heard = sound_of_wav(stage, "part.wav", &part);
        sound_assert_bytes(&part, heard.bytes, heard.size, places[i].at);
        sound_free(&heard);
        sound_free(&part);
    }
    sound_free(&whole);
}

/* 6 channels in 16 bit: left, right, centre, bass, back left, back right. */
static void surround_becomes_stereo_by_the_coefficients(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound whole = sound_decode(stage, stage_sample("surround.flac", path)), mixed;
    const struct sound stereo = {.rate = 44100, .channels = 2, .format = SAMPLE_F32};
    struct stage_process *rondo =
        stage_play(stage, "-q", "--channels=2", "-o", "wav:stereo.wav", path, NULL);
    const int16_t *from = (const int16_t *)(const void *)whole.bytes;
    const float *to;

    assert_int_equal(stage_wait(rondo), 0);
    mixed = read_wav(stage, "stereo.wav", stereo);
    to = (const float *)(const void *)mixed.bytes;
    assert_int_equal(mixed.size / 8, whole.size / 12);
    for (size_t i = 0; i < mixed.size / 8; i++, from += 6, to += 2)
        for (int side = 0; side < 2; side++) {
            double sum = from[side] + M_SQRT1_2 * from[2] + M_SQRT1_2 * from[4 + side];

            if (fabs((double)to[side] - sum / 32768 / (1 + 2 * M_SQRT1_2)) > 1e-6)
                fail_msg("frame %zu, side %d: %f", i, side, (double)to[side]);
        }
    sound_free(&whole);
    sound_free(&mixed);
}

/* A place is kept with the rate that it is counted in. */
static void a_place_that_was_kept_is_found_at_another_rate(void **state)
{
    const struct sound twice = {.rate = 88200, .channels = 2, .format = SAMPLE_F32};
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct stage_process *rondo = stage_play(stage, "-q", "--start=1", "-o", "sim",
                                             stage_sample("rondo-s24.flac", path), NULL);
    struct sound rest;
    int64_t kept;

    stage_await_number(rondo, "position", 1.2);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    kept = resume_kept_number(stage, "frame");
    assert_true(kept >= 44100);
    rondo = stage_play(stage, "-q", "--resume", "--rate=88200", "-o", "wav:rest.wav", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    rest = read_wav(stage, "rest.wav", twice);
    assert_int_equal(rest.size / 8, 2 * (3 * 44100 - kept));
    sound_free(&rest);
}

/* All facts are of what comes out, but for the source's own. */
static void the_status_counts_in_what_comes_out(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct stage_process *rondo = stage_play(stage, "-q", "--rate=48000", "--channels=1", "-o",
                                             "sim", stage_sample("rondo-s24.flac", path), NULL);
    const char *status;

    stage_await_number(rondo, "frames", 1);
    status = stage_status(rondo);
    assert_int_equal((int)stage_number(status, "rate"), 48000);
    assert_int_equal((int)stage_number(status, "channels"), 1);
    assert_int_equal((int)stage_number(status, "frames"), 144000);
    assert_true(fabs(stage_number(status, "duration") - 3) < 1e-9);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_sound_is_what_sox_makes_at_its_best),
        ON_STAGE(a_producer_that_is_killed_again_and_again_changes_no_bit),
        ON_STAGE(from_a_place_on_it_is_a_part_of_the_whole),
        ON_STAGE(surround_becomes_stereo_by_the_coefficients),
        ON_STAGE(a_place_that_was_kept_is_found_at_another_rate),
        ON_STAGE(the_status_counts_in_what_comes_out),
    };
    return cmocka_run_group_tests_name("rates", tests, NULL, NULL);
}
