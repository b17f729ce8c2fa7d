/*
 * test_ring_pace_end.c - slow motion when something ends: a child, the ring; what the watcher sees
 * of it; and turns beyond all bounds.
 */
#include "tests/unit/slow_fixture.h"

enum { GIVERS = 3, TURNS_MAX = 32767 };

static void a_watcher_is_told_before_each_wait_and_after_each_step(void **state)
{
    struct slow slow = slow_begin(state);
    _Atomic uint32_t *told = &slow_told[FLIGHT_CONSUMER];
    struct flight_event event;

    assert_int_equal(partner_do(&slow.consumer, TAKE), 0);
    assert_int_equal(atomic_load(told), 0);
    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    partner_tell(&slow.consumer, TAKE);
    slow_await(&slow, 1);
    assert_int_equal(atomic_load(told), 1);
    event = slow_last(&slow, FLIGHT_CONSUMER);
    assert_int_equal(event.kind, FLIGHT_TURN);
    assert_int_equal(event.step, STEP_CONSUMER_CLAIM);
    assert_int_equal(event.held, 1);
    assert_int_equal(ring_give_turns(slow.ring, 1), 0);
    assert_true(ring_fixture_await(semset_waiting_grow, slow.set, SEM_FILLED, 1));
    assert_int_equal(atomic_load(told), 2); /* of the turn, and that the step begins */
    assert_int_equal(slow_last(&slow, FLIGHT_CONSUMER).kind, FLIGHT_BEGIN);
    partner_tell(&slow.producer, HAND_OVER);
    slow_await(&slow, 1);
    assert_int_equal(ring_give_turns(slow.ring, 1), 0);
    assert_int_equal(partner_await(&slow.consumer), 0);
    assert_int_equal(atomic_load(told), 3);
    assert_int_equal(slow_last(&slow, FLIGHT_CONSUMER).held, 2);
    slow_end(&slow);
}

static void a_child_killed_while_it_waits_leaves_the_ring_as_it_was(void **state)
{
    struct slow slow = slow_begin(state);
    struct partner successor = partner_start(slow_work, *state);

    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    partner_tell(&slow.producer, HAND_OVER);
    slow_await(&slow, 1);
    child_kill(slow.producer.pid);
    ring_fixture_expect(slow.set, (const uint16_t[SEM_COUNT]){7, 1, 1, 0, 0, 1, 0, 0, 1});
    assert_int_equal(slow_last(&slow, FLIGHT_PRODUCER).kind, FLIGHT_TURN);
    assert_int_equal(slow_last(&slow, FLIGHT_PRODUCER).pid, slow.producer.pid);
    assert_int_equal(semset_waiting_grow(slow.set, SEM_TURN), 0);
    assert_int_equal(ring_give_turns(slow.ring, 1), 0);
    assert_int_equal(partner_do(&successor, SIT_PRODUCER), 0); /* needs no turn */
    assert_int_equal(slow_turns(&slow), 1);
    assert_int_equal(partner_do(&successor, CLAIM), 0);
    slow_expect(&slow, 6, 1, 1);
    partner_end(&successor);
    slow.producer.pid = child_idle();
    slow_end(&slow);
}

static void a_turn_that_a_dead_child_took_is_used_up(void **state)
{
    struct slow slow = slow_begin(state);

    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    partner_tell(&slow.producer, HAND_OVER_5);
    slow_await(&slow, 1);
    assert_int_equal(ring_give_turns(slow.ring, 1), 0);
    slow_await(&slow, 1);
    child_kill(slow.producer.pid);
    assert_int_equal(slow_turns(&slow), 0);
    slow.producer.pid = child_idle();
    slow_end(&slow);
}

static void a_removed_ring_ends_every_wait(void **state)
{
    struct slow slow = slow_begin(state);

    assert_int_equal(ring_set_pace(slow.ring, SLOW_AGES_MS), 0);
    partner_tell(&slow.producer, HAND_OVER);
    assert_true(ring_fixture_await(semset_waiting_grow, slow.set, SEM_PRODUCER, 1));
    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    partner_tell(&slow.consumer, TAKE);
    slow_await(&slow, 1);
    assert_int_equal(ring_remove(slow.ring), 0);
    assert_int_equal(partner_await(&slow.producer), -EIDRM);
    assert_int_equal(partner_await(&slow.consumer), -EIDRM);
    assert_int_equal(partner_do(&slow.producer, HAND_OVER), -EINVAL);
    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_NONE), -EINVAL);
    assert_int_equal(ring_give_turns(slow.ring, 1), -EINVAL);
    slow_end(&slow);
}

static void turns_are_counted_up_to_a_limit(void **state)
{
    struct slow slow = slow_begin(state);

    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    assert_int_equal(ring_give_turns(slow.ring, 0), -ERANGE);
    assert_int_equal(ring_give_turns(slow.ring, 32768), -ERANGE);
    assert_int_equal(ring_give_turns(slow.ring, UINT16_MAX), -ERANGE);
    assert_int_equal(slow_turns(&slow), 0);
    assert_int_equal(ring_give_turns(slow.ring, 32767), 0);
    assert_int_equal(ring_give_turns(slow.ring, 1), -ERANGE);
    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_NONE), 0);
    assert_int_equal(atomic_load(&ring_segment(slow.ring)->pace), RING_PACE_NONE);
    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    assert_int_equal(slow_turns(&slow), 0);
    slow_end(&slow);
}

static int give_without_end(void *context, int what)
{
    const struct ring_fixture *fixture = context;
    struct sembuf give = {.sem_num = SEM_TURN, .sem_op = (short)what};
    int error = 0;

    while (error == 0 || error == -ERANGE)
        error = semset_op(ring_set_id(fixture->ring), &give, 1, NULL);
    return error;
}

static void who_gives_turns_without_end_keeps_the_player_from_nothing(void **state)
{
    struct slow slow = slow_begin(state);
    struct partner hostile[GIVERS];

    for (int i = 0; i < GIVERS; i++) {
        hostile[i] = partner_start(give_without_end, *state);
        partner_tell(&hostile[i], 1);
    }
    while (slow_turns(&slow) < TURNS_MAX)
        sched_yield();
    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_TURN), 0);
    assert_int_equal(ring_set_pace(slow.ring, RING_PACE_NONE), 0);
    for (int i = 0; i < GIVERS; i++)
        partner_end(&hostile[i]);
    slow_end(&slow);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RING_TEST(a_watcher_is_told_before_each_wait_and_after_each_step),
        RING_TEST(a_child_killed_while_it_waits_leaves_the_ring_as_it_was),
        RING_TEST(a_turn_that_a_dead_child_took_is_used_up),
        RING_TEST(a_removed_ring_ends_every_wait),
        RING_TEST(turns_are_counted_up_to_a_limit),
        RING_TEST(who_gives_turns_without_end_keeps_the_player_from_nothing),
    };

    return cmocka_run_group_tests_name("ring_pace_end", tests, NULL, NULL);
}
