/*
 * test_encoders.c - files as people have them, made by flac, lame, oggenc, opusenc and ffmpeg (AAC
 * in M4A): each is played whole, as another decoder has it, from and to any place, again and again,
 * and one after the other without a gap.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

enum { SKIPPED = 77, ENCODERS = 5, SECONDS = 3, FROM_MS = 1234, TO_MS = 2500, LOOPS = 512 };

/* How far a sample may be from the other decoder's, and from our own after a seek. */
static const struct encoder {
    const char *file;
    const char *line; /* makes it of `"$1"` */
    const char *decode;
    uint32_t rate;
    uint16_t format;
    float other;
    float sought;
} encoders[ENCODERS] = {
    {"tune.flac", "flac -s -f -o tune.flac \"$1\"",
     "flac -dcs --force-raw-format --endian=little --sign=signed tune.flac", 44100, SAMPLE_S16, 0,
     0},
    {"tune.mp3", "lame --quiet -V 2 --tt Tune \"$1\" tune.mp3",
     "ffmpeg -v error -nostdin -i tune.mp3 -f f32le -", 44100, SAMPLE_F32, 1e-4f, 1e-7f},
    {"tune.ogg", "oggenc -Q -q 4 -t Tune -o tune.ogg \"$1\"",
     "ffmpeg -v error -nostdin -i tune.ogg -f f32le -", 44100, SAMPLE_F32, 1e-4f, 0},
    {"tune.opus", "opusenc --quiet --bitrate 96 --title Tune \"$1\" tune.opus",
     "opusdec --quiet --float --rate 48000 tune.opus tune.wav && tail -c 1152000 tune.wav", 48000,
     SAMPLE_F32, 1e-4f, 1e-7f},
    {"tune.m4a", "ffmpeg -v error -nostdin -y -i \"$1\" -metadata title=Tune -c:a aac tune.m4a",
     "ffmpeg -v error -nostdin -i tune.m4a -f f32le -", 44100, SAMPLE_F32, 0, 0},
};

static void shell(struct stage *stage, const char *line, const char *argument)
{
    struct stage_process *sh = stage_run(stage, "sh", "-c", line, "sh", argument, NULL);

    if (sh->status != 0)
        fail_msg("%s: %s", line, stage_errors(sh));
}

static void encode(struct stage *stage, const struct encoder *encoder)
{
    char path[PATH_MAX];

    shell(stage, encoder->line, stage_sample("rondo-s16.aiff", path));
}

/* What rondo makes of it with two more options. */
static struct sound play(struct stage *stage, const struct encoder *encoder, const char *first,
                         const char *second)
{
    struct sound sound = {.rate = encoder->rate, .channels = 2, .format = encoder->format};
    struct stage_process *rondo =
        stage_play(stage, "-q", "-o", "raw:out.raw", first, second, encoder->file, NULL);

    if (stage_wait(rondo) != 0 || stage_errors(rondo)[0])
        fail_msg("%s: %s", encoder->file, stage_errors(rondo));
    sound.bytes = stage_read(stage, "out.raw", &sound.size);
    return sound;
}

static struct sound play_whole(struct stage *stage, const struct encoder *encoder)
{
    return play(stage, encoder, "--repeat=off", "--volume=100");
}

/* All of `sound` is in `other`, from its beginning; what the other has besides, it may have. */
static void assert_like(const struct sound *sound, const uint8_t *other, float tolerance,
                        const char *what)
{
    const float *a = (const float *)(const void *)sound->bytes;
    const float *b = (const float *)(const void *)other;

    if (tolerance == 0) {
        sound_assert_bytes(sound, other, sound->size, what);
        return;
    }
    for (size_t i = 0; i < sound->size / sizeof(float); i++)
        if (!(fabsf(a[i] - b[i]) <= tolerance))
            fail_msg("%s: sample %zu is %g, and should be %g", what, i, (double)a[i], (double)b[i]);
}

static void each_is_whole_and_as_another_decoder_has_it(void **state)
{
    struct stage *stage = *state;

    for (int i = 0; i < ENCODERS; i++) {
        char line[512];
        struct sound sound;
        uint8_t *other;
        size_t size;

        encode(stage, &encoders[i]);
        sound = play_whole(stage, &encoders[i]);
        assert_int_equal(sound.size / sound_frame_bytes(&sound), SECONDS * encoders[i].rate);
        snprintf(line, sizeof(line), "{ %s; } >other.raw", encoders[i].decode);
        shell(stage, line, "");
        other = stage_read(stage, "other.raw", &size);
        if (size < sound.size)
            fail_msg("%s: %zu bytes of %zu", encoders[i].file, size, sound.size);
        assert_like(&sound, other, encoders[i].other, encoders[i].file);
        free(other);
        sound_free(&sound);
    }
}

static uint64_t frame_at(const struct encoder *encoder, unsigned ms)
{
    return (uint64_t)ms * encoder->rate / 1000;
}

static void each_begins_and_ends_at_the_very_frame(void **state)
{
    struct stage *stage = *state;

    for (int i = 0; i < ENCODERS; i++) {
        uint64_t from = frame_at(&encoders[i], FROM_MS), to = frame_at(&encoders[i], TO_MS);
        struct sound whole, part, right;

        encode(stage, &encoders[i]);
        whole = play_whole(stage, &encoders[i]);
        right = sound_part(&whole, from, to - from);
        part = play(stage, &encoders[i], "--start=1.234", "--end=2.5");
        assert_int_equal(part.size, right.size);
        assert_like(&part, right.bytes, encoders[i].sought, encoders[i].file);
        sound_free(&part);
        sound_free(&right);
        sound_free(&whole);
    }
}

static void each_repeats_a_part_without_a_gap(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];

    for (int i = 0; i < ENCODERS; i++) {
        uint64_t from = frame_at(&encoders[i], 500), to = frame_at(&encoders[i], 700);
        struct stat written = {0};
        struct stage_process *rondo;
        struct sound whole, all;
        size_t enough;

        encode(stage, &encoders[i]);
        whole = play_whole(stage, &encoders[i]);
        all = sound_part(&whole, from, to - from);
        enough = all.size * 4 * 9 / 8;
        for (int times = 1; times < LOOPS; times *= 2) {
            struct sound twice = sound_join(&all, &all);

            sound_free(&all);
            all = twice;
        }
        unlink(stage_path(stage, "heard.wav", path));
        rondo = stage_play(stage, "-q", "--loop=0.5-0.7", "-o", "sim,record=heard.wav",
                           encoders[i].file, NULL);
        for (uint64_t since = 0; stat(path, &written) < 0 || (size_t)written.st_size < enough;)
            stage_tick(rondo, &since, "the part for the fourth time");
        assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
        assert_int_equal(stage_wait(rondo), 0);
        sound_assert_wav_begins(stage, &all, "heard.wav");
        sound_free(&all);
        sound_free(&whole);
    }
}

static void all_five_in_a_list_are_heard_one_after_the_other(void **state)
{
    struct stage *stage = *state;
    struct sound sounds[ENCODERS];

    for (int i = 0; i < ENCODERS; i++) {
        encode(stage, &encoders[i]);
        sounds[i] = play_whole(stage, &encoders[i]);
    }
    stage_card(stage, &(struct card_options){.speed = 4});
    assert_int_equal(stage_wait(stage_play(stage, "-q", "--latency", "1000", "tune.flac",
                                           "tune.mp3", "tune.ogg", "tune.m4a", "tune.opus", NULL)),
                     0);
    sound_assert_recorded(stage, &sounds[0], &sounds[1], &sounds[2], &sounds[4], &sounds[3], NULL);
    for (int i = 0; i < ENCODERS; i++)
        sound_free(&sounds[i]);
}

static void three_lossy_ones_are_one_sound_without_a_gap(void **state)
{
    static const int order[] = {1, 4, 2};
    struct stage *stage = *state;
    struct sound sounds[3], two, all;

    for (int i = 0; i < 3; i++) {
        encode(stage, &encoders[order[i]]);
        sounds[i] = play_whole(stage, &encoders[order[i]]);
    }
    two = sound_join(&sounds[0], &sounds[1]);
    all = sound_join(&two, &sounds[2]);
    assert_int_equal(stage_wait(stage_play(stage, "-q", "-o", "raw:all.raw", "tune.mp3", "tune.m4a",
                                           "tune.ogg", NULL)),
                     0);
    sound_assert_file(stage, &all, "all.raw");
    sound_free(&all);
    sound_free(&two);
    for (int i = 0; i < 3; i++)
        sound_free(&sounds[i]);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(each_is_whole_and_as_another_decoder_has_it),
        ON_STAGE(each_begins_and_ends_at_the_very_frame),
        ON_STAGE(each_repeats_a_part_without_a_gap),
        ON_STAGE(all_five_in_a_list_are_heard_one_after_the_other),
        ON_STAGE(three_lossy_ones_are_one_sound_without_a_gap),
    };

    if (access("/usr/bin/ffmpeg", X_OK) < 0)
        return SKIPPED;
    return cmocka_run_group_tests_name("encoders", tests, NULL, NULL);
}
