/*
 * test_crossfade_moves.c - a fade while somebody kills, pauses, moves, or changes the list: what
 * goes on is the same to the bit, and who moves by hand hears what he moved to, alone.
 */
#include "tests/e2e/fading.h"

enum { RATE = 44100, LENGTH = 2 * RATE, FADE = RATE, FRAME = 4, MOMENT = RATE / 10 * FRAME };

static const struct sound shape = {.rate = RATE, .channels = 2, .format = SAMPLE_S16};

/* Three tracks, and what is heard where they fade. The first is never in the middle of a sound. */
struct three {
    struct stage *stage;
    struct sound a, b, c;
    struct sound b_to_c; /* b alone, fading into c */
    struct sound all;
    struct fading_listener listener;
    struct stage_process *rondo;
};

static struct three start(void **state, const char *more)
{
    struct three t = {.stage = *state};

    t.a = fading_file(t.stage, "a.wav", shape, 1, LENGTH);
    t.b = fading_file(t.stage, "b.wav", shape, 2, LENGTH + RATE);
    t.c = fading_file(t.stage, "c.wav", shape, 3, LENGTH);
    t.b_to_c = fading_pair(&t.b, &t.c, FADE);
    t.all = fading_pair(&t.a, &t.b_to_c, FADE);
    t.listener = fading_listen(t.stage);
    t.rondo = stage_play(t.stage, "-q", "--crossfade=1", "--buffer=0.5", "-o", "raw:out", "a.wav",
                         "b.wav", "c.wav", more, NULL);
    return t;
}

static void finish(struct three *t)
{
    sound_free(&t->a);
    sound_free(&t->b);
    sound_free(&t->c);
    sound_free(&t->b_to_c);
    sound_free(&t->all);
}

/* Into the middle of the first fade. */
static void hear_a_fade(struct three *t)
{
    fading_hear(&t->listener, t->a.size - (size_t)FADE * FRAME / 2);
    stage_await_number(t->rondo, "track", 2);
}

static void expect_all(struct three *t, const char *what)
{
    fading_hear_out(&t->listener, t->rondo);
    fading_assert(&t->listener, &t->all, what);
    finish(t);
}

/* What was heard until now, then this from its beginning. */
static void expect_cut(struct three *t, const struct sound *then, const char *what)
{
    fading_hear_out(&t->listener, t->rondo);
    fading_assert_cut(&t->listener, &t->all, then, what);
    finish(t);
}

static void a_producer_killed_all_along_leaves_every_sample_as_it_is(void **state)
{
    struct three t = start(state, NULL);

    for (size_t at = MOMENT; at < t.all.size - MOMENT; at += MOMENT) {
        fading_hear(&t.listener, at);
        if (at > t.a.size - (size_t)2 * FADE * FRAME && at < t.a.size + (size_t)FADE * FRAME)
            fading_kill_producer(t.rondo);
    }
    expect_all(&t, "killed all along");
}

static void it_is_so_in_mp3_and_vorbis_too(void **state)
{
    struct stage *stage = *state;
    char mp3[PATH_MAX], ogg[PATH_MAX];
    struct sound a = sound_decode(stage, stage_sample("rondo.mp3", mp3));
    struct sound b = sound_decode(stage, stage_sample("rondo.ogg", ogg));
    struct sound all = fading_pair(&a, &b, FADE);
    struct fading_listener listener = fading_listen(stage);
    struct stage_process *rondo =
        stage_play(stage, "-q", "--crossfade=1", "--buffer=0.5", "-o", "raw:out", mp3, ogg, NULL);

    for (size_t at = a.size - (size_t)FADE * 8 * 3 / 2; at < a.size; at += (size_t)MOMENT * 2) {
        fading_hear(&listener, at);
        fading_kill_producer(rondo);
    }
    fading_hear_out(&listener, rondo);
    fading_assert(&listener, &all, "MP3, then Ogg");
    sound_free(&all);
    sound_free(&b);
    sound_free(&a);
}

static void the_status_says_so_while_two_tracks_are_heard(void **state)
{
    static const char words[] = "\"changes\":[\"faded with the track before\"]";
    struct three t = start(state, NULL);

    fading_hear(&t.listener, MOMENT);
    assert_non_null(strstr(stage_status(t.rondo), "\"bit_perfect\":true"));
    hear_a_fade(&t);
    assert_non_null(strstr(stage_status(t.rondo), words));
    assert_non_null(strstr(stage_status(t.rondo), "\"bit_perfect\":false"));
    fading_hear(&t.listener, t.a.size + MOMENT);
    assert_null(strstr(stage_status(t.rondo), words));
    expect_all(&t, "asked what it does");
}

static void a_pause_changes_nothing(void **state)
{
    struct three t = start(state, NULL);

    hear_a_fade(&t);
    fading_ask(t.rondo, "pause", NULL);
    fading_kill_producer(t.rondo);
    fading_ask(t.rondo, "play", NULL);
    expect_all(&t, "paused, killed, and played on");
}

static void changes_of_the_list_change_only_what_is_to_come(void **state)
{
    struct three t = start(state, NULL);

    hear_a_fade(&t);
    fading_ask(t.rondo, "remove", "1");
    fading_ask(t.rondo, "add", "a.wav");
    fading_ask(t.rondo, "remove", "3");
    fading_ask(t.rondo, "insert", "next a.wav"); /* what was handed over is no longer next */
    fading_ask(t.rondo, "remove", "2");
    fading_kill_producer(t.rondo);
    fading_ask(t.rondo, "repeat", "all");
    fading_ask(t.rondo, "repeat", "off");
    expect_all(&t, "the list changed and changed back");
}

static void the_next_track_by_hand_comes_alone_and_at_once(void **state)
{
    struct three t = start(state, NULL);

    hear_a_fade(&t);
    fading_ask(t.rondo, "next", NULL);
    expect_cut(&t, &t.c, "next");
}

static void back_to_the_track_before_it_plays_all_again(void **state)
{
    struct three t = start(state, NULL);
    struct sound again = sound_part(&t.all, 0, fading_frames(&t.all));

    hear_a_fade(&t);
    fading_ask(t.rondo, "previous", NULL);
    expect_cut(&t, &again, "previous");
    sound_free(&again);
}

static void a_place_in_the_fade_that_one_goes_to_is_heard_alone(void **state)
{
    struct three t = start(state, NULL);
    struct sound rest = sound_part(&t.b_to_c, RATE / 4, fading_frames(&t.b_to_c) - RATE / 4);

    hear_a_fade(&t);
    fading_ask(t.rondo, "seek", "0.25");
    fading_kill_producer(t.rondo);
    expect_cut(&t, &rest, "a seek within the fade");
    sound_free(&rest);
}

static void the_track_that_is_faded_into_can_be_taken_out(void **state)
{
    struct three t = start(state, NULL);

    hear_a_fade(&t);
    fading_ask(t.rondo, "remove", "2");
    expect_cut(&t, &t.c, "removed");
}

static void a_track_that_is_added_while_the_last_one_ends_is_faded_into(void **state)
{
    struct three t = start(state, NULL);
    struct sound d = fading_file(t.stage, "d.wav", shape, 4, LENGTH);
    struct sound all = fading_pair(&t.all, &d, FADE);

    fading_hear(&t.listener, t.all.size - (size_t)FADE * 3 / 2 * FRAME); /* all is decoded */
    fading_ask(t.rondo, "add", "d.wav");
    fading_hear_out(&t.listener, t.rondo);
    fading_assert(&t.listener, &all, "a fourth one");
    sound_free(&all);
    sound_free(&d);
    finish(&t);
}

static void a_fade_can_be_asked_for_and_left_off_while_it_plays(void **state)
{
    struct three t = start(state, NULL);
    struct sound plain = sound_join(&t.b, &t.c), all = fading_pair(&t.a, &plain, FADE);
    const char *status;

    hear_a_fade(&t);
    fading_ask(t.rondo, "crossfade", "0");
    fading_hear_out(&t.listener, t.rondo);
    fading_assert(&t.listener, &all, "only one fade");
    assert_int_equal(stage_run(t.stage, "rm", "out", NULL)->status, 0);
    t.listener = fading_listen(t.stage);
    t.rondo =
        stage_play(t.stage, "-q", "--buffer=0.5", "-o", "raw:out", "a.wav", "b.wav", "c.wav", NULL);
    fading_hear(&t.listener, t.a.size - (size_t)FADE * 3 / 2 * FRAME); /* the end is decoded */
    fading_ask(t.rondo, "crossfade", "1");
    status = stage_status(t.rondo);
    assert_int_equal((int)stage_number(status, "crossfade_s"), 1);
    assert_int_equal((int)stage_number(status, "gap_s"), 0);
    sound_free(&all);
    sound_free(&plain);
    expect_all(&t, "asked for while it plays");
}

/*
 * After a crash one track at a time is handed over, until the next is done. So whether the last one
 * is faded into depends on when that was.
 */
static void assert_the_rest(const struct three *t, size_t from)
{
    const uint8_t *heard = t->listener.bytes;
    size_t fade = (size_t)FADE * FRAME, size = t->all.size, last = size - t->c.size;

    if (t->listener.size == size) {
        assert_memory_equal(heard + from, t->all.bytes + from, size - from);
        return;
    }
    assert_int_equal(t->listener.size, size + fade);
    assert_memory_equal(heard + from, t->all.bytes + from, last - from);
    assert_memory_equal(heard + last, t->b.bytes + t->b.size - fade, fade);
    assert_memory_equal(heard + last + fade, t->c.bytes, t->c.size);
}

/* It may be either of the two files, so the one that is nearly over is left out first. */
static void an_end_that_makes_the_producer_crash_is_left_out(void **state)
{
    static const char said[] = "rondo: a.wav: given up at 0:0";
    struct three t = start(state, NULL);
    size_t faded = t.a.size;

    fading_hear(&t.listener, faded - (size_t)FADE * FRAME + MOMENT / 2);
    /* The first may find some room left, and so be at another place than the next three. */
    for (double crash = 1; crash <= 4 && !strstr(stage_errors(t.rondo), said); crash++) {
        kill(control_pids(t.rondo).producer, SIGSEGV);
        stage_await_number(t.rondo, "restarts.producer", crash);
        stage_await_ready(t.rondo);
    }
    stage_await_errors(t.rondo, said);
    fading_hear(&t.listener, SIZE_MAX);
    close(t.listener.fifo);
    assert_int_equal(stage_wait(t.rondo), 1);
    assert_memory_equal(t.listener.bytes, t.all.bytes, faded - (size_t)FADE * FRAME + MOMENT / 2);
    assert_the_rest(&t, faded);
    free(t.listener.bytes);
    finish(&t);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_producer_killed_all_along_leaves_every_sample_as_it_is),
        ON_STAGE(it_is_so_in_mp3_and_vorbis_too),
        ON_STAGE(the_status_says_so_while_two_tracks_are_heard),
        ON_STAGE(a_pause_changes_nothing),
        ON_STAGE(changes_of_the_list_change_only_what_is_to_come),
        ON_STAGE(the_next_track_by_hand_comes_alone_and_at_once),
        ON_STAGE(back_to_the_track_before_it_plays_all_again),
        ON_STAGE(a_place_in_the_fade_that_one_goes_to_is_heard_alone),
        ON_STAGE(the_track_that_is_faded_into_can_be_taken_out),
        ON_STAGE(a_track_that_is_added_while_the_last_one_ends_is_faded_into),
        ON_STAGE(an_end_that_makes_the_producer_crash_is_left_out),
        ON_STAGE(a_fade_can_be_asked_for_and_left_off_while_it_plays),
    };

    return cmocka_run_group_tests_name("crossfade_moves", tests, NULL, NULL);
}
