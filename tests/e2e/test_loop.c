/*
 * test_loop.c - parts of tracks: repeated, begun late, cut short; with the producer killed within.
 */
#include "tests/e2e/modes.h"

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

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_part_of_a_track_is_repeated_until_that_is_switched_off),
        ON_STAGE(a_part_can_be_chosen_while_it_plays_and_next_leaves_it),
        ON_STAGE(a_part_that_is_over_already_begins_at_once),
        ON_STAGE(a_producer_killed_within_a_repeated_part_costs_no_frame),
        ON_STAGE(a_part_behind_the_end_is_one_clear_line),
        ON_STAGE(the_last_track_of_the_list_ends_where_it_is_told_to),
        ON_STAGE(a_track_of_a_cue_sheet_ends_and_repeats_within_itself),
    };

    return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
