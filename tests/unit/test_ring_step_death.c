/*
 * test_ring_step_death.c - what the dead leave in the flight recorder, and with what their
 * successors go on.
 */
#include "tests/unit/parties.h"

enum { SIT_PRODUCER, SIT_CONSUMER, CLAIM, HAND_OVER, WAIT, TAKE_2, COMMIT_1, AWAIT_2 };

static int work(void *context, int what)
{
    static struct ring *ring;
    pid_t holder;

    if (!ring)
        ring = ring_fixture_attach(context);
    switch (what) {
    case SIT_PRODUCER:
        return ring_take_seat(ring, SEM_PRODUCER, &holder);
    case SIT_CONSUMER:
        return ring_take_seat(ring, SEM_CONSUMER, &holder);
    case CLAIM:
        return ring_producer_claim(ring);
    case HAND_OVER:
        return ring_producer_commit_claim(ring);
    case WAIT:
        return ring_producer_wait(ring, 2);
    case TAKE_2:
        return ring_consumer_claim(ring, 2, NULL);
    case COMMIT_1:
        return ring_consumer_commit(ring, 1);
    default:
        return ring_consumer_wait(ring, 2, NULL);
    }
}

static void run(const struct partner *partner, const int *what, int count)
{
    for (int i = 0; i < count; i++)
        assert_int_equal(partner_do(partner, what[i]), 0);
}

static void a_dead_producers_words_stay_and_its_successor_begins_with_the_right_slot(void **state)
{
    static const int first_does[] = {SIT_PRODUCER, CLAIM, HAND_OVER, HAND_OVER};
    static const int second_does[] = {SIT_PRODUCER, WAIT, CLAIM};
    struct parties parties = {.party[FLIGHT_PRODUCER].ring = ring_fixture_attach(*state)};
    struct partner first = partner_start(work, *state), second = partner_start(work, *state);
    const struct flight_event of_first[] = {
        END(TAKE_SEAT, 0), BEGIN(PRODUCER_CLAIM, .count = 1),
        END(PRODUCER_CLAIM, .count = 1, .held = 1),
        END(PRODUCER_COMMIT_CLAIM, .count = 1, .held = 1),
        END(PRODUCER_COMMIT_CLAIM, .slot = 1, .count = 1, .held = 1)};
    const struct flight_event of_second[] = {
        END(TAKE_SEAT, 0), BEGIN(PRODUCER_WAIT, .slot = 2, .count = 2),
        END(PRODUCER_WAIT, .slot = 2, .count = 2), BEGIN(PRODUCER_CLAIM, .slot = 2, .count = 1),
        END(PRODUCER_CLAIM, .slot = 2, .count = 1, .held = 1)};

    run(&first, first_does, 4);
    partner_end(&first);
    parties_expect(&parties, FLIGHT_PRODUCER, first.pid, of_first, 5);
    run(&second, second_does, 3);
    parties_expect(&parties, FLIGHT_PRODUCER, second.pid, of_second, 5);
    partner_end(&second);
    ring_detach(parties.party[FLIGHT_PRODUCER].ring);
}

static void a_dead_consumers_last_word_is_its_sleep_and_its_successor_begins_at_tail(void **state)
{
    static const int first_does[] = {SIT_CONSUMER, TAKE_2, COMMIT_1};
    static const int second_does[] = {SIT_CONSUMER, AWAIT_2, TAKE_2};
    struct ring_fixture *fixture = *state;
    struct parties parties = {.party[FLIGHT_CONSUMER].ring = ring_fixture_attach(*state)};
    struct partner first = partner_start(work, *state), second = partner_start(work, *state);
    const struct flight_event of_first[] = {
        END(TAKE_SEAT, 0), BEGIN(CONSUMER_CLAIM, .count = 2),
        END(CONSUMER_CLAIM, .count = 2, .held = 2), END(CONSUMER_COMMIT, .count = 1, .held = 1),
        BEGIN(CONSUMER_CLAIM, .slot = 1, .count = 2, .held = 1)};
    const struct flight_event of_second[] = {
        END(TAKE_SEAT, 0), BEGIN(CONSUMER_WAIT, .slot = 1, .count = 2),
        END(CONSUMER_WAIT, .slot = 1, .count = 2), BEGIN(CONSUMER_CLAIM, .slot = 1, .count = 2),
        END(CONSUMER_CLAIM, .slot = 1, .count = 2, .held = 2)};

    for (int i = 0; i < 3; i++)
        assert_int_equal(ring_fixture_produce(fixture->ring, 0, 0), 0);
    run(&first, first_does, 3);
    partner_tell(&first, TAKE_2);
    assert_true(ring_fixture_await(semset_waiting_grow, ring_set_id(fixture->ring), SEM_FILLED, 1));
    partner_end(&first);
    parties_expect(&parties, FLIGHT_CONSUMER, first.pid, of_first, 5);
    run(&second, second_does, 3);
    parties_expect(&parties, FLIGHT_CONSUMER, second.pid, of_second, 5);
    partner_end(&second);
    ring_detach(parties.party[FLIGHT_CONSUMER].ring);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RING_TEST(a_dead_producers_words_stay_and_its_successor_begins_with_the_right_slot),
        RING_TEST(a_dead_consumers_last_word_is_its_sleep_and_its_successor_begins_at_tail),
    };

    return cmocka_run_group_tests_name("ring_step_death", tests, NULL, NULL);
}
