/*
 * test_lab_wrong_ring.c - the wrong ring works as long as nobody ends, and then is wrong in just
 * the ways that it is kept for.
 */
#include "tests/unit/lab_fixture.h"

#include "tools/rondolab/await.h"
#include "tools/rondolab/wrong_party.h"

static const struct timespec no_time;

static struct wrong_ring make(const struct guardian *guardian, bool undo)
{
    struct wrong_ring ring;

    assert_int_equal(wrong_ring_create(guardian, undo, &ring), 0);
    return ring;
}

static struct subject start(const struct guardian *guardian, const struct wrong_ring *ring,
                            bool undo)
{
    struct subject subject;

    assert_int_equal(wrong_party_start(guardian, ring, undo, &subject), 0);
    return subject;
}

static void assert_values(const struct wrong_ring *ring, int free_slots, int filled)
{
    assert_int_equal(wrong_ring_value(ring, WRONG_FREE), free_slots);
    assert_int_equal(wrong_ring_value(ring, WRONG_FILLED), filled);
}

static void blocks_come_out_in_their_order_round_the_end(void **state)
{
    struct wrong_ring ring = make(*state, false);
    uint32_t block;

    for (uint32_t i = 0; i < 3 * WRONG_SLOTS; i++) {
        assert_int_equal(wrong_ring_put(&ring), 0);
        assert_int_equal(wrong_ring_get(&ring, &block), 0);
        assert_int_equal(block, i);
    }
    assert_values(&ring, WRONG_SLOTS, 0);
    wrong_ring_remove(&ring);
}

static void nobody_takes_more_than_there_is(void **state)
{
    struct wrong_ring ring = make(*state, false);

    for (int i = 0; i < WRONG_SLOTS; i++)
        assert_int_equal(wrong_ring_put(&ring), 0);
    assert_int_equal(wrong_ring_take(&ring, WRONG_FREE, &no_time), -EAGAIN);
    wrong_ring_remove(&ring);
}

static void a_sleeper_is_seen_and_woken(void **state)
{
    struct wrong_ring ring = make(*state, false);
    struct subject consumer = start(*state, &ring, false);
    struct await await = await_begin();
    struct answer answer;

    subject_order(&consumer, &(struct order){.act = WRONG_TAKE_FILLED, .count = 1});
    while (wrong_ring_asleep(&ring, WRONG_FILLED) < 1)
        assert_int_equal(await_tick(&await), 0);
    assert_int_equal(wrong_ring_post(&ring, WRONG_FILLED), 0);
    assert_int_equal(subject_answer(&consumer, &answer), 0);
    assert_int_equal(answer.count, 1);
    subject_kill(&consumer);
    wrong_ring_remove(&ring);
}

static void with_undo_an_end_takes_back_all_that_was_done(void **state)
{
    struct wrong_ring ring = make(*state, true);
    struct subject producer = start(*state, &ring, true);

    assert_int_equal(subject_do(&producer, WRONG_PUT, 5, NULL), 0);
    assert_values(&ring, 3, 5);
    subject_dismiss(&producer);
    assert_values(&ring, 8, 0);
    wrong_ring_remove(&ring);
}

static void without_undo_a_death_keeps_what_was_in_hand(void **state)
{
    struct wrong_ring ring = make(*state, false);
    struct subject producer = start(*state, &ring, false);

    assert_int_equal(subject_do(&producer, WRONG_PUT, 2, NULL), 0);
    assert_int_equal(subject_do(&producer, WRONG_TAKE_FREE, 1, NULL), 0);
    subject_kill(&producer);
    assert_values(&ring, 5, 2);
    wrong_ring_remove(&ring);
}

static void undo_is_each_process_own_choice(void **state)
{
    struct wrong_ring ring = make(*state, true);
    struct subject careful = start(*state, &ring, true);
    struct subject careless = start(*state, &ring, false);

    assert_int_equal(subject_do(&careful, WRONG_POST_FILLED, 4, NULL), 0);
    assert_int_equal(subject_do(&careless, WRONG_POST_FILLED, 3, NULL), 0);
    subject_kill(&careless);
    assert_values(&ring, 8, 7);
    subject_kill(&careful);
    assert_values(&ring, 8, 3);
    wrong_ring_remove(&ring);
}

static void the_answer_says_how_many_before_an_error(void **state)
{
    struct wrong_ring ring = make(*state, false);
    struct subject consumer = start(*state, &ring, false);
    struct answer answer;

    for (int i = 0; i < 3; i++)
        assert_int_equal(wrong_ring_put(&ring), 0);
    assert_int_equal(subject_do(&consumer, WRONG_GET, 5, &answer), -EAGAIN);
    assert_int_equal(answer.count, 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(answer.number[i], i);
    subject_kill(&consumer);
    wrong_ring_remove(&ring);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_LAB(blocks_come_out_in_their_order_round_the_end),
        IN_LAB(nobody_takes_more_than_there_is),
        IN_LAB(a_sleeper_is_seen_and_woken),
        IN_LAB(with_undo_an_end_takes_back_all_that_was_done),
        IN_LAB(without_undo_a_death_keeps_what_was_in_hand),
        IN_LAB(undo_is_each_process_own_choice),
        IN_LAB(the_answer_says_how_many_before_an_error),
    };

    return cmocka_run_group_tests_name("lab_wrong_ring", tests, NULL, NULL);
}
