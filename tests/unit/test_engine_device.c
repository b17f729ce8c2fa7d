/*
 * test_engine_device.c - other formats, a device that goes and comes back, and deaths of the
 * engine's own process.
 */
#include "tests/unit/engine_fixture.h"

static void another_format_waits_for_the_old_sound(void **state)
{
    struct stage *stage = *state;

    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 3);
    stage_put_end(stage, 1, 0, 3);
    for (uint32_t i = 0; i < 3; i++)
        stage_put(stage, &(const struct stage_block){.epoch = 1,
                                                     .track = 1,
                                                     .position = (uint64_t)i * STAGE_FRAMES,
                                                     .frames = STAGE_FRAMES,
                                                     .rate = 2 * STAGE_RATE});
    stage_put_end(stage, 1, 1, 3);
    stage_start(stage);
    assert_int_equal(stage_expect(stage, REPORT_STARTED).track, 0);
    assert_int_equal(stage_expect(stage, REPORT_ENDED).track, 0);
    assert_int_equal(stage_expect(stage, REPORT_STARTED).track, 1);
    assert_int_equal(stage_expect(stage, REPORT_ENDED).track, 1);
    assert_int_equal(atomic_load(&stage->output->starts), 2);
    assert_int_equal(atomic_load(&stage->output->stops), 1);
    assert_int_equal(stage->output->played_at_stop, 3 * STAGE_FRAMES);
    assert_int_equal(stage->output->format.rate, 2 * STAGE_RATE);
    stage_expect_frames(stage, 0, 0, 0, 3 * STAGE_FRAMES);
    stage_expect_frames(stage, 3 * STAGE_FRAMES, 1, 0, 3 * STAGE_FRAMES);
}

/* Track 0, then track 1 at a rate that is refused, then track 2 at the first one's. */
static void put_an_odd_one_out(struct stage *stage)
{
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 2);
    stage_put_end(stage, 1, 0, 2);
    for (uint32_t i = 0; i < 3; i++)
        stage_put(stage, &(const struct stage_block){.epoch = 1,
                                                     .track = 1,
                                                     .position = (uint64_t)i * STAGE_FRAMES,
                                                     .frames = STAGE_FRAMES,
                                                     .rate = 12345});
    stage_put_end(stage, 1, 1, 3);
    stage_put_blocks(stage, 1, 2, 0, 2);
    stage_put_end(stage, 1, 2, 2);
}

static void expect_the_odd_one_skipped(struct stage *stage, const char *why)
{
    struct report report;

    assert_int_equal(stage_expect(stage, REPORT_STARTED).track, 0);
    assert_int_equal(stage_expect(stage, REPORT_ENDED).track, 0);
    report = stage_expect(stage, REPORT_SKIPPED);
    assert_int_equal(report.track, 1);
    assert_int_equal(report.epoch, 1);
    assert_string_equal(report.text, why);
    assert_int_equal(stage_expect(stage, REPORT_ENDED).track, 1);
    assert_int_equal(stage_expect(stage, REPORT_STARTED).track, 2);
    assert_int_equal(stage_expect(stage, REPORT_ENDED).track, 2);
    assert_int_equal(atomic_load(&stage->output->played), 4 * STAGE_FRAMES);
    stage_expect_frames(stage, 0, 0, 0, 2 * STAGE_FRAMES);
    stage_expect_frames(stage, 2 * STAGE_FRAMES, 2, 0, 2 * STAGE_FRAMES);
}

static void a_device_that_takes_nothing_like_it_has_the_track_passed_over(void **state)
{
    struct stage *stage = *state;

    stage->output->unsupported_rate = 12345;
    put_an_odd_one_out(stage);
    stage_start(stage);
    expect_the_odd_one_skipped(stage, "not at this rate");
}

static void a_lost_device_is_tried_again_and_goes_on_at_the_first_unheard_frame(void **state)
{
    struct stage *stage = *state;
    struct report report;

    stage->output->fail_at = 1310; /* in the middle of a write */
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 8);
    stage_put_end(stage, 1, 0, 8);
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    report = stage_expect(stage, REPORT_LOST);
    assert_string_equal(report.text, strerror(ENODEV));
    assert_int_equal(report.error, -ENODEV);
    assert_string_equal(stage_expect(stage, REPORT_BACK).text, "the fake");
    stage_expect(stage, REPORT_ENDED);
    stage_await_empty(stage);
    assert_int_equal(atomic_load(&stage->output->played), 8 * STAGE_FRAMES);
    stage_expect_frames(stage, 0, 0, 0, 8 * STAGE_FRAMES);
    assert_int_equal(ring_heard(stage->ring).total, 8 * STAGE_FRAMES);
}

static void while_the_device_is_gone_nothing_is_in_hand_and_a_removed_ring_ends_it(void **state)
{
    struct stage *stage = *state;

    stage->output->fail_at = 700;
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 8);
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    stage_expect(stage, REPORT_LOST);
    assert_true(ring_fixture_await(semset_waiting_grow, ring_set_id(stage->ring), SEM_CONSUMER, 1));
    assert_int_equal(semset_value(ring_set_id(stage->ring), SEM_FILLED), 7);
    assert_int_equal(semset_value(ring_set_id(stage->ring), SEM_TAIL), 1);
    assert_int_equal(ring_remove(stage->ring), 0);
    assert_int_equal(stage_end(stage), 0);
}

static void a_device_that_cannot_be_opened_is_tried_until_it_can(void **state)
{
    struct stage *stage = *state;

    stage->output->refused_starts = 2;
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 2);
    stage_put_end(stage, 1, 0, 2);
    stage_start(stage);
    stage_expect(stage, REPORT_LOST);
    stage_expect(stage, REPORT_BACK);
    stage_expect(stage, REPORT_STARTED);
    stage_expect(stage, REPORT_ENDED);
    assert_int_equal(atomic_load(&stage->output->starts), 3);
    stage_expect_frames(stage, 0, 0, 0, 2 * STAGE_FRAMES);
}

static void a_file_that_cannot_be_written_ends_it_with_its_error(void **state)
{
    struct stage *stage = *state;

    stage->ops = &fake_file;
    stage->output->write_error = -ENOSPC;
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 2);
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    assert_string_equal(stage_expect(stage, REPORT_FAILED).text, strerror(ENOSPC));
    assert_int_equal(stage_end(stage), ENOSPC);
}

/* How far the record goes on from frame to frame; a death may repeat, and must not skip. */
static uint32_t expect_no_gap(const struct stage *stage)
{
    uint64_t played = atomic_load(&stage->output->played);
    uint32_t repeated = 0;
    int32_t last = -1;

    for (uint64_t i = 0; i < played; i++) {
        int32_t frame = stage->output->record[i];

        if (frame > last + 1)
            fail_msg("%d follows %d", frame, last);
        if (frame <= last)
            repeated += (uint32_t)(last + 1 - frame);
        last = frame;
    }
    return repeated;
}

static void a_successor_goes_on_at_the_very_frame_where_its_predecessor_was_killed(void **state)
{
    static const uint64_t halts[] = {1, 37, 499, 500, 501, 777, 999};
    struct stage *stage = *state;
    uint64_t begin = 0;

    stage_orders(stage, 1);
    for (size_t i = 0; i < sizeof(halts) / sizeof(halts[0]); i++, begin += 2 * STAGE_FRAMES) {
        atomic_store(&stage->output->allowed, begin + halts[i]);
        stage_put_blocks(stage, 1, 0, 2 * (uint32_t)i, 2 * (uint32_t)i + 2);
        stage_start(stage);
        for (int k = 0; k < STAGE_PATIENCE_MS; k++)
            if (ring_heard(stage->ring).total < begin + halts[i])
                device_moment();
        stage_kill(stage);
        assert_int_equal(ring_heard(stage->ring).total, begin + halts[i]);
        atomic_store(&stage->output->allowed, UINT64_MAX);
        stage_start(stage);
        stage_await_empty(stage);
        stage_kill(stage);
    }
    assert_int_equal(atomic_load(&stage->output->played), begin);
    stage_expect_frames(stage, 0, 0, 0, (uint32_t)begin);
}

static void killed_at_random_it_skips_nothing_and_repeats_little(void **state)
{
    enum { BLOCKS = 350 };
    struct stage *stage = *state;
    uint64_t random = 42;
    uint32_t put = 0, kills = 0, repeated;

    stage_orders(stage, 1);
    while (put < BLOCKS) {
        stage_start(stage);
        for (; put < BLOCKS && semset_value(ring_set_id(stage->ring), SEM_FREE) > 0; put++)
            stage_put_blocks(stage, 1, 0, put, put + 1);
        random = random * 6364136223846793005u + 1442695040888963407u;
        nanosleep(&(const struct timespec){.tv_nsec = (long)(random >> 44)}, NULL); /* < 1.1 ms */
        stage_kill(stage);
        kills++;
    }
    stage_start(stage);
    stage_await_empty(stage);
    assert_int_equal(stage->output->record[atomic_load(&stage->output->played) - 1],
                     BLOCKS * STAGE_FRAMES - 1);
    repeated = expect_no_gap(stage);
    print_message("%u kills, %u frames of %u repeated\n", kills, repeated, BLOCKS * STAGE_FRAMES);
    assert_true(repeated <= kills * STAGE_RATE * 20 / 1000);
}

static void what_was_heard_but_not_committed_is_committed_by_the_successor(void **state)
{
    struct stage *stage = *state;

    stage_orders(stage, 1);
    stage_put(stage, &(const struct stage_block){
                         .epoch = 1, .frames = STAGE_FRAMES, .flags = BLOCK_START | BLOCK_END});
    ring_set_heard(stage->ring, &(const struct ring_heard){
                                    .sequence = 1, .frames = STAGE_FRAMES, .total = STAGE_FRAMES});
    stage_start(stage);
    assert_int_equal(stage_expect(stage, REPORT_ENDED).track, 0);
    stage_await_empty(stage);
    assert_int_equal(atomic_load(&stage->output->played), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(another_format_waits_for_the_old_sound),
        STAGE_TEST(a_device_that_takes_nothing_like_it_has_the_track_passed_over),
        STAGE_TEST(a_lost_device_is_tried_again_and_goes_on_at_the_first_unheard_frame),
        STAGE_TEST(while_the_device_is_gone_nothing_is_in_hand_and_a_removed_ring_ends_it),
        STAGE_TEST(a_device_that_cannot_be_opened_is_tried_until_it_can),
        STAGE_TEST(a_file_that_cannot_be_written_ends_it_with_its_error),
        STAGE_TEST(a_successor_goes_on_at_the_very_frame_where_its_predecessor_was_killed),
        STAGE_TEST(killed_at_random_it_skips_nothing_and_repeats_little),
        STAGE_TEST(what_was_heard_but_not_committed_is_committed_by_the_successor),
    };
    return cmocka_run_group_tests_name("engine_device", tests, NULL, NULL);
}
