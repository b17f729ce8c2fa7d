/*
 * test_ring_orders.c - orders and their lock, where a new producer goes on, and where the
 * listener is.
 */
#include "tests/unit/ring_fixture.h"

#include "shmring/step.h"

static void give_orders(struct ring *ring, uint32_t epoch, uint32_t track, uint64_t frame)
{
    const struct ring_orders orders = {.epoch = epoch, .track = track, .frame = frame};

    assert_int_equal(ring_set_orders(ring, &orders), 0);
}

static void expect_resume(struct ring *ring, uint32_t epoch, uint32_t track, uint64_t frame,
                          bool at_end)
{
    struct ring_resume_point point;

    assert_int_equal(ring_resume_point(ring, &point), 0);
    assert_int_equal(point.epoch, epoch);
    assert_int_equal(point.track, track);
    assert_int_equal(point.frame, frame);
    assert_int_equal(point.at_end, at_end);
}

static void orders_are_read_as_they_were_given(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *other = ring_fixture_attach(fixture);
    struct ring_orders orders;

    assert_int_equal(ring_epoch(other), 0);
    give_orders(fixture->ring, 7, 3, UINT64_C(1) << 40);
    assert_int_equal(ring_epoch(other), 7);
    assert_int_equal(ring_orders(other, &orders), 0);
    assert_int_equal(orders.epoch, 7);
    assert_int_equal(orders.track, 3);
    assert_int_equal(orders.frame, UINT64_C(1) << 40);
    ring_fixture_expect(ring_set_id(other), (const uint16_t[SEM_COUNT]){8, 0, 0, 0, 0, 1, 1, 1, 1});
    ring_detach(other);
}

static int take_lock(void *context, int what)
{
    const struct ring_fixture *fixture = context;

    (void)what;
    return step_do(ring_set_id(fixture->ring), STEP_LOCK, &(struct step_arguments){0}, NULL);
}

static void a_lock_that_is_held_is_an_error_after_a_second_and_a_death_opens_it(void **state)
{
    struct ring_fixture *fixture = *state;
    const struct ring_orders orders = {.epoch = 2, .track = 2, .frame = 2};
    struct partner partner = partner_start(take_lock, fixture);

    give_orders(fixture->ring, 1, 1, 1);
    assert_int_equal(partner_do(&partner, 0), 0);
    assert_int_equal(ring_set_orders(fixture->ring, &orders), -ETIMEDOUT);
    assert_int_equal(ring_epoch(fixture->ring), 1);
    assert_int_equal(ring_segment(fixture->ring)->orders.frame, 1);
    partner_end(&partner);
    assert_int_equal(ring_set_orders(fixture->ring, &orders), 0);
    assert_int_equal(ring_epoch(fixture->ring), 2);
}

static void a_producer_of_a_fresh_ring_begins_with_the_orders(void **state)
{
    const struct ring_fixture *fixture = *state;

    expect_resume(fixture->ring, 0, 0, 0, false);
    give_orders(fixture->ring, 1, 5, 12345);
    expect_resume(fixture->ring, 1, 5, 12345, false);
}

static void a_new_producer_goes_on_after_the_newest_block(void **state)
{
    const struct ring_fixture *fixture = *state;

    give_orders(fixture->ring, 1, 0, 0);
    for (uint64_t i = 0; i < 8; i++) {
        assert_int_equal(ring_fixture_produce(fixture->ring, 1, i * 100), 0);
        expect_resume(fixture->ring, 1, 0, i * 100 + 100, false);
    }
    assert_int_equal(ring_consumer_claim(fixture->ring, 7, NULL), 0);
    assert_int_equal(ring_consumer_commit(fixture->ring, 7), 0);
    expect_resume(fixture->ring, 1, 0, 800, false);
}

static void a_claimed_block_that_was_not_committed_is_decoded_again(void **state)
{
    const struct ring_fixture *fixture = *state;

    give_orders(fixture->ring, 1, 0, 0);
    assert_int_equal(ring_fixture_produce(fixture->ring, 1, 0), 0);
    assert_int_equal(ring_producer_claim(fixture->ring), 0);
    ring_fixture_fill(fixture->ring, 1, 100, 0);
    expect_resume(fixture->ring, 1, 0, 100, false);
}

static void after_the_end_of_a_track_it_says_so(void **state)
{
    const struct ring_fixture *fixture = *state;

    give_orders(fixture->ring, 1, 0, 0);
    assert_int_equal(ring_producer_claim(fixture->ring), 0);
    ring_fixture_fill(fixture->ring, 1, 900, 0);
    ring_producer_block(fixture->ring)->flags = BLOCK_END;
    ring_producer_block(fixture->ring)->frames = 0;
    ring_producer_block(fixture->ring)->track = 4;
    assert_int_equal(ring_producer_commit(fixture->ring), 0);
    expect_resume(fixture->ring, 1, 4, 900, true);
}

static void new_orders_count_more_than_the_newest_block(void **state)
{
    const struct ring_fixture *fixture = *state;

    give_orders(fixture->ring, 1, 0, 0);
    assert_int_equal(ring_fixture_produce(fixture->ring, 1, 0), 0);
    give_orders(fixture->ring, 2, 1, 777);
    expect_resume(fixture->ring, 2, 1, 777, false);
}

static void a_newest_header_that_cannot_be_true_is_passed_over(void **state)
{
    const struct ring_fixture *fixture = *state;

    give_orders(fixture->ring, 1, 0, 300);
    assert_int_equal(ring_fixture_produce(fixture->ring, 1, 300), 0);
    assert_int_equal(ring_fixture_produce(fixture->ring, 1, 400), 0);
    memset(ring_block(fixture->ring, 1), 0xff, sizeof(struct block_header));
    expect_resume(fixture->ring, 1, 0, 300, false);
}

static void what_was_heard_is_published_whole(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *other = ring_fixture_attach(fixture);
    struct ring_segment *segment = ring_segment(fixture->ring);

    ring_set_heard(fixture->ring,
                   &(const struct ring_heard){.sequence = 5, .frames = 40, .total = 440});
    ring_set_heard(fixture->ring,
                   &(const struct ring_heard){.sequence = 6, .frames = 1, .total = 501});
    assert_int_equal(ring_heard(other).sequence, 6);
    assert_int_equal(ring_heard(other).frames, 1);
    assert_int_equal(ring_heard(other).total, 501);
    /* What held before is the one that is written next; half of it there, nobody looks. */
    assert_int_equal(segment->heard[!atomic_load(&segment->heard_now)].sequence, 5);
    segment->heard[!atomic_load(&segment->heard_now)].sequence = 99;
    assert_int_equal(ring_heard(other).sequence, 6);
    assert_int_equal(ring_heard(other).total, 501);
    ring_detach(other);
}

static void blocks_before_the_heard_one_were_heard_and_those_after_it_were_not(void **state)
{
    static const struct {
        uint32_t heard, frames, sequence, expected;
    } rows[] = {
        {0, 0, 1, 0},
        {0, 50, 1, 0},
        {0, 50, 0x90000000, 0},
        {5, 40, 5, 40},
        {5, 0, 5, 0},
        {5, 100, 5, 100},
        {5, 40, 6, 0},
        {5, 40, 4, 100},
        {5, 40, 1, 100},
        {5, 101, 5, 100},
        {5, UINT32_MAX, 5, 100},
        {UINT32_MAX, 7, 1, 0},
        {1, 7, UINT32_MAX, 100},
    };
    const struct ring_fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct block_header block = {.sequence = rows[i].sequence, .frames = 100};
        const struct ring_heard heard = {.sequence = rows[i].heard, .frames = rows[i].frames};

        ring_set_heard(fixture->ring, &heard);
        if (ring_heard_frames(fixture->ring, &block) != rows[i].expected)
            fail_msg("row %zu: %u", i, ring_heard_frames(fixture->ring, &block));
    }
}

static void expect_position(const struct ring *ring, uint64_t position, uint32_t frames)
{
    struct block_header at;

    assert_int_equal(ring_position(ring, &at), 0);
    assert_int_equal(at.position, position);
    assert_int_equal(at.frames, frames);
    assert_int_equal(at.rate, 44100);
    assert_int_equal(at.channels, 2);
    assert_int_equal(at.format, SAMPLE_S16);
}

static void the_place_is_the_first_unheard_frame(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;
    struct block_header at;

    assert_int_equal(ring_position(ring, &at), -ENODATA);
    give_orders(ring, 1, 0, 0);
    assert_int_equal(ring_position(ring, &at), -ENODATA);
    for (uint64_t i = 0; i < 8; i++)
        assert_int_equal(ring_fixture_produce(ring, 1, i * 100), 0);
    expect_position(ring, 0, 100);
    assert_int_equal(ring_consumer_claim(ring, 7, NULL), 0); /* HEAD and TAIL are both 0 */
    expect_position(ring, 0, 100);
    ring_set_heard(ring, &(const struct ring_heard){.sequence = 1, .frames = 30});
    expect_position(ring, 30, 70);
    ring_set_heard(ring, &(const struct ring_heard){.sequence = 1, .frames = 100});
    expect_position(ring, 100, 0);
    assert_int_equal(ring_consumer_commit(ring, 1), 0);
    expect_position(ring, 100, 100);
}

static void in_an_empty_ring_the_place_is_the_end_of_the_newest_block(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;

    give_orders(ring, 1, 0, 0);
    for (uint64_t i = 0; i < 3; i++)
        assert_int_equal(ring_fixture_produce(ring, 1, i * 100), 0);
    assert_int_equal(ring_consumer_claim(ring, 3, NULL), 0);
    assert_int_equal(ring_consumer_commit(ring, 3), 0);
    expect_position(ring, 300, 0);
}

static void blocks_of_old_orders_and_bad_ones_have_no_place(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;
    struct block_header at = {.position = 4711};

    give_orders(ring, 1, 0, 0);
    assert_int_equal(ring_fixture_produce(ring, 1, 0), 0);
    give_orders(ring, 2, 0, 0);
    assert_int_equal(ring_position(ring, &at), -ENODATA);
    assert_int_equal(ring_consumer_claim_stale(ring, 1), 0);
    assert_int_equal(ring_consumer_commit(ring, 1), 0);
    assert_int_equal(ring_position(ring, &at), -ENODATA);
    assert_int_equal(ring_fixture_produce(ring, 2, 0), 0);
    expect_position(ring, 0, 100);
    ring_block(ring, 1)->channels = 0;
    assert_int_equal(ring_position(ring, &at), -ENODATA);
    assert_int_equal(at.position, 4711);
}

static void what_was_heard_last_is_known_when_all_objects_are_gone(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *ring = fixture->ring;
    struct block_header at;

    give_orders(ring, 1, 0, 0);
    for (uint64_t i = 0; i < 3; i++)
        assert_int_equal(ring_fixture_produce(ring, 1, i * 100), 0);
    assert_int_equal(ring_last_heard(ring, &at), -ENODATA);
    ring_set_heard(ring, &(const struct ring_heard){.sequence = 2, .frames = 30});
    ring_remove(ring);
    assert_int_equal(ring_last_heard(ring, &at), 0);
    assert_int_equal(at.position, 130);
    assert_int_equal(at.frames, 70);
    ring_set_heard(ring, &(const struct ring_heard){.sequence = 2, .frames = UINT32_MAX});
    assert_int_equal(ring_last_heard(ring, &at), 0);
    assert_int_equal(at.position, 200);
    assert_int_equal(at.frames, 0);
    ring_set_heard(ring, &(const struct ring_heard){.sequence = 4, .frames = 1});
    assert_int_equal(ring_last_heard(ring, &at), -ENODATA);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RING_TEST(orders_are_read_as_they_were_given),
        RING_TEST(a_lock_that_is_held_is_an_error_after_a_second_and_a_death_opens_it),
        RING_TEST(a_producer_of_a_fresh_ring_begins_with_the_orders),
        RING_TEST(a_new_producer_goes_on_after_the_newest_block),
        RING_TEST(a_claimed_block_that_was_not_committed_is_decoded_again),
        RING_TEST(after_the_end_of_a_track_it_says_so),
        RING_TEST(new_orders_count_more_than_the_newest_block),
        RING_TEST(a_newest_header_that_cannot_be_true_is_passed_over),
        RING_TEST(what_was_heard_is_published_whole),
        RING_TEST(blocks_before_the_heard_one_were_heard_and_those_after_it_were_not),
        RING_TEST(the_place_is_the_first_unheard_frame),
        RING_TEST(what_was_heard_last_is_known_when_all_objects_are_gone),
        RING_TEST(in_an_empty_ring_the_place_is_the_end_of_the_newest_block),
        RING_TEST(blocks_of_old_orders_and_bad_ones_have_no_place),
    };
    return cmocka_run_group_tests_name("ring_orders", tests, NULL, NULL);
}
