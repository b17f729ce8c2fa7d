/*
 * test_engine_orders.c - what the engine does when the player wants a pause or other music, and
 * what it thinks of blocks that cannot be true.
 */
#include "tests/unit/engine_fixture.h"

static void a_pause_drops_what_is_unheard_and_plays_just_that_afterwards(void **state)
{
    struct stage *stage = *state;
    int set = ring_set_id(stage->ring);

    stage_play_until(stage, 0);
    for (uint64_t frames = 123; frames < 3800; frames += 523) {
        stage_let_play(stage, frames);
        assert_int_equal(ring_pause(stage->ring), 0);
        stage_let_all_play(stage); /* no more than a piece of it, for the engine looks up then */
        stage_expect(stage, REPORT_SILENT);
        assert_true(ring_fixture_await(semset_waiting_zero, set, SEM_PAUSED, 1));
        assert_int_equal(stage->output->fill, 0);
        assert_int_equal(semset_value(set, SEM_FREE) + semset_value(set, SEM_FILLED), STAGE_SLOTS);
        atomic_store(&stage->output->allowed, atomic_load(&stage->output->played));
        assert_int_equal(ring_heard(stage->ring).total, atomic_load(&stage->output->played));
        assert_int_equal(ring_resume(stage->ring), 0);
    }
    stage_put_end(stage, 1, 0, 8);
    stage_let_all_play(stage);
    stage_expect(stage, REPORT_ENDED);
    assert_int_equal(atomic_load(&stage->output->played), 8 * STAGE_FRAMES);
    stage_expect_frames(stage, 0, 0, 0, 8 * STAGE_FRAMES);
}

static void a_gate_that_is_shut_before_the_first_sound_lets_none_out(void **state)
{
    struct stage *stage = *state;

    assert_int_equal(ring_pause(stage->ring), 0);
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 3);
    stage_start(stage);
    assert_true(ring_fixture_await(semset_waiting_zero, ring_set_id(stage->ring), SEM_PAUSED, 1));
    assert_int_equal(atomic_load(&stage->output->starts), 0);
    assert_int_equal(ring_resume(stage->ring), 0);
    stage_await_played(stage, 3 * STAGE_FRAMES);
    stage_expect_frames(stage, 0, 0, 0, 3 * STAGE_FRAMES);
}

static void new_orders_throw_the_old_blocks_away_and_begin_with_the_first_new_one(void **state)
{
    struct stage *stage = *state;
    uint64_t played;

    stage_play_until(stage, 777);
    stage_orders(stage, 2);
    stage_put_blocks(stage, 2, 1, 0, 4);
    stage_put_end(stage, 2, 1, 4);
    stage_let_all_play(stage);
    assert_int_equal(stage_expect(stage, REPORT_STARTED).epoch, 2);
    assert_int_equal(stage_expect(stage, REPORT_ENDED).track, 1);
    stage_await_empty(stage);
    played = atomic_load(&stage->output->played) - 4 * STAGE_FRAMES;
    assert_in_range(played, 777, 777 + STAGE_CAPACITY);
    stage_expect_frames(stage, 0, 0, 0, (uint32_t)played);
    stage_expect_frames(stage, played, 1, 0, 4 * STAGE_FRAMES);
}

static void old_blocks_that_are_all_in_the_device_free_their_slots_too(void **state)
{
    struct stage *stage = *state;

    atomic_store(&stage->output->allowed, 0);
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 2); /* as much as the device holds */
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    stage_let_play(stage, 300);
    stage_orders(stage, 2);
    stage_let_all_play(stage);
    stage_put_blocks(stage, 2, 1, 0, 2);
    stage_put_end(stage, 2, 1, 2);
    stage_expect(stage, REPORT_STARTED);
    stage_expect(stage, REPORT_ENDED);
    stage_await_empty(stage);
    stage_expect_frames(stage, atomic_load(&stage->output->played) - 2 * STAGE_FRAMES, 1, 0,
                        2 * STAGE_FRAMES);
}

/* Of a track that was heard up to frame 777 or a little later, all is played anew. */
static void expect_all_played(struct stage *stage, uint32_t track)
{
    uint64_t before;

    stage_orders(stage, 2);
    stage_put_blocks(stage, 2, track, 0, 4);
    stage_put_end(stage, 2, track, 4);
    stage_let_all_play(stage);
    stage_expect(stage, REPORT_STARTED);
    stage_expect(stage, REPORT_ENDED);
    before = atomic_load(&stage->output->played) - 4 * STAGE_FRAMES;
    assert_in_range(before, 777, 777 + STAGE_CAPACITY);
    stage_expect_frames(stage, before, track, 0, 4 * STAGE_FRAMES);
}

static void orders_to_go_back_play_what_was_heard_before(void **state)
{
    stage_play_until(*state, 777);
    expect_all_played(*state, 0);
}

static void orders_that_go_on_play_no_frame_twice(void **state)
{
    struct stage *stage = *state;

    stage_play_until(stage, 777);
    atomic_store(&ring_segment(stage->ring)->goes_on, 2);
    stage_orders(stage, 2);
    stage_put_blocks(stage, 2, 0, 1, 8); /* from a frame that was heard before */
    stage_put_end(stage, 2, 0, 8);
    stage_let_all_play(stage);
    assert_int_equal(stage_expect(stage, REPORT_STARTED).epoch, 2);
    stage_expect(stage, REPORT_ENDED);
    assert_int_equal(atomic_load(&stage->output->played), 8 * STAGE_FRAMES);
    stage_expect_frames(stage, 0, 0, 0, 8 * STAGE_FRAMES);
}

static void orders_that_go_on_with_another_track_play_all_of_it(void **state)
{
    struct stage *stage = *state;

    stage_play_until(stage, 777);
    atomic_store(&ring_segment(stage->ring)->goes_on, 2);
    expect_all_played(stage, 1);
}

static void the_first_block_of_new_orders_is_played_though_it_came_into_an_empty_ring(void **state)
{
    struct stage *stage = *state;
    int set = ring_set_id(stage->ring);

    stage_orders(stage, 1);
    stage_start(stage);
    for (uint32_t epoch = 2; epoch < 12; epoch++) {
        uint64_t before = atomic_load(&stage->output->played);

        assert_true(ring_fixture_await(semset_waiting_grow, set, SEM_FILLED, 1));
        stage_orders(stage, epoch);
        stage_put_blocks(stage, epoch, epoch, 0, 1);
        stage_put_end(stage, epoch, epoch, 1);
        stage_await_empty(stage);
        assert_int_equal(atomic_load(&stage->output->played) - before, STAGE_FRAMES);
        stage_expect_frames(stage, before, epoch, 0, STAGE_FRAMES);
    }
}

static void new_orders_in_a_pause_are_followed_after_it(void **state)
{
    struct stage *stage = *state;
    uint64_t played;

    stage_play_until(stage, 600);
    assert_int_equal(ring_pause(stage->ring), 0);
    stage_let_all_play(stage);
    stage_expect(stage, REPORT_SILENT);
    stage_orders(stage, 2);
    stage_put_blocks(stage, 2, 1, 0, 3);
    assert_true(ring_fixture_await(semset_waiting_zero, ring_set_id(stage->ring), SEM_PAUSED, 1));
    played = atomic_load(&stage->output->played);
    assert_int_equal(ring_resume(stage->ring), 0);
    assert_int_equal(stage_expect(stage, REPORT_STARTED).track, 1);
    stage_await_empty(stage);
    assert_int_equal(atomic_load(&stage->output->played), played + 3 * STAGE_FRAMES);
    stage_expect_frames(stage, played, 1, 0, 3 * STAGE_FRAMES);
}

static void a_gate_opened_for_a_moment_lets_stale_blocks_out_and_no_sound(void **state)
{
    struct stage *stage = *state;
    int set = ring_set_id(stage->ring);
    uint64_t played;

    stage_play_until(stage, 600);
    assert_int_equal(ring_pause(stage->ring), 0);
    stage_let_all_play(stage);
    stage_expect(stage, REPORT_SILENT);
    played = atomic_load(&stage->output->played);
    stage_orders(stage, 2);
    assert_true(ring_fixture_await(semset_waiting_zero, set, SEM_PAUSED, 1));
    assert_int_equal(ring_resume(stage->ring), 0);
    assert_int_equal(ring_pause(stage->ring), 0);
    stage_await_empty(stage);
    assert_int_equal(ring_paused(stage->ring), 1);
    assert_int_equal(atomic_load(&stage->output->played), played);
}

static void bad_blocks_are_reported_once_and_not_played(void **state)
{
    struct stage *stage = *state;
    uint32_t slot;

    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 2);
    for (int i = 0; i < 2; i++) { /* in slots 2 and 3 */
        assert_int_equal(ring_producer_claim(stage->ring), 0);
        memset(ring_producer_block(stage->ring), 0xff - i, sizeof(struct block_header));
        assert_int_equal(ring_producer_commit(stage->ring), 0);
    }
    stage_put_blocks(stage, 1, 0, 2, 4);
    stage_put_end(stage, 1, 0, 4);
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    slot = stage_expect(stage, REPORT_BAD_BLOCK).value;
    assert_int_equal(slot, 2);
    stage_expect(stage, REPORT_ENDED);
    stage_await_empty(stage);
    assert_int_equal(atomic_load(&stage->output->played), 4 * STAGE_FRAMES);
    stage_expect_frames(stage, 0, 0, 0, 4 * STAGE_FRAMES);
}

static void a_bad_header_says_nothing_of_what_was_heard(void **state)
{
    struct stage *stage = *state;
    struct block_header *block;

    stage_orders(stage, 1);
    assert_int_equal(ring_producer_claim(stage->ring), 0);
    block = ring_producer_block(stage->ring);
    *block = (struct block_header){.sequence = 1000000, .epoch = 1};
    assert_int_equal(ring_producer_commit(stage->ring), 0);
    stage_put_blocks(stage, 1, 0, 0, 3);
    stage_put_end(stage, 1, 0, 3);
    stage_start(stage);
    stage_expect(stage, REPORT_BAD_BLOCK);
    stage_expect(stage, REPORT_STARTED);
    stage_expect(stage, REPORT_ENDED);
    assert_int_equal(ring_heard(stage->ring).sequence, 4);
    stage_expect_frames(stage, 0, 0, 0, 3 * STAGE_FRAMES);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(a_pause_drops_what_is_unheard_and_plays_just_that_afterwards),
        STAGE_TEST(a_gate_that_is_shut_before_the_first_sound_lets_none_out),
        STAGE_TEST(new_orders_throw_the_old_blocks_away_and_begin_with_the_first_new_one),
        STAGE_TEST(old_blocks_that_are_all_in_the_device_free_their_slots_too),
        STAGE_TEST(orders_to_go_back_play_what_was_heard_before),
        STAGE_TEST(orders_that_go_on_play_no_frame_twice),
        STAGE_TEST(orders_that_go_on_with_another_track_play_all_of_it),
        STAGE_TEST(the_first_block_of_new_orders_is_played_though_it_came_into_an_empty_ring),
        STAGE_TEST(new_orders_in_a_pause_are_followed_after_it),
        STAGE_TEST(a_gate_opened_for_a_moment_lets_stale_blocks_out_and_no_sound),
        STAGE_TEST(bad_blocks_are_reported_once_and_not_played),
        STAGE_TEST(a_bad_header_says_nothing_of_what_was_heard),
    };
    return cmocka_run_group_tests_name("engine_orders", tests, NULL, NULL);
}
