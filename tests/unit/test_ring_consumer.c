/*
 * test_ring_consumer.c - the consumer's calls: several claims in hand, what comes back when it
 * dies, and the gate.
 */
#include "tests/unit/ring_fixture.h"

static const struct timespec no_time;

static void fill_ring(struct ring *ring, int blocks)
{
    for (int i = 0; i < blocks; i++)
        assert_int_equal(ring_fixture_produce(ring, 0, (uint64_t)i * 100), 0);
}

/* The position of the i-th block in hand. */
static uint64_t in_hand(const struct ring *ring, uint16_t i)
{
    return ring_block(ring, ring_consumer_slot(ring, i))->position;
}

static void claims_come_in_order_and_stay_until_committed(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;

    fill_ring(ring, 5);
    assert_int_equal(ring_consumer_held(ring), 0);
    assert_int_equal(ring_consumer_claim(ring, 2, NULL), 0);
    assert_int_equal(ring_consumer_claim(ring, 1, &no_time), 0);
    assert_int_equal(ring_consumer_held(ring), 3);
    for (uint16_t i = 0; i < 3; i++)
        assert_int_equal(in_hand(ring, i), i * 100);
    assert_int_equal(ring_consumer_commit(ring, 2), 0);
    assert_int_equal(ring_consumer_held(ring), 1);
    assert_int_equal(in_hand(ring, 0), 200);
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){5, 2, 5, 2, 0, 1, 1, 1, 1});
}

static void more_than_is_in_hand_cannot_be_committed(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;

    fill_ring(ring, 3);
    assert_int_equal(ring_consumer_commit(ring, 1), -EINVAL);
    assert_int_equal(ring_consumer_claim(ring, 2, NULL), 0);
    assert_int_equal(ring_consumer_commit(ring, 3), -EINVAL);
    assert_int_equal(ring_consumer_commit(ring, 0), -EINVAL);
    assert_int_equal(ring_consumer_held(ring), 2);
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){5, 1, 3, 0, 0, 1, 1, 1, 1});
}

static void the_whole_ring_is_never_in_hand(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;

    fill_ring(ring, 8);
    assert_int_equal(ring_consumer_claim(ring, 8, NULL), -ENOBUFS);
    assert_int_equal(ring_consumer_claim(ring, 0, NULL), -ENOBUFS);
    assert_int_equal(ring_consumer_claim(ring, 65535, NULL), -ENOBUFS);
    assert_int_equal(ring_consumer_claim(ring, 7, NULL), 0);
    assert_int_equal(ring_consumer_claim(ring, 1, NULL), -ENOBUFS);
    assert_int_equal(ring_consumer_claim_stale(ring, 1), -ENOBUFS);
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){0, 1, 0, 0, 0, 1, 1, 1, 1});
}

static void what_is_released_is_claimed_again_in_the_same_order(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;

    fill_ring(ring, 6);
    assert_int_equal(ring_consumer_claim(ring, 5, NULL), 0);
    assert_int_equal(ring_consumer_commit(ring, 2), 0);
    assert_int_equal(ring_consumer_release(ring), 0);
    assert_int_equal(ring_consumer_held(ring), 0);
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){4, 4, 6, 2, 0, 1, 1, 1, 1});
    assert_int_equal(ring_consumer_release(ring), 0);
    assert_int_equal(ring_consumer_claim(ring, 4, NULL), 0);
    for (uint16_t i = 0; i < 4; i++)
        assert_int_equal(in_hand(ring, i), 200 + i * 100);
}

static void an_empty_ring_times_out_and_nothing_changes(void **state)
{
    const struct ring_fixture *fixture = *state;
    const struct timespec moment = {.tv_nsec = 1000000};
    struct ring *ring = fixture->ring;

    fill_ring(ring, 1);
    assert_int_equal(ring_consumer_claim(ring, 2, &no_time), -EAGAIN);
    assert_int_equal(ring_consumer_claim(ring, 2, &moment), -EAGAIN);
    assert_int_equal(ring_consumer_claim_stale(ring, 2), -EAGAIN);
    assert_int_equal(ring_consumer_wait(ring, 2, &moment), -EAGAIN);
    assert_int_equal(ring_consumer_wait(ring, 1, &moment), 0);
    assert_int_equal(ring_consumer_held(ring), 0);
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){7, 1, 1, 0, 0, 1, 1, 1, 1});
}

static void a_shut_gate_keeps_all_but_stale_blocks(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;

    fill_ring(ring, 3);
    assert_int_equal(ring_pause(ring), 0);
    assert_int_equal(ring_consumer_claim(ring, 1, &no_time), -EAGAIN);
    assert_int_equal(ring_consumer_claim_stale(ring, 2), 0);
    assert_int_equal(ring_consumer_held(ring), 2);
    assert_int_equal(in_hand(ring, 1), 100);
    assert_int_equal(ring_consumer_commit(ring, 2), 0);
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){7, 1, 3, 2, 1, 1, 1, 1, 1});
}

enum { CLAIM_1, CLAIM_3, COMMIT_1, WAIT_2, POSITION };

static int consume(void *context, int what)
{
    const struct ring_fixture *fixture = context;
    static struct ring *ring;

    if (!ring)
        ring = ring_fixture_attach(fixture);
    switch (what) {
    case CLAIM_1:
        return ring_consumer_claim(ring, 1, NULL);
    case CLAIM_3:
        return ring_consumer_claim(ring, 3, NULL);
    case COMMIT_1:
        return ring_consumer_commit(ring, 1);
    case WAIT_2:
        return ring_consumer_wait(ring, 2, NULL);
    default:
        return (int)in_hand(ring, 0);
    }
}

static void a_death_gives_back_exactly_what_was_not_committed(void **state)
{
    struct ring_fixture *fixture = *state;
    int set = ring_set_id(fixture->ring);
    struct partner first = partner_start(consume, fixture);
    struct partner second;

    fill_ring(fixture->ring, 7);
    assert_int_equal(partner_do(&first, CLAIM_3), 0);
    assert_int_equal(partner_do(&first, CLAIM_3), 0);
    assert_int_equal(partner_do(&first, COMMIT_1), 0);
    assert_int_equal(partner_do(&first, COMMIT_1), 0);
    ring_fixture_expect(set, (const uint16_t[SEM_COUNT]){3, 1, 7, 2, 0, 1, 1, 1, 1});
    partner_end(&first);
    ring_fixture_expect(set, (const uint16_t[SEM_COUNT]){3, 5, 7, 2, 0, 1, 1, 1, 1});
    second = partner_start(consume, fixture);
    assert_int_equal(partner_do(&second, CLAIM_3), 0);
    assert_int_equal(partner_do(&second, POSITION), 200);
    partner_end(&second);
    ring_fixture_expect(set, (const uint16_t[SEM_COUNT]){3, 5, 7, 2, 0, 1, 1, 1, 1});
}

static void a_paused_consumer_sleeps_at_the_gate_and_wakes_at_resume(void **state)
{
    struct ring_fixture *fixture = *state;
    int set = ring_set_id(fixture->ring);
    struct partner partner = partner_start(consume, fixture);

    fill_ring(fixture->ring, 1);
    assert_int_equal(ring_pause(fixture->ring), 0);
    partner_tell(&partner, CLAIM_1);
    assert_true(ring_fixture_await(semset_waiting_zero, set, SEM_PAUSED, 1));
    assert_int_equal(semset_waiting_grow(set, SEM_FILLED), 0);
    assert_int_equal(ring_fixture_produce(fixture->ring, 0, 100), 0);
    ring_fixture_expect(set, (const uint16_t[SEM_COUNT]){6, 2, 2, 0, 1, 1, 1, 1, 1});
    assert_int_equal(ring_resume(fixture->ring), 0);
    assert_int_equal(partner_await(&partner), 0);
    ring_fixture_expect(set, (const uint16_t[SEM_COUNT]){6, 1, 2, 0, 0, 1, 1, 1, 1});
    partner_end(&partner);
}

static void a_consumer_without_blocks_sleeps_until_there_is_one(void **state)
{
    struct ring_fixture *fixture = *state;
    int set = ring_set_id(fixture->ring);
    struct partner partner = partner_start(consume, fixture);

    partner_tell(&partner, CLAIM_1);
    assert_true(ring_fixture_await(semset_waiting_grow, set, SEM_FILLED, 1));
    assert_int_equal(ring_pause(fixture->ring), 0);
    assert_true(ring_fixture_await(semset_waiting_zero, set, SEM_PAUSED, 1));
    assert_int_equal(ring_resume(fixture->ring), 0);
    assert_int_equal(ring_fixture_produce(fixture->ring, 0, 0), 0);
    assert_int_equal(partner_await(&partner), 0);
    partner_tell(&partner, WAIT_2);
    assert_true(ring_fixture_await(semset_waiting_grow, set, SEM_FILLED, 1));
    fill_ring(fixture->ring, 2);
    assert_int_equal(partner_await(&partner), 0);
    ring_fixture_expect(set, (const uint16_t[SEM_COUNT]){5, 2, 3, 0, 0, 1, 1, 1, 1});
    partner_end(&partner);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RING_TEST(claims_come_in_order_and_stay_until_committed),
        RING_TEST(more_than_is_in_hand_cannot_be_committed),
        RING_TEST(the_whole_ring_is_never_in_hand),
        RING_TEST(what_is_released_is_claimed_again_in_the_same_order),
        RING_TEST(an_empty_ring_times_out_and_nothing_changes),
        RING_TEST(a_shut_gate_keeps_all_but_stale_blocks),
        RING_TEST(a_death_gives_back_exactly_what_was_not_committed),
        RING_TEST(a_paused_consumer_sleeps_at_the_gate_and_wakes_at_resume),
        RING_TEST(a_consumer_without_blocks_sleeps_until_there_is_one),
    };
    return cmocka_run_group_tests_name("ring_consumer", tests, NULL, NULL);
}
