/*
 * test_ringsim_model.c - small scenarios, worked out by hand to the nanosecond.
 *
 * Eight slots of 80 ms, bursts of four, 1 ms a block: seven more blocks are made at 1 to 7 ms. At
 * 80, 160, 240 and 320 ms blocks have been heard; then four slots are free, and four blocks are
 * made at 321 to 324 ms; then it goes on like that.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/ringsim_fixture.h"

/* Runs with these faults. */
static struct model run_with(struct model_config config, struct faults_event *events,
                             uint32_t count, double until_ms)
{
    struct model model;

    config.faults.schedule = (struct faults_schedule){events, count};
    fixture_run(&model, &config, MS(until_ms));
    return model;
}

#define RUN(until_ms, ...)                                                                         \
    run_with(fixture_config(), (struct faults_event[]){__VA_ARGS__},                               \
             sizeof((struct faults_event[]){__VA_ARGS__}) / sizeof(struct faults_event), until_ms)

static void assert_underrun(const struct model *m, enum tally_cause cause, double at_ms,
                            double silence_ms)
{
    assert_int_equal(tally_underruns(&m->tally), 1);
    assert_int_equal(m->tally.underruns[cause], 1);
    assert_int_equal(m->tally.first_at, MS(at_ms));
    assert_int_equal(m->tally.silence[cause], MS(silence_ms));
    assert_int_equal(m->tally.longest, MS(silence_ms));
    assert_int_equal(m->tally.spells, 1);
}

static void without_faults_the_ring_swings_between_half_and_full(void **state)
{
    struct model_config config = fixture_config();
    struct fixture_log log = {0};
    struct model model;
    uint32_t made = 1;

    (void)state;
    fixture_watch(&config, &log);
    fixture_run(&model, &config, MS(1000));
    for (uint32_t i = 0; i < log.count; i++) {
        const struct fixture_entry *e = &log.entries[i];
        int64_t burst = made < 8 ? MS(made) : MS(320 * ((made - 8) / 4 + 1) + (made - 8) % 4 + 1);

        if (e->event != MODEL_COMMIT)
            continue;
        assert_int_equal(e->at, burst);
        made++;
    }
    assert_int_equal(made, 8 + 3 * 4);
    assert_int_equal(model.tally.made, 20);
    assert_int_equal(model.tally.bursts, 4);
    assert_int_equal(tally_underruns(&model.tally), 0);
    model_free(&model);
    fixture_log_free(&log);
}

static void each_level_is_counted_when_a_block_has_been_heard(void **state)
{
    static const uint64_t expected[9] = {0, 0, 0, 0, 3, 3, 3, 3, 0};
    struct model m = RUN(961, {MS(5000), FAULTS_KILL, 0});
    uint64_t count[9];

    (void)state;
    assert_int_equal(tally_count_levels(&m.tally, count), 12);
    assert_memory_equal(count, expected, sizeof(count));
    assert_int_equal(tally_quantile(count, 8, 0), 4);
    assert_int_equal(tally_quantile(count, 8, 500), 6);
    assert_int_equal(tally_quantile(count, 8, 999), 7);
    model_free(&m);
}

/* Stalled for 79 ms, a block is done just as another has been heard: four and it, less that one. */
static void a_block_that_is_done_as_another_has_been_heard_is_there_already(void **state)
{
    static const uint64_t expected[9] = {0, 0, 0, 0, 2, 1, 1, 1, 0};
    struct model m = RUN(400.5, {MS(320.5), FAULTS_STALL, MS(79)});
    uint64_t count[9];

    (void)state;
    tally_count_levels(&m.tally, count);
    assert_memory_equal(count, expected, sizeof(count));
    model_free(&m);
}

/* Stopped half a block into a burst: five blocks are left, the last is over at 720 ms. */
static void a_stop_that_outlasts_the_ring_is_an_underrun(void **state)
{
    struct model m = RUN(2000, {MS(321.5), FAULTS_STOP, MS(1000)});

    (void)state;
    assert_underrun(&m, TALLY_DECODER_LATE, 720, 602);
    assert_int_equal(m.run_from, MS(1322));
    model_free(&m);
}

static void a_block_in_the_last_moment_is_in_time(void **state)
{
    struct model late = RUN(2000, {MS(321.5), FAULTS_STOP, MS(398) + 1});
    struct model early = RUN(2000, {MS(321.5), FAULTS_STOP, MS(398)});

    (void)state;
    assert_underrun(&late, TALLY_DECODER_LATE, 720, 1e-6);
    assert_int_equal(tally_underruns(&early.tally), 0);
    model_free(&late);
    model_free(&early);
}

/* It slept, and would have begun to work at 320 ms; four blocks are left. */
static void a_stall_counts_from_when_there_is_work(void **state)
{
    struct model m = RUN(2000, {MS(50), FAULTS_STALL, MS(600)});
    struct model asleep = RUN(2000, {MS(50), FAULTS_STALL, MS(269)});

    (void)state;
    assert_underrun(&m, TALLY_SOURCE_SLOW, 640, 11);
    assert_int_equal(tally_underruns(&asleep.tally), 0);
    assert_int_equal(asleep.run_from, 0);
    model_free(&m);
    model_free(&asleep);
}

/* The block in hand is lost, four and its predecessor are left until 720 ms. */
static void a_killed_producer_is_missed_when_the_next_one_is_slow(void **state)
{
    struct model fast = RUN(2000, {MS(321.5), FAULTS_KILL, MS(300)});
    struct model slow = RUN(2000, {MS(321.5), FAULTS_KILL, MS(500)});

    (void)state;
    assert_int_equal(tally_underruns(&fast.tally), 0);
    assert_int_equal(fast.tally.lost, 1);
    assert_int_equal(fast.tally.kills, 1);
    assert_underrun(&slow, TALLY_PRODUCER_RESTARTING, 720, 102.5);
    model_free(&fast);
    model_free(&slow);
}

static void killed_asleep_it_loses_nothing_and_sleeps_on(void **state)
{
    struct model m = RUN(400, {MS(100), FAULTS_KILL, MS(30)});

    (void)state;
    assert_int_equal(m.tally.lost, 0);
    assert_int_equal(m.tally.made, 12);
    assert_int_equal(m.tally.bursts, 2);
    model_free(&m);
}

static void a_kill_without_a_length_takes_what_a_restart_takes(void **state)
{
    struct model m = RUN(2000, {MS(321.5), FAULTS_STOP, -1}, {MS(800), FAULTS_KILL, -1});

    (void)state;
    assert_underrun(&m, TALLY_DECODER_LATE, 720, 101); /* 80, the restart's 20, and a block's 1 */
    model_free(&m);
}

/* Ticks of 500 ms: nothing new at 500, 1000 and 1500 ms. At 500 it still sees the last block. */
static void a_stopped_producer_is_killed_by_the_watchdog(void **state)
{
    struct model_config config = fixture_config();
    struct faults_event stop = {MS(321.5), FAULTS_STOP, -1};
    struct model m;

    (void)state;
    config.producer_timeout = MS(1000);
    m = run_with(config, &stop, 1, 3000);
    assert_int_equal(m.tally.watchdog, 1);
    assert_underrun(&m, TALLY_DECODER_LATE, 720, 1500 + 20 + 1 - 720);
    model_free(&m);
}

/* It is heard to 100 ms, of the block that began at 80; the next consumer goes on there at 150 ms.
 */
static void a_killed_consumer_leaves_a_gap_and_no_underrun(void **state)
{
    struct model m = RUN(200, {MS(107), FAULTS_KILL_CONSUMER, MS(43)});

    (void)state;
    assert_int_equal(tally_underruns(&m.tally), 0);
    assert_int_equal(m.tally.gaps, 1);
    assert_int_equal(m.tally.gap, MS(43));
    assert_int_equal(m.run_from, MS(150));
    assert_int_equal(m.run_done, MS(20));
    assert_int_equal(m.look_at, MS(210));
    model_free(&m);
}

/* Stopped as above; dry at 720 ms. The consumer dies then, too, and is back before there is a
 * block. */
static void a_gap_within_an_underrun_is_counted_once(void **state)
{
    struct model m =
        RUN(2000, {MS(321.5), FAULTS_STOP, MS(1000)}, {MS(800), FAULTS_KILL_CONSUMER, MS(100)});

    (void)state;
    assert_underrun(&m, TALLY_DECODER_LATE, 720, 80);
    assert_int_equal(m.tally.gap, MS(522));
    model_free(&m);
}

static void the_silence_at_the_end_counts_so_far(void **state)
{
    struct model m = RUN(1000, {MS(321.5), FAULTS_STOP, -1});

    (void)state;
    assert_underrun(&m, TALLY_DECODER_LATE, 720, 280);
    model_free(&m);
}

/* 23 ms do not divide 80: the first block's end is seen at the fourth period, 92 ms. */
static void a_block_is_given_back_at_a_periods_end_and_with_jitter_later(void **state)
{
    struct model_config config = fixture_config();
    struct fixture_log log = {0};
    struct model model;
    int looks = 0;

    (void)state;
    config.period = MS(23);
    config.jitter = MS(5);
    fixture_watch(&config, &log);
    fixture_run(&model, &config, MS(330));
    for (uint32_t i = 0; i < log.count; i++) {
        static const double ends[] = {92, 161, 253, 322};
        int64_t late = log.entries[i].at - MS(ends[looks % 4]);

        if (log.entries[i].event != MODEL_LOOK)
            continue;
        assert_in_range(late, 0, MS(5));
        looks++;
    }
    assert_int_equal(looks, 4);
    model_free(&model);
    fixture_log_free(&log);
}

static void a_decoder_slower_than_the_music_runs_dry_at_each_block(void **state)
{
    struct model_config config = fixture_config();
    struct dist decode = fixture_dist("const:100");
    struct model m;

    (void)state;
    config.decode = &decode;
    fixture_run(&m, &config, MS(1000) + 1);
    assert_int_equal(m.tally.made, 11);
    assert_int_equal(tally_underruns(&m.tally), 10);
    assert_int_equal(tally_silence(&m.tally), MS(10 * 20));
    assert_int_equal(m.tally.spells, 1);
    model_free(&m);
}

static void slots_are_counted_as_the_player_counts_them(void **state)
{
    (void)state;
    assert_int_equal(model_slots(5000, 80, 80), 66);
    assert_int_equal(model_slots(500, 80, 80), 10);
    assert_int_equal(model_slots(5040, 80, 80), 66);
    assert_int_equal(model_slots(5041, 80, 80), 67);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_faults_the_ring_swings_between_half_and_full),
        cmocka_unit_test(each_level_is_counted_when_a_block_has_been_heard),
        cmocka_unit_test(a_block_that_is_done_as_another_has_been_heard_is_there_already),
        cmocka_unit_test(a_stop_that_outlasts_the_ring_is_an_underrun),
        cmocka_unit_test(a_block_in_the_last_moment_is_in_time),
        cmocka_unit_test(a_stall_counts_from_when_there_is_work),
        cmocka_unit_test(a_killed_producer_is_missed_when_the_next_one_is_slow),
        cmocka_unit_test(killed_asleep_it_loses_nothing_and_sleeps_on),
        cmocka_unit_test(a_kill_without_a_length_takes_what_a_restart_takes),
        cmocka_unit_test(a_stopped_producer_is_killed_by_the_watchdog),
        cmocka_unit_test(a_killed_consumer_leaves_a_gap_and_no_underrun),
        cmocka_unit_test(a_gap_within_an_underrun_is_counted_once),
        cmocka_unit_test(the_silence_at_the_end_counts_so_far),
        cmocka_unit_test(a_block_is_given_back_at_a_periods_end_and_with_jitter_later),
        cmocka_unit_test(a_decoder_slower_than_the_music_runs_dry_at_each_block),
        cmocka_unit_test(slots_are_counted_as_the_player_counts_them),
    };

    return cmocka_run_group_tests_name("ringsim model", tests, NULL, NULL);
}
