/*
 * test_gap.c - --gap: just so much silence between two tracks, whoever dies or moves in it.
 */
#include "tests/e2e/fading.h"

enum { RATE = 44100, LENGTH = RATE / 2, GAP = RATE, FRAME = 4, MOMENT = RATE / 10 * FRAME };

static const struct sound shape = {.rate = RATE, .channels = 2, .format = SAMPLE_S16};

static struct sound silence(uint64_t frames)
{
    struct sound sound = fading_noise(shape, 0, frames);

    memset(sound.bytes, 0, sound.size);
    return sound;
}

/* One sound, the silence, the other one. */
static struct sound apart(const struct sound *a, const struct sound *b, uint64_t frames)
{
    struct sound gap = silence(frames), begun = sound_join(a, &gap), all = sound_join(&begun, b);

    sound_free(&begun);
    sound_free(&gap);
    return all;
}

struct pair {
    struct stage *stage;
    struct sound a, b, all;
    struct fading_listener listener;
    struct stage_process *rondo;
};

static struct pair start(void **state, const char *first)
{
    struct pair p = {.stage = *state};

    p.a = fading_file(p.stage, "a.wav", shape, 1, LENGTH);
    p.b = fading_file(p.stage, "b.wav", shape, 2, LENGTH);
    p.all = apart(&p.a, &p.b, GAP);
    p.listener = fading_listen(p.stage);
    if (strcmp(first, "a.wav") != 0)
        assert_int_equal(
            stage_run(p.stage, "sh", "-c", "flac -s -c a.wav | cat >\"$0\"", first, NULL)->status,
            0);
    p.rondo =
        stage_play(p.stage, "-q", "--gap=1", "--buffer=0.5", "-o", "raw:out", first, "b.wav", NULL);
    return p;
}

static void hear_the_gap(struct pair *p)
{
    fading_hear(&p->listener, p->a.size + (size_t)GAP * FRAME / 2);
    assert_int_equal((int)stage_number(stage_status(p->rondo), "track"), 1);
}

static void finish(struct pair *p)
{
    sound_free(&p->a);
    sound_free(&p->b);
    sound_free(&p->all);
}

static void expect_all(struct pair *p, const char *what)
{
    fading_hear_out(&p->listener, p->rondo);
    fading_assert(&p->listener, &p->all, what);
    finish(p);
}

static void silence_is_between_two_tracks_and_not_behind_the_last(void **state)
{
    struct pair p = start(state, "a.wav");

    expect_all(&p, "two tracks");
}

static void a_producer_killed_in_the_silence_leaves_it_as_long(void **state)
{
    struct pair p = start(state, "a.wav");

    for (size_t at = MOMENT; at < p.all.size - MOMENT; at += MOMENT) {
        fading_hear(&p.listener, at);
        fading_kill_producer(p.rondo);
    }
    expect_all(&p, "killed all along");
}

/* FLAC that was written to a pipe does not say how long it is. */
static void it_is_so_after_a_track_whose_length_is_not_known(void **state)
{
    struct pair p = start(state, "pipe.flac");

    fading_hear(&p.listener, p.a.size);
    for (size_t at = p.a.size; at < p.a.size + (size_t)GAP * FRAME; at += MOMENT) {
        fading_hear(&p.listener, at);
        fading_kill_producer(p.rondo);
    }
    expect_all(&p, "length unknown");
}

static void the_place_stays_at_the_end_meanwhile_and_a_pause_changes_nothing(void **state)
{
    struct pair p = start(state, "a.wav");

    hear_the_gap(&p);
    assert_int_equal((int)stage_number(stage_status(p.rondo), "frame"), LENGTH);
    fading_ask(p.rondo, "pause", NULL);
    fading_ask(p.rondo, "play", NULL);
    expect_all(&p, "paused");
}

static void who_moves_on_or_back_in_the_silence_hears_that_at_once(void **state)
{
    struct pair p = start(state, "a.wav");
    struct sound rest;

    hear_the_gap(&p);
    fading_ask(p.rondo, "seek", "-0.25");
    rest = sound_part(&p.all, LENGTH / 2, fading_frames(&p.all) - LENGTH / 2);
    fading_hear(&p.listener, p.listener.size + rest.size - (size_t)GAP * FRAME / 2);
    fading_ask(p.rondo, "next", NULL);
    fading_hear_out(&p.listener, p.rondo);
    assert_true(p.listener.size > p.b.size + (size_t)LENGTH / 2 * FRAME);
    assert_memory_equal(p.listener.bytes + p.listener.size - p.b.size, p.b.bytes, p.b.size);
    free(p.listener.bytes);
    sound_free(&rest);
    finish(&p);
}

static void a_change_of_the_list_in_the_silence_does_not_lengthen_it(void **state)
{
    struct pair p = start(state, "a.wav");
    struct sound all = apart(&p.all, &p.a, GAP);

    hear_the_gap(&p);
    fading_ask(p.rondo, "insert", "next a.wav");
    fading_ask(p.rondo, "move", "2 3");
    fading_hear_out(&p.listener, p.rondo);
    fading_assert(&p.listener, &all, "inserted, and moved away");
    sound_free(&all);
    finish(&p);
}

static void parts_of_one_file_stay_together(void **state)
{
    static const char sheet[] = "FILE a.wav WAVE\nTRACK 1 AUDIO\nINDEX 01 0:0:0\n"
                                "TRACK 2 AUDIO\nINDEX 01 0:0:15\n";
    struct pair p = start(state, "a.wav");

    expect_all(&p, "before");
    p.a = fading_file(*state, "a.wav", shape, 1, LENGTH);
    p.b = fading_file(*state, "b.wav", shape, 2, LENGTH);
    p.all = apart(&p.a, &p.b, GAP / 2);
    stage_write(*state, "a.cue", sheet, strlen(sheet));
    assert_int_equal(stage_wait(stage_play(*state, "-q", "--gap=0.5", "-o", "raw:out.raw", "a.cue",
                                           "b.wav", NULL)),
                     0);
    sound_assert_file(*state, &p.all, "out.raw");
    finish(&p);
}

static void it_can_be_changed_while_it_plays_and_wrong_lengths_are_told(void **state)
{
    static const char *const wrong[] = {"61", "-1", "1:00", "", "x", "0.5s"};
    struct pair p = start(state, "a.wav");
    struct sound plain = sound_join(&p.a, &p.b);
    struct stage_process *ctl;

    fading_hear(&p.listener, MOMENT);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        ctl = stage_ctl(p.rondo, "gap", wrong[i], NULL);
        assert_int_not_equal(ctl->status, 0);
        assert_non_null(strstr(stage_errors(ctl), "is not a number from 0 to 60 seconds"));
    }
    ctl = stage_ctl(p.rondo, "crossfade", "31", NULL);
    assert_non_null(strstr(stage_errors(ctl), "is not a number from 0 to 30 seconds"));
    assert_int_equal((int)stage_number(stage_status(p.rondo), "gap_s"), 1);
    fading_ask(p.rondo, "gap", "0");
    fading_hear_out(&p.listener, p.rondo);
    fading_assert(&p.listener, &plain, "no gap after all");
    sound_free(&plain);
    finish(&p);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(silence_is_between_two_tracks_and_not_behind_the_last),
        ON_STAGE(a_producer_killed_in_the_silence_leaves_it_as_long),
        ON_STAGE(it_is_so_after_a_track_whose_length_is_not_known),
        ON_STAGE(the_place_stays_at_the_end_meanwhile_and_a_pause_changes_nothing),
        ON_STAGE(who_moves_on_or_back_in_the_silence_hears_that_at_once),
        ON_STAGE(a_change_of_the_list_in_the_silence_does_not_lengthen_it),
        ON_STAGE(parts_of_one_file_stay_together),
        ON_STAGE(it_can_be_changed_while_it_plays_and_wrong_lengths_are_told),
    };

    return cmocka_run_group_tests_name("gap", tests, NULL, NULL);
}
