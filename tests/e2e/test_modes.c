/*
 * test_modes.c - repeat and shuffle: without a gap, by the seed, with the producer killed between.
 */
#include "tests/e2e/modes.h"

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
    char file[] = "a.wav";
    int heard[5];

    /* None may end before the pause. */
    for (uint32_t i = 0; i < 5; i++, file[0]++)
        numbers_write(stage, file, i + 1, 30 * NUMBERS_RATE);
    stage_card(stage, &(struct card_options){0});
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
        ON_STAGE(shuffle_plays_each_track_once_and_the_same_again_with_its_seed),
        ON_STAGE(previous_goes_back_through_what_was_heard),
        ON_STAGE(a_list_of_which_nothing_can_be_played_is_not_repeated_for_ever),
    };

    return cmocka_run_group_tests_name("modes", tests, NULL, NULL);
}
