/*
 * test_ring_pace.c - slow motion by turns and by milliseconds, and the way in and out of both.
 */
#include "shmring/ring_trust.h"
#include "tests/unit/slow_fixture.h"

static void with_turns_each_step_waits_for_its_own(void **state)
{
    struct slow slow = slow_begin(state);

    slow_expect(&slow, 6, 1, 1);
    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    partner_tell(&slow.producer, HAND_OVER);
    slow_await(&slow, 1);
    slow_expect(&slow, 6, 1, 1);
    assert_int_equal(ring_give_turns(slow.ring, 1), 0);
    assert_int_equal(partner_await(&slow.producer), 0);
    slow_expect(&slow, 5, 2, 2);
    partner_tell(&slow.consumer, TAKE);
    slow_await(&slow, 1);
    slow_expect(&slow, 5, 2, 2);
    assert_int_equal(ring_give_turns(slow.ring, 1), 0);
    assert_int_equal(partner_await(&slow.consumer), 0);
    slow_expect(&slow, 5, 1, 2);
    slow_end(&slow);
}

static void so_many_turns_are_exactly_so_many_steps(void **state)
{
    struct slow slow = slow_begin(state);

    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    partner_tell(&slow.producer, HAND_OVER_5);
    slow_await(&slow, 1);
    assert_int_equal(ring_give_turns(slow.ring, 3), 0);
    while (slow_turns(&slow) > 0)
        sched_yield();
    slow_await(&slow, 1);
    slow_expect(&slow, 3, 4, 4);
    assert_int_equal(ring_give_turns(slow.ring, 2), 0);
    assert_int_equal(partner_await(&slow.producer), 0);
    slow_expect(&slow, 1, 6, 6);
    slow_end(&slow);
}

static void whoever_waits_first_has_the_first_turn(void **state)
{
    struct slow slow = slow_begin(state);

    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    for (int i = 0; i < 2; i++) {
        const struct partner *first = i == 0 ? &slow.consumer : &slow.producer;
        const struct partner *second = i == 0 ? &slow.producer : &slow.consumer;

        partner_tell(first, i == 0 ? TAKE : HAND_OVER);
        slow_await(&slow, 1);
        partner_tell(second, i == 0 ? HAND_OVER : TAKE);
        slow_await(&slow, 2);
        assert_int_equal(ring_give_turns(slow.ring, 1), 0);
        assert_int_equal(partner_await(first), 0);
        slow_await(&slow, 1);
        assert_int_equal(ring_give_turns(slow.ring, 1), 0);
        assert_int_equal(partner_await(second), 0);
    }
    slow_end(&slow);
}

static void another_pace_frees_whoever_waits_for_a_turn(void **state)
{
    static const uint32_t paces[] = {RING_PACE_NONE, 1, SLOW_AGES_MS};
    struct slow slow = slow_begin(state);

    for (int i = 0; i < 3; i++) {
        assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
        partner_tell(&slow.producer, HAND_OVER);
        partner_tell(&slow.consumer, TAKE);
        slow_await(&slow, 2);
        assert_int_equal(ring_set_pace(slow.ring, paces[i]), 0);
        assert_int_equal(partner_await(&slow.producer), 0);
        assert_int_equal(partner_await(&slow.consumer), 0);
        assert_int_equal(slow_turns(&slow), 0);
    }
    slow_end(&slow);
}

static void without_slow_motion_nobody_takes_turns(void **state)
{
    struct slow slow = slow_begin(state);

    assert_int_equal(ring_give_turns(slow.ring, 5), 0);
    assert_int_equal(partner_do(&slow.producer, HAND_OVER), 0);
    assert_int_equal(partner_do(&slow.consumer, TAKE), 0);
    assert_int_equal(slow_turns(&slow), 5);
    slow_end(&slow);
}

static void turns_left_over_are_taken_back_before_the_first_step(void **state)
{
    struct slow slow = slow_begin(state);

    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    assert_int_equal(ring_give_turns(slow.ring, 4), 0);
    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0); /* changes nothing */
    assert_int_equal(slow_turns(&slow), 4);
    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_NONE), 0);
    assert_int_equal(slow_turns(&slow), 4 + 2);
    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    assert_int_equal(slow_turns(&slow), 0);
    partner_tell(&slow.producer, HAND_OVER);
    slow_await(&slow, 1);
    slow_end(&slow);
}

static void by_milliseconds_steps_go_on_by_themselves_and_take_no_turns(void **state)
{
    struct slow slow = slow_begin(state);

    assert_int_equal(ring_give_turns(slow.ring, 2), 0);
    assert_int_equal(ring_set_pace(slow.ring, 1), 0);
    assert_int_equal(partner_do(&slow.producer, HAND_OVER_5), 0);
    assert_int_equal(partner_do(&slow.consumer, TAKE), 0);
    assert_int_equal(atomic_load(&slow_told[FLIGHT_PRODUCER]), 5 * 2); /* TURN, END */
    assert_int_equal(slow_turns(&slow), 2);
    slow_end(&slow);
}

/* A seat that is vacant for a moment ends the sleep on it as its time would. */
static void end_sleep(const struct slow *slow)
{
    struct sembuf up = {.sem_num = SEM_PRODUCER, .sem_op = 1};
    struct sembuf down = {.sem_num = SEM_PRODUCER, .sem_op = -1};

    assert_true(ring_fixture_await(semset_waiting_grow, slow->set, SEM_PRODUCER, 1));
    assert_int_equal(semset_op(slow->set, &up, 1, NULL), 0);
    assert_int_equal(semset_op(slow->set, &down, 1, NULL), 0);
}

static void whoever_slept_when_turns_began_waits_for_one(void **state)
{
    struct slow slow = slow_begin(state);

    assert_int_equal(ring_set_pace(slow.ring, SLOW_AGES_MS), 0);
    partner_tell(&slow.producer, HAND_OVER);
    assert_true(ring_fixture_await(semset_waiting_grow, slow.set, SEM_PRODUCER, 1));
    slow_expect(&slow, 6, 1, 1);
    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    end_sleep(&slow);
    slow_await(&slow, 1);
    assert_int_equal(ring_give_turns(slow.ring, 1), 0);
    assert_int_equal(partner_await(&slow.producer), 0);
    slow_end(&slow);
}

static void the_player_is_never_slowed(void **state)
{
    static const uint32_t paces[] = {RING_PACE_TURN, SLOW_AGES_MS};
    struct slow slow = slow_begin(state);
    struct ring_orders orders = {.epoch = 1};

    for (int i = 0; i < 2; i++) {
        assert_int_equal(ring_set_pace(slow.ring, paces[i]), 0);
        assert_int_equal(ring_set_orders(slow.ring, &orders), 0);
        assert_int_equal(ring_orders(slow.ring, &orders), 0);
        assert_int_equal(ring_pause(slow.ring), 0);
        assert_int_equal(ring_resume(slow.ring), 0);
        assert_int_equal(ring_wait_vacant(slow.ring, 1), -EAGAIN);
    }
    slow_end(&slow);
}

/* Nor who has no seat: whoever looks at a ring, or reaps one. */
static void who_has_no_seat_is_not_slowed(void **state)
{
    struct slow slow = slow_begin(state);
    struct ring *other = ring_fixture_attach(*state);

    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    assert_int_equal(ring_wait_vacant(other, 1), -EAGAIN);
    assert_int_equal(ring_consumer_claim(other, 1, NULL), 0);
    ring_detach(other);
    slow_end(&slow);
}

static void nobody_waits_for_a_turn_with_the_lock_in_its_hand(void **state)
{
    struct slow slow = slow_begin(state);

    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    partner_tell(&slow.producer, ASK_ORDERS);
    slow_await(&slow, 1);
    assert_int_equal(semset_value(slow.set, SEM_LOCK), 1);
    assert_int_equal(ring_give_turns(slow.ring, 1), 0);
    assert_int_equal(partner_await(&slow.producer), 0);
    assert_int_equal(semset_value(slow.set, SEM_LOCK), 1);
    slow_end(&slow);
}

static void a_pace_that_the_player_did_not_set_is_seen(void **state)
{
    static const struct ring_known both = {.producer = true, .consumer = true};
    static const uint32_t paces[] = {RING_PACE_NONE, 1, RING_PACE_TURN};
    struct slow slow = slow_begin(state);

    for (int i = 0; i < 3; i++) {
        assert_int_equal(ring_set_pace(slow.ring, paces[i]), 0);
        assert_null(ring_spoiled(slow.ring, &both));
        for (int k = 0; k < 3; k++) {
            const char *spoiled;

            atomic_store(&ring_segment(slow.ring)->pace, paces[k]);
            spoiled = ring_spoiled(slow.ring, &both);
            assert_string_equal(spoiled ? spoiled : "nothing", i == k ? "nothing" : "its orders");
        }
    }
    slow_end(&slow);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RING_TEST(with_turns_each_step_waits_for_its_own),
        RING_TEST(so_many_turns_are_exactly_so_many_steps),
        RING_TEST(whoever_waits_first_has_the_first_turn),
        RING_TEST(another_pace_frees_whoever_waits_for_a_turn),
        RING_TEST(without_slow_motion_nobody_takes_turns),
        RING_TEST(turns_left_over_are_taken_back_before_the_first_step),
        RING_TEST(by_milliseconds_steps_go_on_by_themselves_and_take_no_turns),
        RING_TEST(whoever_slept_when_turns_began_waits_for_one),
        RING_TEST(the_player_is_never_slowed),
        RING_TEST(who_has_no_seat_is_not_slowed),
        RING_TEST(nobody_waits_for_a_turn_with_the_lock_in_its_hand),
        RING_TEST(a_pace_that_the_player_did_not_set_is_seen),
    };

    return cmocka_run_group_tests_name("ring_pace", tests, NULL, NULL);
}
