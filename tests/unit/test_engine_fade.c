/*
 * test_engine_fade.c - the end that the player asks for: 40 ms to silence.
 */
#include "tests/unit/engine_fixture.h"

static void a_fade_ends_in_silence_and_leaves_the_rest_unheard(void **state)
{
    enum { FADE = STAGE_RATE * 40 / 1000 };
    struct stage *stage = *state;
    const int32_t *record = stage->output->record;
    int32_t end, begin;

    stage_play_until(stage, 700);
    atomic_store(&ring_segment(stage->ring)->fade, 1);
    stage_let_all_play(stage);
    stage_expect(stage, REPORT_FADED);
    assert_int_equal(stage_end(stage), 0);
    end = (int32_t)atomic_load(&stage->output->played);
    while (record[end - 1] == 0) /* the rest of the piece in which it ended */
        end--;
    begin = end + 1 - FADE;
    assert_in_range(begin, 700, 700 + STAGE_CAPACITY);
    stage_expect_frames(stage, 0, 0, 0, (uint32_t)begin);
    for (int32_t i = 0; i < FADE - 1; i++)
        assert_in_range(record[begin + i], (begin + i) * (FADE - 1 - i) / FADE,
                        (begin + i) * (FADE - 1 - i) / FADE + 1);
    assert_int_equal(semset_value(ring_set_id(stage->ring), SEM_FREE) +
                         semset_value(ring_set_id(stage->ring), SEM_FILLED),
                     STAGE_SLOTS);
}

static void with_nothing_left_to_fade_the_fade_is_over_at_once(void **state)
{
    struct stage *stage = *state;

    atomic_store(&stage->output->allowed, 0);
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 1);
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    stage_let_play(stage, STAGE_FRAMES - 1);
    atomic_store(&ring_segment(stage->ring)->fade, 1);
    stage_let_all_play(stage);
    while (stage_report(stage).kind != REPORT_FADED)
        ;
    assert_int_equal(stage_end(stage), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(a_fade_ends_in_silence_and_leaves_the_rest_unheard),
        STAGE_TEST(with_nothing_left_to_fade_the_fade_is_over_at_once),
    };
    return cmocka_run_group_tests_name("engine_fade", tests, NULL, NULL);
}
