/*
 * test_crossfade.c - --crossfade: what is heard is exactly the weighted sum of both tracks, where
 * it should be heard, and nowhere else.
 */
#include "tests/e2e/fading.h"

enum { RATE = 8000 };

static const struct sound shapes[] = {
    {.rate = RATE, .channels = 2, .format = SAMPLE_S16},
    {.rate = RATE, .channels = 1, .format = SAMPLE_S24},
    {.rate = RATE, .channels = 6, .format = SAMPLE_S32},
    {.rate = RATE, .channels = 2, .format = SAMPLE_F32},
};

static void assert_written(struct stage *stage, struct stage_process *rondo,
                           const struct sound *expected, const char *what)
{
    struct sound written;

    if (stage_wait(rondo) != 0 || stage_errors(rondo)[0] != '\0')
        fail_msg("%s: exit status %d, and it said: %s", what, rondo->status, stage_errors(rondo));
    written = sound_of_wav(stage, "out.wav", expected);
    sound_assert_bytes(expected, written.bytes, written.size, what);
    sound_free(&written);
}

static void the_end_and_the_beginning_are_heard_together_with_equal_power(void **state)
{
    struct stage *stage = *state;

    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        struct sound a = fading_file(stage, "a.wav", shapes[i], 1, 3 * RATE + 77);
        struct sound b = fading_file(stage, "b.wav", shapes[i], 2, 2 * RATE + 5);
        struct sound all = fading_pair(&a, &b, RATE * 3 / 4);

        assert_written(stage,
                       stage_play(stage, "-q", "--crossfade", "0.75", "-o", "wav:out.wav", "a.wav",
                                  "b.wav", NULL),
                       &all, sample_format_name(shapes[i].format));
        sound_free(&all);
        sound_free(&b);
        sound_free(&a);
    }
}

/* Mean power of the frames around one place. */
static double power(const struct sound *sound, uint64_t frame, uint64_t around)
{
    double sum = 0;

    for (uint64_t i = (frame - around) * sound->channels; i < (frame + around) * sound->channels;
         i++)
        sum += fading_load(sound, i) * fading_load(sound, i);
    return sum / (double)(2 * around * sound->channels);
}

static void the_power_of_unlike_sounds_stays_the_same_in_a_fade(void **state)
{
    struct stage *stage = *state;
    struct sound a = fading_file(stage, "a.wav", shapes[3], 3, 10 * RATE);
    struct sound b = fading_file(stage, "b.wav", shapes[3], 4, 10 * RATE);
    struct sound like = {.rate = RATE, .channels = 2, .format = SAMPLE_F32};
    struct sound heard;
    double alone = power(&a, RATE, RATE / 2);

    like.size = (size_t)16 * RATE * sound_frame_bytes(&like);
    assert_int_equal(stage_wait(stage_play(stage, "-q", "--crossfade=4", "-o", "wav:out.wav",
                                           "a.wav", "b.wav", NULL)),
                     0);
    heard = sound_of_wav(stage, "out.wav", &like);
    for (uint64_t at = 6 * RATE; at <= 10 * RATE; at += RATE / 2)
        assert_true(fabs(power(&heard, at, RATE / 4) / alone - 1) < 0.05);
    sound_free(&heard);
    sound_free(&b);
    sound_free(&a);
}

/* The middle of a track is its own, however short it is. */
static void a_fade_takes_at_most_half_of_the_shorter_track(void **state)
{
    struct stage *stage = *state;
    struct sound a = fading_file(stage, "a.wav", shapes[0], 1, 4 * RATE);
    struct sound b = fading_file(stage, "b.wav", shapes[0], 2, 1001);
    struct sound c = fading_file(stage, "c.wav", shapes[0], 3, 777);
    struct sound d = fading_file(stage, "d.wav", shapes[0], 4, 1);
    struct sound two = fading_pair(&a, &b, 500);
    struct sound three = fading_pair(&two, &c, 388);
    struct sound all = sound_join(&three, &d);

    assert_written(stage,
                   stage_play(stage, "-q", "--crossfade=30", "-o", "wav:out.wav", "a.wav", "b.wav",
                              "c.wav", "d.wav", NULL),
                   &all, "short tracks");
    sound_free(&all);
    sound_free(&three);
    sound_free(&two);
    sound_free(&d);
    sound_free(&c);
    sound_free(&b);
    sound_free(&a);
}

static void of_an_end_that_one_went_to_all_is_faded_that_is_left(void **state)
{
    struct stage *stage = *state;
    struct sound a = fading_file(stage, "a.wav", shapes[0], 1, 4 * RATE);
    struct sound b = fading_file(stage, "b.wav", shapes[0], 2, 4 * RATE);
    struct sound mix = fading_into(&a, &b, RATE / 2);

    assert_written(stage,
                   stage_play(stage, "-q", "--crossfade=2", "--start=3.5", "-o", "wav:out.wav",
                              "a.wav", "b.wav", NULL),
                   &mix, "from the middle of the fade on");
    sound_free(&mix);
    sound_free(&b);
    sound_free(&a);
}

static void the_last_track_plays_to_its_end_and_a_repeated_one_fades_into_itself(void **state)
{
    struct stage *stage = *state;
    struct sound a =
        fading_file(stage, "a.wav", (struct sound){44100, 2, SAMPLE_S16, NULL, 0}, 1, 44100);
    struct sound twice = fading_pair(&a, &a, 11025);
    struct fading_listener listener = fading_listen(stage);
    struct stage_process *rondo = stage_play(stage, "-q", "--crossfade=0.25", "--buffer=0.5",
                                             "--repeat=one", "-o", "raw:out", "a.wav", NULL);

    fading_hear(&listener, a.size);
    fading_ask(rondo, "repeat", "off");
    fading_hear_out(&listener, rondo);
    fading_assert(&listener, &twice, "once more");
    sound_free(&twice);
    sound_free(&a);
}

/* FLAC, for it has tags. */
static void tag(struct stage *stage, const char *wav, const char *flac, const char *album,
                const char *number)
{
    char album_tag[64], number_tag[64];

    snprintf(album_tag, sizeof(album_tag), "ALBUM=%s", album);
    snprintf(number_tag, sizeof(number_tag), "TRACKNUMBER=%s", number);
    assert_int_equal(stage_run(stage, "flac", "-s", "-f", "-T", album_tag, "-T", number_tag, "-o",
                               flac, wav, NULL)
                         ->status,
                     0);
}

static void within_an_album_nothing_fades_but_where_tracks_are_left_out_of_it(void **state)
{
    static const struct {
        const char *albums[2];
        const char *numbers[2];
        bool fades;
    } rows[] = {
        {{"One", "One"}, {"3", "4"}, false},    {{"One", "One"}, {"3/12", "04/12"}, false},
        {{"One", "One"}, {"", ""}, false},      {{"One", "One"}, {"3", ""}, false},
        {{"One", "One"}, {"3", "5"}, true},     {{"One", "One"}, {"4", "3"}, true},
        {{"One", "Another"}, {"3", "4"}, true}, {{"", ""}, {"3", "4"}, true},
        {{"One", ""}, {"3", "4"}, true},        {{"One", "One"}, {"9", "99999999999999"}, true},
    };
    struct stage *stage = *state;
    struct sound a = fading_file(stage, "a.wav", shapes[0], 1, 2 * RATE);
    struct sound b = fading_file(stage, "b.wav", shapes[0], 2, 2 * RATE);
    struct sound plain = sound_join(&a, &b), faded = fading_pair(&a, &b, RATE);

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char what[32];

        tag(stage, "a.wav", "a.flac", rows[i].albums[0], rows[i].numbers[0]);
        tag(stage, "b.wav", "b.flac", rows[i].albums[1], rows[i].numbers[1]);
        snprintf(what, sizeof(what), "row %zu", i);
        assert_written(
            stage,
            stage_play(stage, "-q", "--crossfade=1", "-o", "wav:out.wav", "a.flac", "b.flac", NULL),
            rows[i].fades ? &faded : &plain, what);
    }
    sound_free(&faded);
    sound_free(&plain);
    sound_free(&b);
    sound_free(&a);
}

static void parts_of_one_file_do_not_fade_where_they_follow_each_other(void **state)
{
    static const char sheet[] = "FILE a.wav WAVE\nTRACK 1 AUDIO\nINDEX 01 0:0:0\n"
                                "TRACK 2 AUDIO\nINDEX 01 0:1:0\nTRACK 3 AUDIO\nINDEX 01 0:2:0\n";
    struct stage *stage = *state;
    struct sound a = fading_file(stage, "a.wav", shapes[0], 1, 3 * RATE);
    struct sound b = fading_file(stage, "b.wav", shapes[0], 2, 3 * RATE);
    struct sound all = fading_pair(&a, &b, RATE / 2); /* which is half of the last part */

    stage_write(stage, "a.cue", sheet, strlen(sheet));
    assert_written(
        stage,
        stage_play(stage, "-q", "--crossfade=2", "-o", "wav:out.wav", "a.cue", "b.wav", NULL), &all,
        "three parts, then another file");
    sound_free(&all);
    sound_free(&b);
    sound_free(&a);
}

static void of_the_two_options_the_last_one_counts_and_none_is_the_default(void **state)
{
    struct stage *stage = *state;
    struct sound a = fading_file(stage, "a.wav", shapes[0], 1, 2 * RATE);
    struct sound b = fading_file(stage, "b.wav", shapes[0], 2, 2 * RATE);
    struct sound plain = sound_join(&a, &b), faded = fading_pair(&a, &b, RATE);

    assert_written(stage, stage_play(stage, "-q", "-o", "wav:out.wav", "a.wav", "b.wav", NULL),
                   &plain, "no option");
    assert_written(stage,
                   stage_play(stage, "-q", "--gap=1", "--crossfade=1", "-o", "wav:out.wav", "a.wav",
                              "b.wav", NULL),
                   &faded, "--crossfade last");
    assert_written(stage,
                   stage_play(stage, "-q", "--crossfade=1", "--crossfade=0", "-o", "wav:out.wav",
                              "a.wav", "b.wav", NULL),
                   &plain, "none after all");
    sound_free(&faded);
    sound_free(&plain);
    sound_free(&b);
    sound_free(&a);
}

/* Noise does not get smaller in FLAC, so that half of the bytes are half of the time. */
static void damage_in_an_end_that_fades_is_told(void **state)
{
    static const char said[] = "rondo: a.flac: damaged or cut off: the sound ends at ";
    struct stage *stage = *state;
    struct sound a = fading_file(stage, "a.wav", shapes[0], 1, 4 * RATE);
    struct sound b = fading_file(stage, "b.wav", shapes[0], 2, 4 * RATE);
    struct sound all = fading_pair(&a, &b, 2 * RATE), written;
    struct stage_process *rondo;
    char path[PATH_MAX];
    size_t size;

    tag(stage, "a.wav", "a.flac", "", "");
    free(stage_read(stage, "a.flac", &size));
    assert_int_equal(truncate(stage_path(stage, "a.flac", path), (off_t)size / 4 * 3), 0);
    rondo = stage_play(stage, "-q", "--crossfade=2", "-o", "wav:out.wav", "a.flac", "b.wav", NULL);
    assert_int_equal(stage_wait(rondo), 1);
    if (strncmp(stage_errors(rondo), said, strlen(said)) != 0)
        fail_msg("it said: %s", stage_errors(rondo));
    written = sound_of_wav(stage, "out.wav", &all); /* as long, with silence for what is missing */
    assert_memory_equal(written.bytes, all.bytes, all.size / 3);
    assert_memory_equal(written.bytes + all.size / 3 * 2, all.bytes + all.size / 3 * 2,
                        all.size / 3);
    sound_free(&written);
    sound_free(&all);
    sound_free(&b);
    sound_free(&a);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_end_and_the_beginning_are_heard_together_with_equal_power),
        ON_STAGE(the_power_of_unlike_sounds_stays_the_same_in_a_fade),
        ON_STAGE(a_fade_takes_at_most_half_of_the_shorter_track),
        ON_STAGE(of_an_end_that_one_went_to_all_is_faded_that_is_left),
        ON_STAGE(the_last_track_plays_to_its_end_and_a_repeated_one_fades_into_itself),
        ON_STAGE(within_an_album_nothing_fades_but_where_tracks_are_left_out_of_it),
        ON_STAGE(parts_of_one_file_do_not_fade_where_they_follow_each_other),
        ON_STAGE(of_the_two_options_the_last_one_counts_and_none_is_the_default),
        ON_STAGE(damage_in_an_end_that_fades_is_told),
    };

    return cmocka_run_group_tests_name("crossfade", tests, NULL, NULL);
}
