/*
 * test_rondoscope_healing.c - what gets into the list of a healing, and in which order.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rondoscope_healing.h"

static void a_killed_producer_is_followed_until_its_successor_hands_over(void **state)
{
    (void)state;
    healing_kill_producer();
    assert_false(healing.over);
    healing_player_event(100, FLIGHT_ENDED, FLIGHT_PRODUCER, SIGKILL, MADE_PRODUCER);
    healing_player_event(500, FLIGHT_STARTED, FLIGHT_PRODUCER, 0, SUCCESSOR);
    healing_child_step(900, FLIGHT_PRODUCER, SUCCESSOR, FLIGHT_END, STEP_TAKE_SEAT, 0, 0);
    healing_next(1000);
    healing_child_step(1100, FLIGHT_PRODUCER, SUCCESSOR, FLIGHT_END, STEP_PRODUCER_CLAIM, 3, 1);
    healing_child_step(1200, FLIGHT_CONSUMER, MADE_CONSUMER, FLIGHT_END, STEP_CONSUMER_COMMIT, 10,
                       1);
    healing_child_step(1300, FLIGHT_PRODUCER, SUCCESSOR, FLIGHT_END, STEP_PRODUCER_COMMIT_CLAIM, 3,
                       1);
    healing_child_step(1400, FLIGHT_PRODUCER, SUCCESSOR, FLIGHT_END, STEP_PRODUCER_COMMIT_CLAIM, 4,
                       1);
    healing_next(2000);
    assert_true(healing.over);
    HEALING_EXPECT(
        "0.0 key: SIGKILL to producer 101, which holds slot 3",
        "0.1 player: ENDED producer 101, by SIGKILL",
        "0.2 kernel: producer 101 is dead; FREE 6→7, PRODUCER 0→1: slot 3 is free again",
        "0.5 player: STARTED producer 201",
        "0.9 producer: TAKE_SEAT: takes its seat, so that there is no second one",
        "1.1 producer: CLAIM slot 3: takes a free slot, and owes it until it is handed over",
        "1.2 consumer: COMMIT 1 slot 10: the blocks have been heard: their slots are free",
        "1.3 producer: COMMIT_CLAIM slot 3: hands the block over, takes the next slot; the "
        "debt stays",
        "1.3 : all is as before, after 1.3 ms");
}

static void the_kernel_paid_before_the_player_could_note_the_death(void **state)
{
    struct semset_snapshot after = made.picture.values;

    (void)state;
    healing_end(&healing, &made.picture, FLIGHT_CONSUMER, MADE_CONSUMER, healing_at(300));
    healing_player_event(250, FLIGHT_ENDED, FLIGHT_CONSUMER, SIGSEGV, MADE_CONSUMER);
    healing_next(400);
    after.value[SEM_FILLED] = 5;
    healing_death(&healing, &made.picture, FLIGHT_CONSUMER, MADE_CONSUMER, &after, healing_at(300));
    HEALING_EXPECT(
        "-0.1 kernel: consumer 102 is dead; FILLED 3→5, CONSUMER 0→1: its 2 from slot 10 are "
        "filled again",
        "-0.1 player: ENDED consumer 102, by SIGSEGV");
}

static void short_sleeps_and_locks_leave_one_line(void **state)
{
    (void)state;
    healing_signal(&healing, &made.picture, &made.picture.values, FLIGHT_PRODUCER, SIGSTOP,
                   zero_ns);
    healing_child_step(100, FLIGHT_CONSUMER, MADE_CONSUMER, FLIGHT_BEGIN, STEP_CONSUMER_CLAIM, 10,
                       2);
    healing_child_step(150, FLIGHT_CONSUMER, MADE_CONSUMER, FLIGHT_END, STEP_CONSUMER_CLAIM, 10, 3);
    healing_child_step(200, FLIGHT_CONSUMER, MADE_CONSUMER, FLIGHT_BEGIN, STEP_CONSUMER_CLAIM, 10,
                       3);
    healing_child_step(5200, FLIGHT_CONSUMER, MADE_CONSUMER, FLIGHT_END, STEP_CONSUMER_CLAIM, 10,
                       4);
    healing_child_step(6000, FLIGHT_PLAYER, MADE_PLAYER, FLIGHT_END, STEP_LOCK, 0, 0);
    healing_child_step(6010, FLIGHT_PLAYER, MADE_PLAYER, FLIGHT_END, STEP_UNLOCK, 0, 0);
    healing_next(7000);
    HEALING_EXPECT(
        "0.0 key: SIGSTOP to producer 101, which holds slot 3",
        "0.1 consumer: CLAIM 1: once the gate is open, takes filled blocks, and owes them",
        "0.2 consumer: sleeps in CLAIM 1",
        "5.2 consumer: CLAIM 1: once the gate is open, takes filled blocks, and owes them",
        "6.0 player: UNLOCK: unlocks the orders");
}

static void a_death_from_elsewhere_begins_a_list_even_if_only_the_player_saw_it(void **state)
{
    (void)state;
    healing_child_step(100, FLIGHT_CONSUMER, MADE_CONSUMER, FLIGHT_END, STEP_CONSUMER_COMMIT, 10,
                       1);
    healing_next(500);
    assert_false(healing.begun);
    healing_player_event(600, FLIGHT_ENDED, FLIGHT_PRODUCER, 0, MADE_PRODUCER);
    healing_player_event(700, FLIGHT_STARTED, FLIGHT_PRODUCER, 0, SUCCESSOR);
    healing_next(1000);
    HEALING_EXPECT("0.0 player: ENDED producer 101, by itself", "0.1 player: STARTED producer 201");
    assert_false(healing.replayable);
}

static void events_from_before_or_from_the_future_are_not_in_it(void **state)
{
    (void)state;
    healing_signal(&healing, &made.picture, &made.picture.values, FLIGHT_CONSUMER, SIGSTOP,
                   healing_at(1000));
    healing_child_step(500, FLIGHT_PRODUCER, MADE_PRODUCER, FLIGHT_END, STEP_PRODUCER_COMMIT, 3, 0);
    healing_child_step(60000000, FLIGHT_PRODUCER, MADE_PRODUCER, FLIGHT_END, STEP_PRODUCER_COMMIT,
                       3, 0);
    healing_next(2000);
    HEALING_EXPECT("0.0 key: SIGSTOP to consumer 102, which holds 2 from slot 10");
}

static void a_list_that_is_full_counts_what_it_has_no_room_for(void **state)
{
    (void)state;
    healing_signal(&healing, &made.picture, &made.picture.values, FLIGHT_PRODUCER, SIGSTOP,
                   zero_ns);
    for (unsigned i = 0; i < HEALING_ENTRIES + 9; i++) {
        healing_child_step(1000 + i, FLIGHT_CONSUMER, MADE_CONSUMER, FLIGHT_END,
                           STEP_CONSUMER_COMMIT, 10, 1);
        healing_next(1000 + i);
    }
    assert_int_equal(healing.count, HEALING_ENTRIES);
    assert_int_equal(healing.lost, 10);
}

static void the_ring_is_known_after_each_entry(void **state)
{
    static const struct {
        size_t at;
        uint16_t free, filled, head, tail, seat;
    } expected[] = {{0, 6, 3, 3, 10, 0}, {1, 6, 3, 3, 10, 1}, {2, 7, 3, 3, 10, 1},
                    {3, 7, 3, 3, 10, 1}, {4, 7, 3, 3, 10, 0}, {5, 6, 3, 3, 10, 0},
                    {6, 7, 3, 3, 11, 0}, {7, 6, 4, 4, 11, 0}, {99, 6, 4, 4, 11, 0}};
    struct semset_snapshot values;
    struct replay replay;

    a_killed_producer_is_followed_until_its_successor_hands_over(state);
    /* 1 is ENDED, which came before the moment at which the end was seen here. */
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        assert_true(healing_replay(&healing, expected[i].at, &replay));
        replay_values(&replay, &values);
        assert_int_equal(values.value[SEM_FREE], expected[i].free + (expected[i].at == 1));
        assert_int_equal(values.value[SEM_FILLED], expected[i].filled);
        assert_int_equal(values.value[SEM_HEAD], expected[i].head);
        assert_int_equal(values.value[SEM_TAIL], expected[i].tail);
        assert_int_equal(values.value[SEM_PRODUCER], expected[i].seat);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        HEALING_TEST(a_killed_producer_is_followed_until_its_successor_hands_over),
        HEALING_TEST(the_kernel_paid_before_the_player_could_note_the_death),
        HEALING_TEST(short_sleeps_and_locks_leave_one_line),
        HEALING_TEST(a_death_from_elsewhere_begins_a_list_even_if_only_the_player_saw_it),
        HEALING_TEST(events_from_before_or_from_the_future_are_not_in_it),
        HEALING_TEST(a_list_that_is_full_counts_what_it_has_no_room_for),
        HEALING_TEST(the_ring_is_known_after_each_entry),
    };

    return cmocka_run_group_tests_name("rondoscope_healing", tests, NULL, NULL);
}
