/*
 * test_engine_refuse.c - an output that takes another format instead: nothing is lost while the
 * player has not followed, whatever happens meanwhile.
 */
#include "tests/unit/engine_fixture.h"

enum { ODD_RATE = 12345 };

/* Track 0, then track 1 at a rate that is refused. */
static void put_an_odd_one(struct stage *stage, uint32_t blocks)
{
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 2);
    stage_put_end(stage, 1, 0, 2);
    for (uint32_t i = 0; i < blocks; i++)
        stage_put(stage, &(const struct stage_block){.epoch = 1,
                                                     .track = 1,
                                                     .position = (uint64_t)i * STAGE_FRAMES,
                                                     .frames = STAGE_FRAMES,
                                                     .rate = ODD_RATE});
    stage_put_end(stage, 1, 1, blocks);
}

static void expect_refusal(struct stage *stage, uint64_t frame)
{
    const struct report report = stage_expect(stage, REPORT_REFUSED);

    assert_int_equal(report.epoch, 1);
    assert_int_equal(report.track, 1);
    assert_int_equal(report.frame, frame);
    assert_int_equal(report.refusal.refused.rate, ODD_RATE);
    assert_int_equal(report.refusal.refused.channels, 1);
    assert_int_equal(report.refusal.refused.format, SAMPLE_S32);
    assert_int_equal(report.refusal.instead.rate, STAGE_RATE);
    assert_int_equal(report.refusal.instead.channels, 1);
    assert_int_equal(report.refusal.instead.format, SAMPLE_S32);
}

/* The next report that is no refusal, for these come until the player has followed. */
static struct report after_refusals(struct stage *stage)
{
    struct report report;

    do
        report = stage_report(stage);
    while (report.kind == REPORT_REFUSED);
    return report;
}

/* The player brings track 1 once more, at the rate that is taken. */
static void follow(struct stage *stage)
{
    struct report report;

    stage_orders(stage, 2);
    stage_put_blocks(stage, 2, 1, 0, 3);
    stage_put_end(stage, 2, 1, 3);
    report = after_refusals(stage);
    assert_int_equal(report.kind, REPORT_STARTED);
    assert_int_equal(report.track, 1);
    assert_int_equal(report.epoch, 2);
    assert_int_equal(stage_expect(stage, REPORT_ENDED).epoch, 2);
    stage_await_empty(stage);
    assert_int_equal(atomic_load(&stage->output->played), 5 * STAGE_FRAMES);
    stage_expect_frames(stage, 0, 0, 0, 2 * STAGE_FRAMES);
    stage_expect_frames(stage, 2 * STAGE_FRAMES, 1, 0, 3 * STAGE_FRAMES);
    assert_int_equal(ring_heard(stage->ring).total, 5 * STAGE_FRAMES);
}

static void play_to_the_refusal(struct stage *stage)
{
    put_an_odd_one(stage, 3);
    stage_start(stage);
    assert_int_equal(stage_expect(stage, REPORT_STARTED).track, 0);
    assert_int_equal(stage_expect(stage, REPORT_ENDED).track, 0);
    expect_refusal(stage, 0);
}

static void a_device_offers_what_it_takes_and_waits_for_it(void **state)
{
    struct stage *stage = *state;

    stage->output->unsupported_rate = ODD_RATE;
    stage->output->offered_rate = STAGE_RATE;
    play_to_the_refusal(stage);
    expect_refusal(stage, 0); /* it is told until it is heard, */
    expect_refusal(stage, 0);
    assert_int_equal(atomic_load(&stage->output->offers), 1); /* and asked once */
    assert_int_equal(semset_value(ring_set_id(stage->ring), SEM_FREE), STAGE_SLOTS - 4);
    follow(stage);
}

static void a_file_of_one_format_offers_that(void **state)
{
    struct stage *stage = *state;

    stage->ops = &fake_file;
    play_to_the_refusal(stage);
    follow(stage);
    assert_int_equal(atomic_load(&stage->output->starts), 1);
}

static void who_is_killed_while_he_waits_has_lost_nothing(void **state)
{
    struct stage *stage = *state;

    stage->output->unsupported_rate = ODD_RATE;
    stage->output->offered_rate = STAGE_RATE;
    play_to_the_refusal(stage);
    stage_kill(stage);
    stage_start(stage);
    expect_refusal(stage, 0);
    follow(stage);
}

static void a_device_that_refuses_what_it_has_offered_has_the_track_passed_over(void **state)
{
    struct stage *stage = *state;
    struct report report;

    stage->output->unsupported_rate = ODD_RATE;
    stage->output->offered_rate = STAGE_RATE;
    play_to_the_refusal(stage);
    stage->output->unsupported_rate = STAGE_RATE;
    stage->output->offered_rate = ODD_RATE;
    stage_orders(stage, 2);
    stage_put_blocks(stage, 2, 1, 0, 3);
    stage_put_end(stage, 2, 1, 3);
    report = after_refusals(stage);
    assert_int_equal(report.kind, REPORT_SKIPPED);
    assert_int_equal(report.epoch, 2);
    assert_string_equal(report.text, "not at this rate");
    assert_int_equal(stage_expect(stage, REPORT_ENDED).track, 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(a_device_offers_what_it_takes_and_waits_for_it),
        STAGE_TEST(a_file_of_one_format_offers_that),
        STAGE_TEST(who_is_killed_while_he_waits_has_lost_nothing),
        STAGE_TEST(a_device_that_refuses_what_it_has_offered_has_the_track_passed_over),
    };
    return cmocka_run_group_tests_name("engine_refuse", tests, NULL, NULL);
}
