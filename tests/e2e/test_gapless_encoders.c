/*
 * test_gapless_encoders.c - an album that was cut into tracks and given to real encoders: played,
 * it is one sound again, also across codecs, with not a frame more or less and no click at a seam.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/fading.h"

enum { RATE = 48000, TRACKS = 4, AROUND = RATE / 20, MS = RATE / 1000 };

#define TONE_HZ 440.0
#define LEVEL   0.5

static const struct sound shape = {.rate = RATE, .channels = 2, .format = SAMPLE_F32};

/* No multiples of what any codec packs together; each track ends in the middle of a wave. */
static const uint64_t lengths[TRACKS] = {60013, 50021, 70001, 45007};

static uint64_t length_of(unsigned first, unsigned count)
{
    uint64_t frames = 0;

    for (unsigned i = first; i < first + count; i++)
        frames += lengths[i];
    return frames;
}

static double tone(uint64_t frame)
{
    return LEVEL * sin((double)frame / RATE * TONE_HZ * 2 * acos(-1));
}

/* 0.wav to 3.wav, one tone. */
static void cut_album(struct stage *stage)
{
    const struct sound like = {.rate = RATE, .channels = 2, .format = SAMPLE_S16};
    char file[] = "0.wav";
    uint64_t at = 0;

    for (unsigned i = 0; i < TRACKS; i++) {
        struct sound part = like;
        int16_t *samples;

        part.size = lengths[i] * sound_frame_bytes(&part);
        part.bytes = malloc(part.size);
        assert_non_null(part.bytes);
        samples = (int16_t *)(void *)part.bytes;
        for (uint64_t k = 0; k < lengths[i] * 2; k++)
            samples[k] = (int16_t)lrint(tone(at + k / 2) * 32768);
        file[0] = (char)('0' + i);
        sound_write_wav(stage, &part, file);
        sound_free(&part);
        at += lengths[i];
    }
}

static void run(struct stage *stage, const char *command)
{
    struct stage_process *shell = stage_run(stage, "sh", "-c", command, NULL);

    if (shell->status != 0)
        fail_msg("%s: %s", command, stage_errors(shell));
}

/* What rondo makes of these, NULL for none, as one file. */
static struct sound play(struct stage *stage, const char *const files[TRACKS])
{
    struct sound sound = shape;
    struct stage_process *rondo =
        stage_play(stage, "-q", "-o", "raw:out.raw", files[0], files[1], files[1] ? files[2] : NULL,
                   files[1] && files[2] ? files[3] : NULL, NULL);

    if (stage_wait(rondo) != 0 || stage_errors(rondo)[0] != '\0')
        fail_msg("exit status %d, and it said: %s", rondo->status, stage_errors(rondo));
    sound.bytes = stage_read(stage, "out.raw", &sound.size);
    return sound;
}

/* The tone goes on around that frame as if nobody had cut it there. A click is LEVEL off. */
static void assert_no_click(const struct sound *sound, uint64_t first, uint64_t seam, double most)
{
    const float *samples = (const float *)(const void *)sound->bytes;

    for (uint64_t i = seam - AROUND; i < seam + AROUND; i++) {
        double off = fabs((double)samples[i * 2] - tone(first + i));

        if (off > most)
            fail_msg("%lld frames from the seam it is %.3f off", (long long)(i - seam), off);
    }
}

/*
 * All tracks one after the other, of these as they are alone; the last may be that much shorter
 * than it was.
 */
static void assert_one(struct stage *stage, unsigned first, const char *const files[TRACKS],
                       unsigned count, unsigned lacks, double most)
{
    struct sound all = play(stage, files);
    uint64_t at = 0;

    for (unsigned i = 0; i < count; i++) {
        const char *const alone[TRACKS] = {files[i]};
        struct sound track = play(stage, alone);

        assert_in_range(fading_frames(&track), lengths[first + i] - (i + 1 < count ? 0 : lacks),
                        lengths[first + i]);
        assert_memory_equal(all.bytes + at * sound_frame_bytes(&all), track.bytes, track.size);
        at += fading_frames(&track);
        if (i + 1 < count)
            assert_no_click(&all, length_of(0, first), at, most);
        sound_free(&track);
    }
    assert_int_equal(fading_frames(&all), at);
    sound_free(&all);
}

static void an_album_in_mp3_is_one_sound(void **state)
{
    static const char *const files[TRACKS] = {"0.mp3", "1.mp3", "2.mp3", "3.mp3"};
    struct stage *stage = *state;

    cut_album(stage);
    run(stage, "for i in 0 1 2 3; do lame --quiet -b 320 $i.wav $i.mp3 || exit; done");
    assert_one(stage, 0, files, TRACKS, 0, LEVEL / 4);
    run(stage, "for i in 0 1 2 3; do lame --quiet -V 2 $i.wav $i.mp3 || exit; done");
    assert_one(stage, 0, files, TRACKS, 0, LEVEL / 4);
}

static void an_album_in_vorbis_is_one_sound(void **state)
{
    static const char *const files[TRACKS] = {"0.ogg", "1.ogg", "2.ogg", "3.ogg"};
    struct stage *stage = *state;

    cut_album(stage);
    run(stage, "for i in 0 1 2 3; do oggenc -Q -q 8 -o $i.ogg $i.wav || exit; done");
    assert_one(stage, 0, files, TRACKS, 0, LEVEL / 4);
}

static void one_codec_follows_another_without_a_click(void **state)
{
    static const char *const files[TRACKS] = {"0.mp3", "1.opus", "2.ogg"};
    struct stage *stage = *state;

    cut_album(stage);
    run(stage, "lame --quiet -b 320 0.wav 0.mp3 && opusenc --quiet --bitrate 256 1.wav 1.opus && "
               "oggenc -Q -q 8 -o 2.ogg 2.wav");
    assert_one(stage, 0, files, 3, 0, LEVEL / 4);
}

/*
 * It writes the length of M4A in whole milliseconds; and where a tone begins in the middle of a
 * wave, its first packet is not much like it. Both are in the file, not in the player.
 */
static void what_ffmpeg_decodes_follows_at_its_first_frame(void **state)
{
    static const char *const files[TRACKS] = {"2.opus", "3.m4a"};
    struct stage *stage = *state;

    if (access("/usr/bin/ffmpeg", X_OK) < 0)
        skip();
    cut_album(stage);
    run(stage, "opusenc --quiet --bitrate 256 2.wav 2.opus && "
               "ffmpeg -nostdin -v error -i 3.wav -c:a aac -b:a 256k 3.m4a");
    assert_one(stage, 2, files, 2, MS, INFINITY);
}

/* Another sample format: the card is opened anew, and no sample is lost or changed. */
static void whole_samples_between_floats_are_whole(void **state)
{
    static const char *const files[TRACKS] = {"0.mp3", "1.flac", "2.opus"};
    struct stage *stage = *state;
    struct sound sounds[3];

    cut_album(stage);
    run(stage, "lame --quiet 0.wav 0.mp3 && flac -s 1.wav && opusenc --quiet 2.wav 2.opus");
    for (unsigned i = 0; i < 3; i++) {
        const char *const alone[TRACKS] = {files[i]};

        sounds[i] = play(stage, alone);
    }
    sounds[1].format = SAMPLE_S16;
    stage_card(stage, &(struct card_options){.speed = 4});
    assert_int_equal(stage_wait(stage_play(stage, "-q", "--latency", "1000", files[0], files[1],
                                           files[2], NULL)),
                     0);
    sound_assert_recorded(stage, &sounds[0], &sounds[1], &sounds[2], NULL);
    for (unsigned i = 0; i < 3; i++)
        sound_free(&sounds[i]);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(an_album_in_mp3_is_one_sound),
        ON_STAGE(an_album_in_vorbis_is_one_sound),
        ON_STAGE(one_codec_follows_another_without_a_click),
        ON_STAGE(what_ffmpeg_decodes_follows_at_its_first_frame),
        ON_STAGE(whole_samples_between_floats_are_whole),
    };

    return cmocka_run_group_tests_name("gapless_encoders", tests, NULL, NULL);
}
