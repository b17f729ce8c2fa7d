/*
 * test_ring_step.c - what each call of the three parties leaves in the flight recorder: BEGIN and
 * END where it may sleep, else END, with slot, count, claims and result.
 */
#include "tests/unit/parties.h"

static const struct timespec no_time;
static const struct timespec moment = {.tv_nsec = 1000000};

static void a_seat_is_recorded_by_who_got_it(void **state)
{
    struct parties parties = parties_sit(state);
    struct ring *second = ring_fixture_attach(*state);
    pid_t holder = 0;

    for (int i = 0; i < FLIGHT_ROLES; i++) {
        assert_int_equal(ring_take_seat(second, SEM_PRODUCER + (unsigned)i, &holder), -EBUSY);
        EXPECT(&parties, (enum flight_role)i, END(TAKE_SEAT, 0));
    }
    assert_int_equal(holder, getpid());
    assert_int_equal(ring_pause(second), 0);
    assert_int_equal(ring_producer_claim(second), 0);
    for (int i = 0; i < FLIGHT_ROLES; i++)
        EXPECT_NONE(&parties, (enum flight_role)i);
    ring_detach(second);
    parties_leave(&parties);
}

static void who_has_no_seat_leaves_no_events(void **state)
{
    struct parties parties = {0};
    struct ring *ring = ring_fixture_attach(*state);

    for (int i = 0; i < FLIGHT_ROLES; i++)
        parties.party[i].ring = ring;
    assert_int_equal(ring_fixture_produce(ring, 0, 0), 0);
    assert_int_equal(ring_consumer_claim(ring, 1, NULL), 0);
    assert_int_equal(ring_set_orders(ring, &(struct ring_orders){.epoch = 1}), 0);
    ring_note(ring, FLIGHT_UNDERRUN, FLIGHT_CONSUMER, 0, 1);
    for (int i = 0; i < FLIGHT_ROLES; i++)
        EXPECT_NONE(&parties, (enum flight_role)i);
    ring_detach(ring);
}

static void a_producers_steps_tell_slot_and_claim(void **state)
{
    struct parties parties = parties_sit(state);
    struct ring *ring = parties.party[FLIGHT_PRODUCER].ring;

    assert_int_equal(ring_producer_wait(ring, 4), 0);
    assert_int_equal(ring_producer_claim(ring), 0);
    assert_int_equal(ring_producer_commit_claim(ring), 0);
    assert_int_equal(ring_producer_commit(ring), 0);
    assert_int_equal(ring_producer_claim(ring), 0);
    EXPECT(&parties, FLIGHT_PRODUCER, END(TAKE_SEAT, 0), BEGIN(PRODUCER_WAIT, .count = 4),
           END(PRODUCER_WAIT, .count = 4), BEGIN(PRODUCER_CLAIM, .count = 1),
           END(PRODUCER_CLAIM, .count = 1, .held = 1),
           END(PRODUCER_COMMIT_CLAIM, .count = 1, .held = 1),
           END(PRODUCER_COMMIT, .slot = 1, .count = 1),
           BEGIN(PRODUCER_CLAIM, .slot = 2, .count = 1),
           END(PRODUCER_CLAIM, .slot = 2, .count = 1, .held = 1));
    parties_leave(&parties);
}

static void a_producers_slots_go_round_and_a_full_ring_is_a_result(void **state)
{
    struct parties parties = parties_sit(state);
    struct party *producer = &parties.party[FLIGHT_PRODUCER];

    assert_int_equal(ring_producer_claim(producer->ring), 0);
    for (int i = 0; i < 7; i++)
        assert_int_equal(ring_producer_commit_claim(producer->ring), 0);
    producer->cursor = atomic_load(&flight_log(ring_segment(producer->ring), 0)->next);
    assert_int_equal(ring_producer_commit_claim(producer->ring), -EAGAIN);
    assert_int_equal(ring_producer_commit(producer->ring), 0);
    assert_int_equal(ring_consumer_claim(parties.party[FLIGHT_CONSUMER].ring, 1, NULL), 0);
    assert_int_equal(ring_consumer_commit(parties.party[FLIGHT_CONSUMER].ring, 1), 0);
    assert_int_equal(ring_producer_claim(producer->ring), 0);
    EXPECT(&parties, FLIGHT_PRODUCER,
           END(PRODUCER_COMMIT_CLAIM, .slot = 7, .count = 1, .result = -EAGAIN, .held = 1),
           END(PRODUCER_COMMIT, .slot = 7, .count = 1), BEGIN(PRODUCER_CLAIM, .count = 1),
           END(PRODUCER_CLAIM, .count = 1, .held = 1));
    parties_leave(&parties);
}

static void a_consumers_steps_tell_the_oldest_slot_and_all_claims(void **state)
{
    struct parties parties = parties_sit(state);
    struct ring *ring = parties.party[FLIGHT_CONSUMER].ring;

    for (int i = 0; i < 8; i++)
        assert_int_equal(ring_fixture_produce(parties.party[FLIGHT_PRODUCER].ring, 0, 0), 0);
    assert_int_equal(ring_consumer_wait(ring, 3, NULL), 0);
    assert_int_equal(ring_consumer_claim(ring, 3, NULL), 0);
    assert_int_equal(ring_consumer_claim(ring, 2, &no_time), 0);
    assert_int_equal(ring_consumer_commit(ring, 4), 0);
    assert_int_equal(ring_consumer_claim_stale(ring, 2), 0);
    assert_int_equal(ring_consumer_release(ring), 0);
    assert_int_equal(ring_consumer_claim(ring, 4, &moment), 0);
    EXPECT(&parties, FLIGHT_CONSUMER, END(TAKE_SEAT, 0), BEGIN(CONSUMER_WAIT, .count = 3),
           END(CONSUMER_WAIT, .count = 3), BEGIN(CONSUMER_CLAIM, .count = 3),
           END(CONSUMER_CLAIM, .count = 3, .held = 3),
           END(CONSUMER_CLAIM, .count = 2, .held = 5, .nowait = 1),
           END(CONSUMER_COMMIT, .count = 4, .held = 1),
           END(CONSUMER_CLAIM_STALE, .slot = 4, .count = 2, .held = 3, .nowait = 1),
           END(CONSUMER_RELEASE, .slot = 4, .count = 3),
           BEGIN(CONSUMER_CLAIM, .slot = 4, .count = 4),
           END(CONSUMER_CLAIM, .slot = 4, .count = 4, .held = 4));
    parties_leave(&parties);
}

static void what_a_consumer_does_not_get_is_a_result(void **state)
{
    struct parties parties = parties_sit(state);
    struct ring *ring = parties.party[FLIGHT_CONSUMER].ring;

    assert_int_equal(ring_consumer_claim(ring, 1, &no_time), -EAGAIN);
    assert_int_equal(ring_consumer_claim(ring, 1, &moment), -EAGAIN);
    assert_int_equal(ring_consumer_wait(ring, 2, &moment), -EAGAIN);
    assert_int_equal(ring_consumer_claim_stale(ring, 1), -EAGAIN);
    assert_int_equal(ring_sleep(ring, 1), 0);
    EXPECT(&parties, FLIGHT_CONSUMER, END(TAKE_SEAT, 0),
           END(CONSUMER_CLAIM, .count = 1, .result = -EAGAIN, .nowait = 1),
           BEGIN(CONSUMER_CLAIM, .count = 1), END(CONSUMER_CLAIM, .count = 1, .result = -EAGAIN),
           BEGIN(CONSUMER_WAIT, .count = 2), END(CONSUMER_WAIT, .count = 2, .result = -EAGAIN),
           END(CONSUMER_CLAIM_STALE, .count = 1, .result = -EAGAIN, .nowait = 1), BEGIN(SLEEP, 0),
           END(SLEEP, .result = -EAGAIN));
    parties_leave(&parties);
}

static void calls_that_are_no_steps_leave_no_events(void **state)
{
    struct parties parties = parties_sit(state);
    struct ring *producer = parties.party[FLIGHT_PRODUCER].ring;
    struct ring *consumer = parties.party[FLIGHT_CONSUMER].ring;
    struct ring_heard heard = {.sequence = 1};
    struct block_header header;

    assert_int_equal(ring_producer_commit(producer), -EINVAL);
    assert_int_equal(ring_producer_commit_claim(producer), -EINVAL);
    assert_int_equal(ring_consumer_claim(consumer, 8, &no_time), -ENOBUFS);
    assert_int_equal(ring_consumer_commit(consumer, 1), -EINVAL);
    assert_int_equal(ring_consumer_release(consumer), 0);
    ring_set_heard(consumer, &heard);
    assert_int_equal(ring_position(consumer, &header), -ENODATA);
    assert_int_equal(ring_paused(consumer), 0);
    EXPECT(&parties, FLIGHT_PRODUCER, END(TAKE_SEAT, 0));
    EXPECT(&parties, FLIGHT_CONSUMER, END(TAKE_SEAT, 0));
    parties_leave(&parties);
}

static void the_players_steps_and_notes_are_recorded(void **state)
{
    struct parties parties = parties_sit(state);
    struct ring *ring = parties.party[FLIGHT_PLAYER].ring;

    assert_int_equal(ring_pause(ring), 0);
    assert_int_equal(ring_pause(ring), -EALREADY);
    assert_int_equal(ring_resume(ring), 0);
    assert_int_equal(ring_resume(ring), -EALREADY);
    assert_int_equal(ring_set_orders(ring, &(struct ring_orders){.epoch = 4711}), 0);
    assert_int_equal(ring_wait_vacant(ring, 1), -EAGAIN);
    ring_note(ring, FLIGHT_STARTED, FLIGHT_CONSUMER, 0, 4321);
    ring_note(ring, FLIGHT_ENDED, FLIGHT_CONSUMER, SIGKILL, 4321);
    EXPECT(&parties, FLIGHT_PLAYER, END(TAKE_SEAT, 0), END(PAUSE, 0), END(PAUSE, .result = -EAGAIN),
           END(RESUME, 0), END(RESUME, .result = -EAGAIN), BEGIN(LOCK, 0), END(LOCK, 0),
           {.kind = FLIGHT_EPOCH, .step = FLIGHT_PLAYER, .value = 4711}, END(UNLOCK, 0),
           BEGIN(VACANT, 0), END(VACANT, .result = -EAGAIN),
           {.kind = FLIGHT_STARTED, .step = FLIGHT_CONSUMER, .value = 4321},
           {.kind = FLIGHT_ENDED, .step = FLIGHT_CONSUMER, .result = SIGKILL, .value = 4321});
    parties_leave(&parties);
}

static void a_removed_ring_is_a_result(void **state)
{
    struct parties parties = parties_sit(state);

    assert_int_equal(ring_remove(parties.party[FLIGHT_PLAYER].ring), 0);
    assert_int_equal(ring_producer_wait(parties.party[FLIGHT_PRODUCER].ring, 1), -EINVAL);
    assert_int_equal(ring_sleep(parties.party[FLIGHT_CONSUMER].ring, 1), -EINVAL);
    EXPECT(&parties, FLIGHT_PRODUCER, END(TAKE_SEAT, 0));
    EXPECT(&parties, FLIGHT_CONSUMER, END(TAKE_SEAT, 0), BEGIN(SLEEP, 0),
           END(SLEEP, .result = -EINVAL));
    parties_leave(&parties);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RING_TEST(a_seat_is_recorded_by_who_got_it),
        RING_TEST(who_has_no_seat_leaves_no_events),
        RING_TEST(a_producers_steps_tell_slot_and_claim),
        RING_TEST(a_producers_slots_go_round_and_a_full_ring_is_a_result),
        RING_TEST(a_consumers_steps_tell_the_oldest_slot_and_all_claims),
        RING_TEST(what_a_consumer_does_not_get_is_a_result),
        RING_TEST(calls_that_are_no_steps_leave_no_events),
        RING_TEST(the_players_steps_and_notes_are_recorded),
        RING_TEST(a_removed_ring_is_a_result),
    };

    return cmocka_run_group_tests_name("ring_step", tests, NULL, NULL);
}
