/*
 * test_modes.c - repeat, shuffle, loop and end: frame by frame, what should be heard is.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"

enum { LONG = 132300, SHORT = 11025, SOON = 4000, MS = NUMBERS_RATE / 100 }; /* frames; of 10 ms */

/* a.wav, the longest, and b.wav to e.wav; their frames say who they are. */
static void write_tracks(struct stage *stage)
{
    char file[] = "a.wav";

    for (uint32_t i = 0; i < 5; i++) {
        file[0] = (char)('a' + i);
        numbers_write(stage, file, i + 1, i == 0 ? LONG : SHORT);
    }
    stage_card(stage, &(struct card_options){0});
}

static void ask(struct stage_process *rondo, const char *verb, const char *word)
{
    struct stage_process *ctl = stage_ctl(rondo, verb, word, NULL);

    if (ctl->status != 0)
        fail_msg("%s: %s", verb, stage_errors(ctl));
}

static void kill_producer(struct stage_process *rondo)
{
    double restarts = stage_number(stage_status(rondo), "restarts.producer");

    kill(control_pids(rondo).producer, SIGKILL);
    stage_await_number(rondo, "restarts.producer", restarts + 1);
}

/* Until there are so many runs, and so many frames of the last of them; or more runs. */
static void await_round(struct stage *stage, struct stage_process *rondo, size_t count,
                        uint32_t frames)
{
    bool there = false;

    for (uint64_t since = 0; !there; stage_tick(rondo, &since, "the next round")) {
        struct numbers heard = {0};

        if (card_recorded(&stage->card) > 0)
            heard = numbers_heard(stage);
        there =
            heard.count > count || (heard.count == count && heard.runs[count - 1].count >= frames);
        free(heard.runs);
    }
}

static bool same_run(const struct numbers_run *a, const struct numbers_run *b)
{
    return a->track == b->track && a->first == b->first && (a->count == b->count || b->count == 0);
}

/*
 * The card has played the first run, then that round any number of times, for a slow machine may
 * hear more of them until somebody is told to end it, and then these `count` runs.
 */
static void assert_rounds(struct stage *stage, struct numbers_run first, struct numbers_run round,
                          const struct numbers_run *last, size_t count)
{
    struct numbers heard = numbers_heard(stage);

    for (size_t i = 0; i < heard.count; i++) {
        const struct numbers_run *run = &heard.runs[i], *expected = &round;

        if (i == 0 && heard.count > count)
            expected = &first;
        else if (i + count >= heard.count)
            expected = &last[i + count - heard.count];
        if (!same_run(run, expected))
            fail_msg(
                "run %zu of %zu is track %u, %u frames from %u on; not track %u, %u from %u on", i,
                heard.count, run->track, run->count, run->first, expected->track, expected->count,
                expected->first);
    }
    assert_true(heard.count > count);
    free(heard.runs);
}
#define ASSERT_ROUNDS(stage, first, round, ...)                                                    \
    assert_rounds(stage, first, round, (const struct numbers_run[]){__VA_ARGS__},                  \
                  sizeof((const struct numbers_run[]){__VA_ARGS__}) / sizeof(struct numbers_run))
#define RUN(...) ((struct numbers_run){__VA_ARGS__})

static void a_list_is_repeated_without_a_gap_until_that_is_switched_off(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    size_t size;

    write_tracks(stage);
    rondo = stage_play(stage, "--repeat=all", "-o", "sim,record=heard.wav", "b.wav", "c.wav", NULL);
    stage_await_number(rondo, "ring.epoch", 1);
    stage_await_errors(rondo, "2/2 c.wav (0:00, ");
    stage_await_errors(rondo, "s16)\n1/2 b.wav");
    ask(rondo, "repeat", "off");
    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(
        stage_run(stage, "sox", "b.wav", "c.wav", "b.wav", "c.wav", "expected.raw", NULL)->status,
        0);
    assert_int_equal(stage_run(stage, "sox", "heard.wav", "heard.raw", NULL)->status, 0);
    free(stage_read(stage, "heard.raw", &size));
    if (size == 4 * SHORT * NUMBERS_FRAME_BYTES) /* on a slow machine it is another round or more */
        assert_int_equal(stage_run(stage, "cmp", "heard.raw", "expected.raw", NULL)->status, 0);
    assert_int_equal(size % (2 * SHORT * NUMBERS_FRAME_BYTES), 0);
}

static void one_track_is_repeated_until_next(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    write_tracks(stage);
    rondo = stage_play(stage, "--repeat", "one", "--latency", "400", "b.wav", "c.wav", NULL);
    await_round(stage, rondo, 3, SOON);
    ask(rondo, "pause", NULL);
    ask(rondo, "next", NULL);
    ask(rondo, "repeat", "off");
    ask(rondo, "play", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    ASSERT_ROUNDS(stage, RUN(2, 0, SHORT), RUN(2, 0, SHORT), {2, 0, 0}, {3, 0, SHORT});
}

static void a_producer_killed_around_the_place_of_repeating_costs_no_frame(void **state)
{
    enum { MIDDLE = 44100 };
    struct stage *stage = *state;
    struct stage_process *rondo;

    write_tracks(stage);
    numbers_write(stage, "r.wav", 7, MIDDLE);
    rondo = stage_play(stage, "--repeat=one", "--buffer=0.5", "--latency=400", "r.wav", NULL);
    for (uint32_t i = 0; i < 6; i++) {
        await_round(stage, rondo, 1 + i / 2, i % 2 == 0 ? MIDDLE / 2 : SOON);
        kill_producer(rondo);
    }
    await_round(stage, rondo, 4, SOON);
    ask(rondo, "repeat", "off");
    assert_int_equal(stage_wait(rondo), 0);
    ASSERT_ROUNDS(stage, RUN(7, 0, MIDDLE), RUN(7, 0, MIDDLE), {7, 0, MIDDLE});
}

static void a_part_of_a_track_is_repeated_until_that_is_switched_off(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    write_tracks(stage);
    rondo = stage_play(stage, "--loop", "0.5-1.2", "--latency", "400", "a.wav", "b.wav", NULL);
    await_round(stage, rondo, 3, SOON);
    assert_int_equal((int)(1000 * stage_number(stage_status(rondo), "loop.to")), 1200);
    ask(rondo, "loop", "off");
    assert_int_equal((int)stage_number(stage_status(rondo), "loop.to"), -1);
    assert_int_equal(stage_wait(rondo), 0);
    ASSERT_ROUNDS(stage, RUN(1, 50 * MS, 70 * MS), RUN(1, 50 * MS, 70 * MS),
                  {1, 50 * MS, LONG - 50 * MS}, {2, 0, SHORT});
}

static void a_part_can_be_chosen_while_it_plays_and_next_leaves_it(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    write_tracks(stage);
    rondo = stage_play(stage, "--latency", "400", "a.wav", "b.wav", "c.wav", NULL);
    await_round(stage, rondo, 1, SOON);
    ask(rondo, "loop", "2-2.4");
    await_round(stage, rondo, 3, SOON);
    ask(rondo, "next", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    ASSERT_ROUNDS(stage, RUN(1, 0, 240 * MS), RUN(1, 200 * MS, 40 * MS), {1, 200 * MS, 0},
                  {2, 0, SHORT}, {3, 0, SHORT});
}

static void a_part_that_is_over_already_begins_at_once(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    write_tracks(stage);
    rondo = stage_play(stage, "--start", "1", "--latency", "400", "a.wav", NULL);
    await_round(stage, rondo, 1, SOON);
    ask(rondo, "loop", "0-0.3");
    await_round(stage, rondo, 3, SOON);
    ask(rondo, "quit", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    ASSERT_ROUNDS(stage, RUN(1, 100 * MS, 0), RUN(1, 0, 30 * MS), {1, 0, 0});
}

static void a_producer_killed_within_a_repeated_part_costs_no_frame(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    write_tracks(stage);
    rondo = stage_play(stage, "--loop=0.1-0.8", "--buffer=0.5", "--latency=400", "a.wav", NULL);
    for (uint32_t i = 1; i <= 3; i++) {
        await_round(stage, rondo, i, SOON);
        kill_producer(rondo);
    }
    await_round(stage, rondo, 4, SOON);
    ask(rondo, "loop", "off");
    assert_int_equal(stage_wait(rondo), 0);
    ASSERT_ROUNDS(stage, RUN(1, 10 * MS, 70 * MS), RUN(1, 10 * MS, 70 * MS),
                  {1, 10 * MS, LONG - 10 * MS});
}

static void a_part_behind_the_end_is_one_clear_line(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    write_tracks(stage);
    rondo = stage_play(stage, "-q", "--loop", "10-20", "a.wav", "b.wav", NULL);
    assert_int_equal(stage_wait(rondo), 1);
    assert_string_equal(stage_errors(rondo),
                        "rondo: a.wav: the part to be repeated is behind its end\n");
    NUMBERS_ASSERT(stage, {2, 0, SHORT});
}

static void the_last_track_of_the_list_ends_where_it_is_told_to(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    write_tracks(stage);
    rondo = stage_play(stage, "--start", "1", "--end", "0.1", "a.wav", "b.wav", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    NUMBERS_ASSERT(stage, {1, 100 * MS, LONG - 100 * MS}, {2, 0, 10 * MS});
}

static void a_track_of_a_cue_sheet_ends_and_repeats_within_itself(void **state)
{
    static const char sheet[] = "FILE a.wav WAVE\nTRACK 1 AUDIO\nINDEX 01 0:0:15\n"
                                "TRACK 2 AUDIO\nINDEX 01 0:1:0\n";
    struct stage *stage = *state;
    struct stage_process *rondo;

    write_tracks(stage);
    stage_write(stage, "d.cue", sheet, strlen(sheet));
    rondo = stage_play(stage, "--loop=0.2-0.5", "--end=0.3", "--latency=400", "d.cue", NULL);
    await_round(stage, rondo, 2, SOON);
    ask(rondo, "loop", "off");
    assert_int_equal(stage_wait(rondo), 0);
    ASSERT_ROUNDS(stage, RUN(1, 40 * MS, 30 * MS), RUN(1, 40 * MS, 30 * MS), {1, 40 * MS, 90 * MS});
}

static void shuffle_plays_each_track_once_and_the_same_again_with_its_seed(void **state)
{
    struct stage *stage = *state;
    size_t size;
    uint8_t *a, *b;

    write_tracks(stage);
    for (int i = 0; i < 2; i++)
        assert_int_equal(stage_wait(stage_play(stage, "-q", "--shuffle", "--seed=11", "-o",
                                               i == 0 ? "raw:first.raw" : "raw:again.raw", "b.wav",
                                               "c.wav", "d.wav", "e.wav", NULL)),
                         0);
    a = stage_read(stage, "first.raw", &size);
    assert_int_equal(size, 4 * SHORT * NUMBERS_FRAME_BYTES);
    b = stage_read(stage, "again.raw", &size);
    assert_int_equal(size, 4 * SHORT * NUMBERS_FRAME_BYTES);
    assert_memory_equal(a, b, size);
    for (uint32_t i = 0; i < 4; i++)
        for (uint32_t j = 0; j < i; j++)
            assert_memory_not_equal(a + i * SHORT * NUMBERS_FRAME_BYTES,
                                    a + j * SHORT * NUMBERS_FRAME_BYTES,
                                    SHORT * NUMBERS_FRAME_BYTES);
    free(a);
    free(b);
}

static int file_now(struct stage_process *rondo)
{
    char file[64];

    return stage_text(stage_status(rondo), "file", file, sizeof(file))[0];
}

static void previous_goes_back_through_what_was_heard(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    int heard[5];

    write_tracks(stage);
    rondo = stage_play(stage, "--shuffle", "a.wav", "b.wav", "c.wav", "d.wav", "e.wav", NULL);
    stage_await_ready(rondo);
    ask(rondo, "pause", NULL);
    for (int i = 0; i < 5; i++) {
        heard[i] = file_now(rondo);
        for (int j = 0; j < i; j++)
            assert_int_not_equal(heard[i], heard[j]);
        assert_int_equal(stage_ctl(rondo, "next", NULL)->status, i == 4);
    }
    for (int i = 4; i > 0; i--) {
        assert_int_equal(file_now(rondo), heard[i]);
        ask(rondo, "previous", NULL);
    }
    assert_int_equal(file_now(rondo), heard[0]);
    ask(rondo, "shuffle", "off");
    assert_int_equal(file_now(rondo), heard[0]);
    ask(rondo, "shuffle", "on");
    for (int i = 0; i < 4; i++)
        ask(rondo, "next", NULL);
    assert_int_equal(stage_ctl(rondo, "next", NULL)->status, 1);
    ask(rondo, "quit", NULL);
    assert_int_equal(stage_wait(rondo), 0);
}

static void a_list_of_which_nothing_can_be_played_is_not_repeated_for_ever(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    stage_write(stage, "bad.wav", "no sound", 8);
    rondo = stage_play(stage, "-q", "--repeat=all", "-o", "null", "bad.wav", "gone.wav", NULL);
    assert_int_equal(stage_wait(rondo), 1);
    rondo = stage_play(stage, "-q", "--repeat=one", "--shuffle", "-o", "null", "bad.wav", NULL);
    assert_int_equal(stage_wait(rondo), 1);
    rondo = stage_play(stage, "-q", "--loop=1-2", "-o", "null", "bad.wav", NULL);
    assert_int_equal(stage_wait(rondo), 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_list_is_repeated_without_a_gap_until_that_is_switched_off),
        ON_STAGE(one_track_is_repeated_until_next),
        ON_STAGE(a_producer_killed_around_the_place_of_repeating_costs_no_frame),
        ON_STAGE(a_part_of_a_track_is_repeated_until_that_is_switched_off),
        ON_STAGE(a_part_can_be_chosen_while_it_plays_and_next_leaves_it),
        ON_STAGE(a_part_that_is_over_already_begins_at_once),
        ON_STAGE(a_producer_killed_within_a_repeated_part_costs_no_frame),
        ON_STAGE(a_part_behind_the_end_is_one_clear_line),
        ON_STAGE(the_last_track_of_the_list_ends_where_it_is_told_to),
        ON_STAGE(a_track_of_a_cue_sheet_ends_and_repeats_within_itself),
        ON_STAGE(shuffle_plays_each_track_once_and_the_same_again_with_its_seed),
        ON_STAGE(previous_goes_back_through_what_was_heard),
        ON_STAGE(a_list_of_which_nothing_can_be_played_is_not_repeated_for_ever),
    };

    return cmocka_run_group_tests_name("modes", tests, NULL, NULL);
}
