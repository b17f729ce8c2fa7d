/*
 * test_rondoscope_healed.c - when a healing is over.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rondoscope_healing.h"

static void a_successor_that_sleeps_for_lack_of_work_is_well(void **state)
{
    struct picture *picture = &made.picture;

    (void)state;
    healing_kill_producer();
    healing_player_event(300, FLIGHT_ENDED, FLIGHT_PRODUCER, SIGKILL, MADE_PRODUCER);
    healing_player_event(400, FLIGHT_STARTED, FLIGHT_PRODUCER, 0, SUCCESSOR);
    healing_child_step(500, FLIGHT_PRODUCER, SUCCESSOR, FLIGHT_BEGIN, STEP_PRODUCER_WAIT, 3, 0);
    healing_child_step(700, FLIGHT_CONSUMER, MADE_CONSUMER, FLIGHT_END, STEP_CONSUMER_COMMIT, 10,
                       1);
    healing_next(1000);
    assert_false(healing.over); /* nobody is known to sleep there yet */
    picture->semaphore[SEM_FREE].grow = 1;
    healing_next(2000);
    assert_true(healing.over);
    HEALING_EXPECT("0.0 key: SIGKILL to producer 101, which holds slot 3",
                   "0.2 kernel: producer 101 is dead; FREE 6→7, PRODUCER 0→1: slot 3 is free again",
                   "0.3 player: ENDED producer 101, by SIGKILL", "0.4 player: STARTED producer 201",
                   "0.5 producer: sleeps in WAIT 1", "0.5 : all is as before, after 0.5 ms");
}

static void a_stopped_process_is_waited_for_and_goes_on(void **state)
{
    (void)state;
    healing_signal(&healing, &made.picture, &made.picture.values, FLIGHT_CONSUMER, SIGSTOP,
                   zero_ns);
    healing_child_step(100, FLIGHT_PRODUCER, MADE_PRODUCER, FLIGHT_END, STEP_PRODUCER_COMMIT, 3, 0);
    healing_next(1000);
    healing_signal(&healing, &made.picture, &made.picture.values, FLIGHT_CONSUMER, SIGCONT,
                   healing_at(2000));
    healing_next(2500);
    assert_false(healing.over);
    healing_child_step(3000, FLIGHT_CONSUMER, MADE_CONSUMER, FLIGHT_END, STEP_CONSUMER_CLAIM, 10,
                       3);
    healing_next(3500);
    assert_true(healing.over);
    HEALING_EXPECT(
        "0.0 key: SIGSTOP to consumer 102, which holds 2 from slot 10",
        "0.1 producer: COMMIT slot 3: hands the block over, and owes nothing any more",
        "2.0 key: SIGCONT to consumer 102",
        "3.0 consumer: CLAIM 1: once the gate is open, takes filled blocks, and owes them",
        "3.0 : it goes on, after 3.0 ms");
}

static void one_that_slept_before_it_was_stopped_goes_on_sleeping(void **state)
{
    (void)state;
    healing_child_step(0, FLIGHT_CONSUMER, MADE_CONSUMER, FLIGHT_BEGIN, STEP_CONSUMER_CLAIM, 10, 2);
    made.picture.news_count = 0;
    made.picture.semaphore[SEM_PAUSED].zero = 1;
    healing_signal(&healing, &made.picture, &made.picture.values, FLIGHT_CONSUMER, SIGSTOP,
                   healing_at(1000));
    healing_signal(&healing, &made.picture, &made.picture.values, FLIGHT_CONSUMER, SIGCONT,
                   healing_at(2000));
    made.picture.process[FLIGHT_CONSUMER].state = 'T';
    healing_next(2500);
    assert_false(healing.over);
    made.picture.process[FLIGHT_CONSUMER].state = 'S';
    healing_next(3000);
    assert_true(healing.over);
    HEALING_EXPECT("0.0 key: SIGSTOP to consumer 102, which holds 2 from slot 10",
                   "1.0 key: SIGCONT to consumer 102", "2.0 : it goes on, after 2.0 ms");
}

static void after_the_players_death_it_is_over_when_nothing_is_left(void **state)
{
    struct picture *picture = &made.picture;
    struct replay replay;

    (void)state;
    healing_signal(&healing, picture, &picture->values, FLIGHT_PLAYER, SIGKILL, zero_ns);
    picture->process[FLIGHT_PLAYER].taken = false;
    healing_next(100);
    healing_death(&healing, picture, FLIGHT_PLAYER, MADE_PLAYER, &picture->values, healing_at(100));
    picture->segment.there = picture->set.there = picture->requests.object.there = false;
    healing_next(1000);
    assert_false(healing.over);
    picture->replies.object.there = false;
    picture->process[FLIGHT_PRODUCER].taken = false;
    healing_next(2000);
    assert_false(healing.over); /* the consumer lives */
    picture->process[FLIGHT_CONSUMER].taken = false;
    picture->process[FLIGHT_CONSUMER].ended = true;
    healing_next(2500);
    assert_false(healing.over); /* its end is yet to be told */
    picture->process[FLIGHT_CONSUMER].ended = false;
    healing_next(3000);
    healing_death(&healing, picture, FLIGHT_CONSUMER, MADE_CONSUMER, NULL, healing_at(2900));
    assert_true(healing.over);
    HEALING_EXPECT("0.0 key: SIGKILL to player 100",
                   "0.1 kernel: player 100 is dead; PLAYER 0→1: it held no slot",
                   "1.0 kernel: the segment is removed", "1.0 kernel: the semaphore set is removed",
                   "1.0 kernel: the request queue is removed",
                   "2.0 kernel: the reply queue is removed",
                   "2.9 kernel: consumer 102 is dead; there was no set any more to pay to",
                   "3.0 : nothing is left of it, after 3.0 ms");
    assert_true(healing_replay(&healing, 0, &replay));
    assert_true(replay.taken[FLIGHT_PLAYER]);
    assert_true(healing_replay(&healing, 1, &replay));
    assert_false(replay.taken[FLIGHT_PLAYER]);
    /* Nothing was paid for it. */
    assert_true(healing_replay(&healing, 6, &replay));
    assert_true(replay.taken[FLIGHT_CONSUMER]);
    assert_int_equal(replay.held, 2);
}

static void objects_may_be_gone_before_the_players_end_is_told(void **state)
{
    struct picture *picture = &made.picture;

    (void)state;
    healing_signal(&healing, picture, &picture->values, FLIGHT_PLAYER, SIGKILL, zero_ns);
    picture->segment.there = picture->set.there = false;
    picture->requests.object.there = picture->replies.object.there = false;
    for (int role = 0; role < FLIGHT_ROLES; role++)
        picture->process[role].taken = false;
    healing_next(1000);
    assert_false(healing.over);
    healing_end(&healing, picture, FLIGHT_PLAYER, MADE_PLAYER, healing_at(1500));
    healing_death(&healing, picture, FLIGHT_PLAYER, MADE_PLAYER, NULL, healing_at(1500));
    healing_next(2000);
    assert_true(healing.over);
    HEALING_EXPECT("0.0 key: SIGKILL to player 100", "1.0 kernel: the segment is removed",
                   "1.0 kernel: the semaphore set is removed",
                   "1.0 kernel: the request queue is removed",
                   "1.0 kernel: the reply queue is removed",
                   "1.5 kernel: player 100 is dead; there was no set any more to pay to",
                   "2.0 : nothing is left of it, after 2.0 ms");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        HEALING_TEST(a_successor_that_sleeps_for_lack_of_work_is_well),
        HEALING_TEST(a_stopped_process_is_waited_for_and_goes_on),
        HEALING_TEST(one_that_slept_before_it_was_stopped_goes_on_sleeping),
        HEALING_TEST(after_the_players_death_it_is_over_when_nothing_is_left),
        HEALING_TEST(objects_may_be_gone_before_the_players_end_is_told),
    };

    return cmocka_run_group_tests_name("rondoscope_healed", tests, NULL, NULL);
}
