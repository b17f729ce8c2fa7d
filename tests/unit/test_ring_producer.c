/*
 * test_ring_producer.c - the producer's calls: claims, hand-overs, waiting, and its deaths.
 */
#include "tests/unit/ring_fixture.h"

enum { MANY = 110000 };

/* A step done twice at most once: what a producer calls in the wrong order. */
static void calls_in_the_wrong_order_are_refused_and_change_nothing(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;

    assert_null(ring_producer_block(ring));
    assert_int_equal(ring_producer_commit(ring), -EINVAL);
    assert_int_equal(ring_producer_commit_claim(ring), -EINVAL);
    assert_int_equal(ring_producer_claim(ring), 0);
    assert_int_equal(ring_producer_claim(ring), -EBUSY);
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){7, 0, 0, 0, 0, 1, 1, 1, 1});
}

static void blocks_are_numbered_from_one_in_the_order_of_the_slots(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;

    assert_int_equal(ring_producer_claim(ring), 0);
    for (uint32_t i = 0; i < 8; i++) {
        assert_ptr_equal(ring_producer_block(ring), ring_block(ring, i));
        assert_int_equal(ring_producer_block(ring)->sequence, i + 1);
        ring_fixture_fill(ring, 1, i, (int16_t)i);
        assert_int_equal(ring_producer_commit_claim(ring), i < 7 ? 0 : -EAGAIN);
    }
    assert_ptr_equal(ring_producer_block(ring), ring_block(ring, 7));
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){0, 7, 7, 0, 0, 1, 1, 1, 1});
    assert_int_equal(ring_producer_commit(ring), 0);
    assert_null(ring_producer_block(ring));
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){0, 8, 0, 0, 0, 1, 1, 1, 1});
}

static void a_hand_over_never_runs_out_of_range(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *producer = fixture->ring;
    struct ring *consumer = ring_fixture_attach(fixture);

    assert_int_equal(ring_producer_claim(producer), 0);
    for (uint32_t i = 0; i < MANY; i++) {
        int error = ring_producer_commit_claim(producer);

        if (error == 0)
            error = ring_consumer_claim(consumer, 1, NULL);
        if (error == 0)
            error = ring_consumer_commit(consumer, 1);
        if (error < 0)
            fail_msg("%d after %u hand-overs", error, i);
    }
    ring_fixture_expect(ring_set_id(producer),
                        (const uint16_t[SEM_COUNT]){7, 0, MANY % 8, MANY % 8, 0, 1, 1, 1, 1});
    assert_int_equal(ring_producer_block(producer)->sequence, MANY + 1);
    ring_detach(consumer);
}

enum { CLAIM, COMMIT, COMMIT_CLAIM, WAIT_4, WAIT_FREE };

static int produce(void *context, int what)
{
    const struct ring_fixture *fixture = context;
    static struct ring *ring;

    if (!ring)
        ring = ring_fixture_attach(fixture);
    switch (what) {
    case CLAIM:
        return ring_producer_claim(ring);
    case COMMIT:
        ring_fixture_fill(ring, 0, 0, 1);
        return ring_producer_commit(ring);
    case COMMIT_CLAIM:
        ring_fixture_fill(ring, 0, 0, 1);
        return ring_producer_commit_claim(ring);
    default:
        return ring_producer_wait(ring, 4);
    }
}

static void a_full_ring_lets_the_producer_sleep_until_a_slot_is_free(void **state)
{
    struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;
    struct partner partner = partner_start(produce, fixture);

    for (int i = 0; i < 8; i++) {
        assert_int_equal(partner_do(&partner, CLAIM), 0);
        assert_int_equal(partner_do(&partner, COMMIT), 0);
    }
    partner_tell(&partner, CLAIM);
    assert_true(ring_fixture_await(semset_waiting_grow, ring_set_id(ring), SEM_FREE, 1));
    assert_int_equal(ring_consumer_claim(ring, 1, NULL), 0);
    assert_true(ring_fixture_await(semset_waiting_grow, ring_set_id(ring), SEM_FREE, 1));
    assert_int_equal(ring_consumer_commit(ring, 1), 0);
    assert_int_equal(partner_await(&partner), 0);
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){0, 7, 0, 1, 0, 1, 1, 1, 1});
    partner_end(&partner);
}

static void waiting_for_a_burst_ends_at_the_fourth_free_slot_and_takes_none(void **state)
{
    struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;
    struct partner partner = partner_start(produce, fixture);

    for (int i = 0; i < 8; i++)
        assert_int_equal(ring_fixture_produce(ring, 0, 0), 0);
    partner_tell(&partner, WAIT_4);
    for (int i = 0; i < 4; i++) {
        assert_true(ring_fixture_await(semset_waiting_grow, ring_set_id(ring), SEM_FREE, 1));
        assert_int_equal(ring_consumer_claim(ring, 1, NULL), 0);
        assert_int_equal(ring_consumer_commit(ring, 1), 0);
    }
    assert_int_equal(partner_await(&partner), 0);
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){4, 4, 0, 4, 0, 1, 1, 1, 1});
    assert_int_equal(ring_producer_wait(ring, 4), 0);
    partner_end(&partner);
}

static void a_death_gives_the_slot_back_and_the_next_producer_begins_with_it(void **state)
{
    struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;
    struct partner partner = partner_start(produce, fixture);

    assert_int_equal(partner_do(&partner, CLAIM), 0);
    for (int i = 0; i < 5; i++)
        assert_int_equal(partner_do(&partner, COMMIT_CLAIM), 0);
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){2, 5, 5, 0, 0, 1, 1, 1, 1});
    partner_end(&partner);
    ring_fixture_expect(ring_set_id(ring), (const uint16_t[SEM_COUNT]){3, 5, 5, 0, 0, 1, 1, 1, 1});
    assert_int_equal(ring_producer_claim(ring), 0);
    assert_ptr_equal(ring_producer_block(ring), ring_block(ring, 5));
    assert_int_equal(ring_producer_block(ring)->sequence, 6);
}

static void a_new_producer_counts_on_from_beyond_the_ring_after_a_bad_header(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;
    struct ring *next;

    for (int i = 0; i < 3; i++)
        assert_int_equal(ring_fixture_produce(ring, 0, 0), 0);
    ring_set_heard(ring, &(const struct ring_heard){.sequence = 2, .frames = 100});
    memset(ring_block(ring, 2), 0xff, sizeof(struct block_header));
    next = ring_fixture_attach(fixture);
    assert_int_equal(ring_producer_claim(next), 0);
    assert_int_equal(ring_producer_block(next)->sequence, 2 + 8 + 1);
    ring_detach(next);
}

static void a_new_producer_does_not_count_on_from_a_number_that_was_heard_long_ago(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;
    struct ring *next;

    assert_int_equal(ring_fixture_produce(ring, 0, 0), 0);
    ring_set_heard(ring, &(const struct ring_heard){.sequence = 500, .frames = 1});
    next = ring_fixture_attach(fixture);
    assert_int_equal(ring_producer_claim(next), 0);
    assert_int_equal(ring_producer_block(next)->sequence, 500 + 8 + 1);
    ring_detach(next);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RING_TEST(calls_in_the_wrong_order_are_refused_and_change_nothing),
        RING_TEST(blocks_are_numbered_from_one_in_the_order_of_the_slots),
        RING_TEST(a_hand_over_never_runs_out_of_range),
        RING_TEST(a_full_ring_lets_the_producer_sleep_until_a_slot_is_free),
        RING_TEST(waiting_for_a_burst_ends_at_the_fourth_free_slot_and_takes_none),
        RING_TEST(a_death_gives_the_slot_back_and_the_next_producer_begins_with_it),
        RING_TEST(a_new_producer_counts_on_from_beyond_the_ring_after_a_bad_header),
        RING_TEST(a_new_producer_does_not_count_on_from_a_number_that_was_heard_long_ago),
    };
    return cmocka_run_group_tests_name("ring_producer", tests, NULL, NULL);
}
