/*
 * test_crossfade_shapes.c - fades between tracks of other rates, channels and formats: the end of
 * the one is brought to the shape of the other, as it would be if it were a file of its own.
 */
#include "tests/e2e/fading.h"

enum { LENGTH_S = 2, FADE_MS = 800 };

static const struct sound shapes[] = {
    {.rate = 44100, .channels = 2, .format = SAMPLE_S16},
    {.rate = 48000, .channels = 1, .format = SAMPLE_S16},
    {.rate = 48000, .channels = 2, .format = SAMPLE_F32},
    {.rate = 48000, .channels = 2, .format = SAMPLE_S32},
};

/* The last frames of a sound as rondo makes them of that shape, in floats. */
static struct sound end_of(struct stage *stage, const struct sound *sound, uint64_t frames,
                           const struct sound *like)
{
    struct sound rest = sound_part(sound, fading_frames(sound) - frames, frames), end = *like;
    char rate[16], channels[16];

    snprintf(rate, sizeof(rate), "%u", like->rate);
    snprintf(channels, sizeof(channels), "%u", like->channels);
    sound_write_wav(stage, &rest, "rest.wav");
    assert_int_equal(stage_wait(stage_play(stage, "-q", "--rate", rate, "--channels", channels,
                                           "-o", "raw:rest.raw", "rest.wav", NULL)),
                     0);
    sound_free(&rest);
    end.format =
        sound->rate == like->rate && sound->channels == like->channels ? sound->format : SAMPLE_F32;
    end.bytes = stage_read(stage, "rest.raw", &end.size);
    return end;
}

struct pair {
    struct sound alone; /* the first one until the fade */
    struct sound mix;   /* the second one from the fade on */
};

/* a.wav and b.wav, of these shapes, and what is to be heard of them. */
static struct pair make(struct stage *stage, const struct sound *first, const struct sound *second)
{
    struct sound a = fading_file(stage, "a.wav", *first, 1, (uint64_t)LENGTH_S * first->rate + 1);
    struct sound b = fading_file(stage, "b.wav", *second, 2, (uint64_t)LENGTH_S * second->rate);
    uint64_t fade = (uint64_t)FADE_MS * first->rate / 1000;
    uint64_t into = fade * second->rate / first->rate;
    struct sound end = end_of(stage, &a, fade, &b);
    struct pair pair = {.alone = sound_part(&a, 0, fading_frames(&a) - fade)};

    end.size = into * sound_frame_bytes(&end);
    pair.mix = fading_into(&end, &b, into);
    sound_free(&end);
    sound_free(&b);
    sound_free(&a);
    return pair;
}

static void play(struct stage *stage, const struct sound *first, const struct sound *second,
                 bool kill_producer)
{
    struct pair pair = make(stage, first, second);
    struct stage_process *rondo;

    stage_card(stage, &(struct card_options){.speed = kill_producer ? 0 : 4});
    rondo = stage_play(stage, "-q", "--crossfade=0.8", "--buffer=0.5", "--latency=1000", "a.wav",
                       "b.wav", NULL);
    if (kill_producer) {
        stage_await_number(rondo, "track", 2);
        fading_kill_producer(rondo);
    }
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    sound_assert_recorded(stage, &pair.alone, &pair.mix, NULL);
    sound_free(&pair.alone);
    sound_free(&pair.mix);
}

static void into_another_rate_and_fewer_channels(void **state)
{
    play(*state, &shapes[0], &shapes[1], false);
}

static void into_more_channels_and_floats(void **state)
{
    play(*state, &shapes[1], &shapes[2], false);
}

static void into_another_format_alone(void **state)
{
    play(*state, &shapes[2], &shapes[3], false);
}

static void a_producer_that_is_killed_in_such_a_fade_changes_no_bit(void **state)
{
    play(*state, &shapes[0], &shapes[1], true);
}

/* It takes the first track's shape, and the second one is brought to that, with a fade or without.
 */
static void in_a_file_the_first_tracks_shape_is_that_of_the_fade(void **state)
{
    struct stage *stage = *state;
    struct sound a = fading_file(stage, "a.wav", shapes[0], 1, 60000);
    struct sound b = fading_file(stage, "b.wav", shapes[1], 2, 60000);
    struct sound plain = shapes[0], brought, all;

    assert_int_equal(
        stage_wait(stage_play(stage, "-q", "-o", "raw:plain.raw", "a.wav", "b.wav", NULL)), 0);
    plain.bytes = stage_read(stage, "plain.raw", &plain.size);
    brought = sound_part(&plain, 60000, fading_frames(&plain) - 60000);
    all = fading_pair(&a, &brought, 8820);
    assert_int_equal(stage_wait(stage_play(stage, "-q", "--crossfade=0.2", "-o", "raw:out.raw",
                                           "a.wav", "b.wav", NULL)),
                     0);
    sound_assert_file(stage, &all, "out.raw");
    sound_free(&all);
    sound_free(&brought);
    sound_free(&plain);
    sound_free(&b);
    sound_free(&a);
}

/* It refuses the second track's floats when it is to play the first block of the fade. */
static void a_card_that_takes_no_floats_hears_the_fade_without(void **state)
{
    const struct sound like = {.rate = 48000, .channels = 2, .format = SAMPLE_S16};
    struct stage *stage = *state;
    struct sound a = fading_file(stage, "a.wav", like, 1, 60000);
    struct sound b = fading_file(stage, "b.wav", shapes[2], 2, 60000);
    struct sound shorter = fading_noise(like, 0, 60000), alone, mix;

    for (size_t i = 0; i < (size_t)60000 * 2; i++)
        fading_store(&shorter, i, fading_load(&b, i));
    alone = sound_part(&a, 0, 60000 - 24000);
    mix = fading_into(&a, &shorter, 24000);
    stage_card(stage, &(struct card_options){.speed = 4, .formats = "S16_LE"});
    assert_int_equal(stage_wait(stage_play(stage, "-q", "--crossfade=0.5", "--latency=1000",
                                           "a.wav", "b.wav", NULL)),
                     0);
    sound_assert_recorded(stage, &alone, &mix, NULL);
    sound_free(&mix);
    sound_free(&alone);
    sound_free(&shorter);
    sound_free(&b);
    sound_free(&a);
}

/* With --rate and --channels all tracks have one shape, and fade in a file, too. */
static void tracks_that_are_brought_to_one_shape_fade_anywhere(void **state)
{
    struct stage *stage = *state;
    struct sound parts[2], all;
    const char *const files[] = {"a.wav", "b.wav"};

    for (int i = 0; i < 2; i++) {
        struct sound file = fading_file(stage, files[i], shapes[i], 1 + (uint32_t)i, 60000);
        struct sound end = shapes[2];

        parts[i] = end_of(stage, &file, 60000, &end);
        sound_free(&file);
    }
    all = fading_pair(&parts[0], &parts[1], 24000);
    assert_int_equal(
        stage_wait(stage_play(stage, "-q", "--crossfade=0.5", "--rate=48000", "--channels=2", "-o",
                              "raw:out.raw", "a.wav", "b.wav", NULL)),
        0);
    sound_assert_file(stage, &all, "out.raw");
    sound_free(&all);
    sound_free(&parts[1]);
    sound_free(&parts[0]);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(into_another_rate_and_fewer_channels),
        ON_STAGE(into_more_channels_and_floats),
        ON_STAGE(into_another_format_alone),
        ON_STAGE(a_producer_that_is_killed_in_such_a_fade_changes_no_bit),
        ON_STAGE(in_a_file_the_first_tracks_shape_is_that_of_the_fade),
        ON_STAGE(a_card_that_takes_no_floats_hears_the_fade_without),
        ON_STAGE(tracks_that_are_brought_to_one_shape_fade_anywhere),
    };

    return cmocka_run_group_tests_name("crossfade_shapes", tests, NULL, NULL);
}
