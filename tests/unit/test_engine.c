/*
 * test_engine.c - the consumer's loop while nothing is wrong: every frame once and in order,
 * the reports, the volume, the end of tracks and of the ring.
 */
#include "tests/unit/engine_fixture.h"

enum { BLOCKS = 40 };

static void play_two_tracks(struct stage *stage)
{
    stage_orders(stage, 1);
    stage_start(stage);
    stage_put_blocks(stage, 1, 0, 0, BLOCKS);
    stage_put_end(stage, 1, 0, BLOCKS);
    stage_put_blocks(stage, 1, 1, 0, BLOCKS);
    stage_put_end(stage, 1, 1, BLOCKS);
}

static void expect_two_tracks(struct stage *stage)
{
    struct report report = stage_expect(stage, REPORT_STARTED);

    assert_int_equal(report.epoch, 1);
    assert_int_equal(report.track, 0);
    assert_int_equal(report.value, 0);
    /* The next track may be written before the last frame of this one has been heard. */
    for (int i = 0; i < 2; i++) {
        report = stage_report(stage);
        assert_true(report.kind == REPORT_STARTED || report.kind == REPORT_ENDED);
        assert_int_equal(report.track, report.kind == REPORT_STARTED);
    }
    report = stage_expect(stage, REPORT_ENDED);
    assert_int_equal(report.track, 1);
    stage_await_empty(stage);
    assert_int_equal(atomic_load(&stage->output->played), 2 * BLOCKS * STAGE_FRAMES);
    stage_expect_frames(stage, 0, 0, 0, BLOCKS * STAGE_FRAMES);
    stage_expect_frames(stage, BLOCKS * STAGE_FRAMES, 1, 0, BLOCKS * STAGE_FRAMES);
    assert_int_equal(ring_heard(stage->ring).total, 2 * BLOCKS * STAGE_FRAMES);
    assert_true(ring_fixture_await(semset_waiting_grow, ring_set_id(stage->ring), SEM_FILLED, 1));
    assert_int_equal(ring_remove(stage->ring), 0);
    assert_int_equal(stage_end(stage), 0);
    assert_int_equal(stage_report(stage).kind, 0);
}

static void a_device_plays_every_frame_once_and_in_order(void **state)
{
    struct stage *stage = *state;

    play_two_tracks(stage);
    expect_two_tracks(stage);
    assert_int_equal(atomic_load(&stage->output->starts), 1);
    assert_true(atomic_load(&ring_segment(stage->ring)->beat) > 0);
}

static void a_file_gets_every_frame_once_and_in_order(void **state)
{
    struct stage *stage = *state;

    stage->ops = &fake_file;
    play_two_tracks(stage);
    expect_two_tracks(stage);
    assert_int_equal(atomic_load(&stage->output->starts), 1);
}

static void a_device_that_must_be_fed_gets_silence_only_where_there_is_no_sound(void **state)
{
    struct stage *stage = *state;

    stage->output->hungry = 1;
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 4);
    stage_put_end(stage, 1, 0, 4);
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    stage_expect(stage, REPORT_ENDED);
    stage_await_empty(stage);
    stage_expect_frames(stage, 0, 0, 0, 4 * STAGE_FRAMES);
    for (uint64_t i = 4 * STAGE_FRAMES; i < atomic_load(&stage->output->played); i++)
        assert_int_equal(stage->output->record[i], 0);
    assert_int_equal(ring_heard(stage->ring).total, 4 * STAGE_FRAMES);
}

static void a_block_is_committed_when_it_was_heard_and_not_before(void **state)
{
    struct stage *stage = *state;

    atomic_store(&stage->output->allowed, 0);
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 8);
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    assert_true(ring_fixture_await(semset_value, ring_set_id(stage->ring), SEM_FILLED, 5));
    assert_int_equal(semset_value(ring_set_id(stage->ring), SEM_TAIL), 0);
    assert_int_equal(semset_value(ring_set_id(stage->ring), SEM_FREE), 8);
    atomic_store(&stage->output->allowed, STAGE_FRAMES - 1);
    stage_await_played(stage, STAGE_FRAMES - 1);
    assert_int_equal(semset_value(ring_set_id(stage->ring), SEM_TAIL), 0);
    atomic_store(&stage->output->allowed, STAGE_FRAMES + 300);
    assert_true(ring_fixture_await(semset_value, ring_set_id(stage->ring), SEM_TAIL, 1));
    assert_int_equal(semset_value(ring_set_id(stage->ring), SEM_FREE), 9);
    atomic_store(&stage->output->allowed, UINT64_MAX);
    stage_await_empty(stage);
    stage_expect_frames(stage, 0, 0, 0, 8 * STAGE_FRAMES);
}

static void the_volume_scales_the_samples(void **state)
{
    struct stage *stage = *state;

    atomic_store(&ring_segment(stage->ring)->volume, 500);
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 2, 0, 4);
    stage_put_end(stage, 1, 2, 4);
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    stage_expect(stage, REPORT_ENDED);
    for (int32_t i = 0; i < 4 * STAGE_FRAMES; i += 2)
        assert_int_equal(stage->output->record[i], STAGE_TRACK + i / 2);
}

static void a_ring_that_runs_empty_in_mid_track_is_reported_once(void **state)
{
    struct stage *stage = *state;

    stage_orders(stage, 1);
    stage_start(stage);
    stage_put_blocks(stage, 1, 0, 0, 4);
    stage_expect(stage, REPORT_STARTED);
    assert_int_equal(stage_expect(stage, REPORT_UNDERRUN).value, 1);
    stage_put_blocks(stage, 1, 0, 4, 6);
    assert_int_equal(stage_expect(stage, REPORT_UNDERRUN).value, 2);
    stage_put_blocks(stage, 1, 0, 6, 8);
    stage_put_end(stage, 1, 0, 8);
    while (true) { /* the feeder here may be slower than the engine, and that counts too */
        struct report report = stage_report(stage);

        if (report.kind == REPORT_ENDED)
            break;
        assert_int_equal(report.kind, REPORT_UNDERRUN);
    }
    stage_await_empty(stage);
    assert_int_equal(atomic_load(&stage->output->played), 8 * STAGE_FRAMES);
    stage_expect_frames(stage, 0, 0, 0, 8 * STAGE_FRAMES);
}

static void a_block_with_a_few_frames_left_is_no_gap_when_another_is_there(void **state)
{
    struct stage *stage = *state;

    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 4);
    stage_put_end(stage, 1, 0, 4);
    ring_set_heard(stage->ring, &(const struct ring_heard){.sequence = 1, .frames = 495});
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    stage_expect(stage, REPORT_ENDED);
    stage_expect_frames(stage, 0, 0, 495, 4 * STAGE_FRAMES);
}

static void a_device_that_ran_dry_is_reported_with_its_count(void **state)
{
    struct stage *stage = *state;

    atomic_store(&stage->output->underruns, 7);
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 8);
    stage_put_end(stage, 1, 0, 8);
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    assert_int_equal(stage_expect(stage, REPORT_XRUN).value, 7);
    stage_expect(stage, REPORT_ENDED);
}

static void a_removed_ring_ends_it_wherever_it_is(void **state)
{
    struct stage *stage = *state;

    atomic_store(&stage->output->allowed, 700);
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 8);
    stage_start(stage);
    stage_await_played(stage, 700);
    assert_int_equal(ring_remove(stage->ring), 0);
    atomic_store(&stage->output->allowed, UINT64_MAX);
    assert_int_equal(stage_end(stage), 0);
}

static void what_a_dead_consumer_had_heard_of_the_second_block_is_not_heard_again(void **state)
{
    struct stage *stage = *state;

    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 3);
    ring_set_heard(stage->ring, &(const struct ring_heard){
                                    .sequence = 2, .frames = 200, .total = STAGE_FRAMES + 200});
    stage_start(stage);
    stage_await_empty(stage);
    assert_int_equal(atomic_load(&stage->output->played), 2 * STAGE_FRAMES - 200);
    assert_int_equal(ring_heard(stage->ring).total, 3 * STAGE_FRAMES);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(a_device_plays_every_frame_once_and_in_order),
        STAGE_TEST(a_file_gets_every_frame_once_and_in_order),
        STAGE_TEST(a_device_that_must_be_fed_gets_silence_only_where_there_is_no_sound),
        STAGE_TEST(a_block_is_committed_when_it_was_heard_and_not_before),
        STAGE_TEST(the_volume_scales_the_samples),
        STAGE_TEST(a_ring_that_runs_empty_in_mid_track_is_reported_once),
        STAGE_TEST(a_block_with_a_few_frames_left_is_no_gap_when_another_is_there),
        STAGE_TEST(a_device_that_ran_dry_is_reported_with_its_count),
        STAGE_TEST(a_removed_ring_ends_it_wherever_it_is),
        STAGE_TEST(what_a_dead_consumer_had_heard_of_the_second_block_is_not_heard_again),
    };
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
