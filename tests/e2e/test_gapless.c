/*
 * test_gapless.c - one track begins where the other ends: not a frame is lost, added or changed
 * between them, in files and on the virtual card, with tracks of any length.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_sound.h"

enum { TINY_FILES = 60 };

static bool same_shape(const struct sound *a, const struct sound *b)
{
    return a->rate == b->rate && a->channels == b->channels && a->format == b->format;
}

static void assert_played(struct stage_process *rondo)
{
    if (stage_wait(rondo) != 0 || stage_errors(rondo)[0] != '\0')
        fail_msg("exit status %d, and it said: %s", rondo->status, stage_errors(rondo));
}

static void play_pair(struct stage *stage, const char *const files[2],
                      const struct sound *const sounds[2])
{
    char paths[2][PATH_MAX], what[128];
    struct sound both = sound_join(sounds[0], sounds[1]);
    struct sound written;

    assert_played(stage_play(stage, "-q", "-o", "wav:out.wav", stage_sample(files[0], paths[0]),
                             stage_sample(files[1], paths[1]), NULL));
    written = sound_of_wav(stage, "out.wav", &both);
    snprintf(what, sizeof(what), "%s, then %s", files[0], files[1]);
    sound_assert_bytes(&both, written.bytes, written.size, what);
    sound_free(&written);
    sound_free(&both);
}

static void every_pair_of_one_shape_is_in_a_wav_file_the_one_after_the_other(void **state)
{
    struct stage *stage = *state;
    struct sound sounds[SOUND_SAMPLES];
    char path[PATH_MAX];
    int pairs = 0;

    for (int i = 0; i < SOUND_SAMPLES; i++)
        sounds[i] = sound_decode(stage, stage_sample(sound_samples[i].file, path));
    for (int i = 0; i < SOUND_SAMPLES * SOUND_SAMPLES; i++) {
        const int a = i / SOUND_SAMPLES, b = i % SOUND_SAMPLES;
        const char *const files[2] = {sound_samples[a].file, sound_samples[b].file};
        const struct sound *const two[2] = {&sounds[a], &sounds[b]};

        if (!same_shape(two[0], two[1]))
            continue;
        play_pair(stage, files, two);
        pairs++;
    }
    assert_int_equal(pairs, 16 + 9 + 4 + 16 + 1 + 4 + 4 + 4 + 1 + 1);
    for (int i = 0; i < SOUND_SAMPLES; i++)
        sound_free(&sounds[i]);
}

/* The sounds of files that are played in this order. */
static struct sound decode_all(struct stage *stage, const char *const files[], int count)
{
    char path[PATH_MAX];
    struct sound all = sound_decode(stage, stage_sample(files[0], path));

    for (int i = 1; i < count; i++) {
        struct sound next = sound_decode(stage, stage_sample(files[i], path));
        struct sound longer = sound_join(&all, &next);

        sound_free(&next);
        sound_free(&all);
        all = longer;
    }
    return all;
}

static void a_card_hears_three_tracks_as_one(void **state)
{
    static const char *const files[] = {"rondo-s16.aiff", "rondo-s16.au", "rondo-s16.aiff"};
    struct stage *stage = *state;
    struct sound all = decode_all(stage, files, 3);
    char a[PATH_MAX], b[PATH_MAX];

    stage_card(stage, &(struct card_options){.speed = 4});
    stage_sample(files[0], a);
    stage_sample(files[1], b);
    assert_played(stage_play(stage, "-q", "--latency", "1000", a, b, a, NULL));
    assert_int_equal(card_count(&stage->card, "open S16_LE 44100 2"), 1);
    sound_assert_recorded(stage, &all, NULL);
    sound_free(&all);
}

static void a_card_hears_floats_of_two_codecs_as_one(void **state)
{
    static const char *const files[] = {"rondo.mp3", "rondo.ogg"};
    struct stage *stage = *state;
    struct sound all = decode_all(stage, files, 2);
    char a[PATH_MAX], b[PATH_MAX];

    stage_card(stage, &(struct card_options){.speed = 4});
    assert_played(stage_play(stage, "-q", "--latency", "1000", stage_sample(files[0], a),
                             stage_sample(files[1], b), NULL));
    sound_assert_recorded(stage, &all, NULL);
    sound_free(&all);
}

/* Makes files and a playlist of them, each of another length, but one of a single frame. */
static struct sound write_short_files(struct stage *stage, const struct sound *sound,
                                      unsigned count, uint64_t least_frames)
{
    char list[TINY_FILES * 16] = "";
    uint64_t at = 0;

    for (unsigned i = 0; i < count; i++) {
        const uint64_t frames = i == count / 2 ? 1 : least_frames + i * 7;
        struct sound part = sound_part(sound, at, frames);
        char file[16];

        snprintf(file, sizeof(file), "%02u.wav", i);
        sound_write_wav(stage, &part, file);
        sound_free(&part);
        strcat(strcat(list, file), "\n");
        at += frames;
    }
    stage_write(stage, "short.m3u", list, strlen(list));
    return sound_part(sound, 0, at);
}

static void sixty_tiny_tracks_follow_one_another_exactly(void **state)
{
    static const char *const outputs[] = {"raw:out.raw", "wav:out.wav"};
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s16.au", path));
    struct sound all = write_short_files(stage, &sound, TINY_FILES, 2);
    struct sound written;

    for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++)
        assert_played(stage_play(stage, "-q", "-o", outputs[i], "short.m3u", NULL));
    sound_assert_file(stage, &all, "out.raw");
    written = sound_of_wav(stage, "out.wav", &all);
    sound_assert_bytes(&all, written.bytes, written.size, "out.wav");
    sound_free(&written);
    sound_free(&all);
    sound_free(&sound);
}

static void a_card_hears_short_tracks_after_a_long_one_as_one(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s16.au", path));
    struct sound parts = write_short_files(stage, &sound, 20, 2000);
    struct sound all = sound_join(&sound, &parts);

    stage_card(stage, &(struct card_options){.speed = 2});
    assert_played(stage_play(stage, "-q", "--latency", "400", path, "short.m3u", NULL));
    sound_assert_recorded(stage, &all, NULL);
    sound_free(&all);
    sound_free(&parts);
    sound_free(&sound);
}

static void a_track_shorter_than_a_block_stands_between_two_long_ones(void **state)
{
    struct stage *stage = *state;
    char a[PATH_MAX], b[PATH_MAX];
    struct sound first = sound_decode(stage, stage_sample("rondo-s24.flac", a));
    struct sound last = sound_decode(stage, stage_sample("rondo-s24.wav", b));
    struct sound tiny = sound_part(&last, 50000, 100);
    struct sound two = sound_join(&first, &tiny);
    struct sound all = sound_join(&two, &last);

    sound_write_wav(stage, &tiny, "tiny.wav");
    assert_played(stage_play(stage, "-q", "-o", "raw:out.raw", a, "tiny.wav", b, NULL));
    sound_assert_file(stage, &all, "out.raw");
    sound_free(&all);
    sound_free(&two);
    sound_free(&tiny);
    sound_free(&last);
    sound_free(&first);
}

static void another_rate_or_format_reopens_the_card_and_all_are_exact(void **state)
{
    static const char *const files[] = {"8k.flac", "mono.wav", "rondo-f32.wav"};
    struct stage *stage = *state;
    struct sound sounds[3];
    char paths[3][PATH_MAX];

    for (int i = 0; i < 3; i++)
        sounds[i] = sound_decode(stage, stage_sample(files[i], paths[i]));
    stage_card(stage, &(struct card_options){.speed = 4});
    assert_played(stage_play(stage, "-q", "--latency", "1000", paths[0], paths[1], paths[2], NULL));
    assert_int_equal(card_count(&stage->card, "open S16_LE 8000 2"), 1);
    assert_int_equal(card_count(&stage->card, "open S16_LE 44100 1"), 1);
    assert_int_equal(card_count(&stage->card, "open FLOAT_LE 44100 2"), 1);
    sound_assert_recorded(stage, &sounds[0], &sounds[1], &sounds[2], NULL);
    for (int i = 0; i < 3; i++)
        sound_free(&sounds[i]);
}

/* What comes of it is in test_offers.c; here, that the others are not touched by it. */
static void a_wav_file_has_the_first_ones_shape_for_all(void **state)
{
    struct stage *stage = *state;
    char a[PATH_MAX], b[PATH_MAX], other[PATH_MAX], line[PATH_MAX + 200];
    struct sound first = sound_decode(stage, stage_sample("rondo-s16.aiff", a));
    struct sound last = sound_decode(stage, stage_sample("rondo-s16.au", b));
    struct sound all = {.rate = 44100, .channels = 2, .format = SAMPLE_S16};
    struct sound written;
    struct stage_process *rondo =
        stage_play(stage, "-o", "wav:out.wav", a, stage_sample("8k.wav", other), b, NULL);

    assert_int_equal(stage_wait(rondo), 0);
    snprintf(line, sizeof(line),
             "rondo: %s: made 44100 Hz, 2 channels, s16, as the output is, of 8000 Hz, 2 channels, "
             "s16\n",
             other);
    assert_non_null(strstr(stage_errors(rondo), line));
    all.size = first.size * 2 + last.size; /* all of them last 3 s */
    written = sound_of_wav(stage, "out.wav", &all);
    sound_assert_bytes(&first, written.bytes, first.size, "the first");
    sound_assert_bytes(&last, written.bytes + 2 * first.size, last.size, "the last");
    sound_free(&written);
    sound_free(&first);
    sound_free(&last);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(every_pair_of_one_shape_is_in_a_wav_file_the_one_after_the_other),
        ON_STAGE(a_card_hears_three_tracks_as_one),
        ON_STAGE(a_card_hears_floats_of_two_codecs_as_one),
        ON_STAGE(sixty_tiny_tracks_follow_one_another_exactly),
        ON_STAGE(a_card_hears_short_tracks_after_a_long_one_as_one),
        ON_STAGE(a_track_shorter_than_a_block_stands_between_two_long_ones),
        ON_STAGE(another_rate_or_format_reopens_the_card_and_all_are_exact),
        ON_STAGE(a_wav_file_has_the_first_ones_shape_for_all),
    };

    return cmocka_run_group_tests_name("gapless", tests, NULL, NULL);
}
