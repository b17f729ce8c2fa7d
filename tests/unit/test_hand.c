/*
 * test_hand.c - the arithmetic of what has been heard, with numbers that can be checked by hand.
 *
 * W counts the frames written to the device, H those that it has played.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "player/consumer/hand.h"

static int open_hand(void **state)
{
    static struct hand hand;

    *state = &hand;
    return hand_init(&hand, 8);
}

static int close_hand(void **state)
{
    hand_free(*state);
    return 0;
}

static struct block_header block(uint32_t sequence, uint32_t frames)
{
    return (struct block_header){.sequence = sequence, .frames = frames};
}

static void push(struct hand *hand, uint32_t sequence, uint32_t frames, uint32_t skip, uint64_t w)
{
    const struct block_header header = block(sequence, frames);

    hand_push(hand, &header, skip, w);
}

static void an_empty_hand_has_no_blocks(void **state)
{
    struct hand *hand = *state;

    assert_int_equal(hand->count, 0);
    assert_null(hand_at(hand, 0));
    assert_null(hand_unwritten(hand));
}

static void blocks_leave_in_the_order_in_which_they_came_round_and_round(void **state)
{
    struct hand *hand = *state;
    uint32_t in = 0, out = 0;

    while (out < 100) {
        while (hand->count < 8)
            push(hand, in++, 10, 0, 0);
        for (uint16_t i = 0; i < 8; i++)
            assert_int_equal(hand_at(hand, i)->header.sequence, out + i);
        assert_null(hand_at(hand, 8));
        for (int i = 0; i < 3; i++, out++)
            hand_pop(hand);
        assert_int_equal(hand_at(hand, 0)->header.sequence, out);
    }
}

static void only_the_newest_block_can_be_unwritten(void **state)
{
    struct hand *hand = *state;

    push(hand, 1, 100, 0, 0);
    assert_ptr_equal(hand_unwritten(hand), hand_at(hand, 0));
    hand_wrote(hand_at(hand, 0), 60, 0);
    assert_ptr_equal(hand_unwritten(hand), hand_at(hand, 0));
    hand_wrote(hand_at(hand, 0), 40, 60);
    assert_null(hand_unwritten(hand));
    push(hand, 2, 100, 0, 100);
    assert_ptr_equal(hand_unwritten(hand), hand_at(hand, 1));
}

static void a_block_is_heard_when_its_last_frame_was_played(void **state)
{
    struct hand *hand = *state;
    struct hand_block *first;

    push(hand, 1, 100, 0, 1000);
    first = hand_at(hand, 0);
    assert_false(hand_heard(first, 5000)); /* nothing of it was written */
    assert_int_equal(hand_heard_frames(first, 5000), 0);
    hand_wrote(first, 60, 1000);
    assert_false(hand_heard(first, 1060)); /* all that was written, and not all of it */
    assert_int_equal(hand_heard_frames(first, 999), 0);
    assert_int_equal(hand_heard_frames(first, 1000), 0);
    assert_int_equal(hand_heard_frames(first, 1001), 1);
    assert_int_equal(hand_heard_frames(first, 1060), 60);
    assert_int_equal(hand_heard_frames(first, 9999), 60);
    hand_wrote(first, 40, 1060);
    assert_false(hand_heard(first, 1099));
    assert_int_equal(hand_heard_frames(first, 1099), 99);
    assert_true(hand_heard(first, 1100));
    assert_int_equal(hand_heard_frames(first, 1100), 100);
}

static void skipped_frames_count_as_heard_and_take_no_time(void **state)
{
    struct hand *hand = *state;
    struct hand_block *first;

    push(hand, 1, 100, 30, 1000);
    first = hand_at(hand, 0);
    assert_int_equal(first->done, 30);
    assert_int_equal(first->counted, 30);
    assert_int_equal(hand_heard_frames(first, 1000), 30);
    hand_wrote(first, 50, 1000);
    assert_int_equal(hand_heard_frames(first, 1010), 40);
    assert_int_equal(hand_heard_frames(first, 1050), 80);
    hand_wrote(first, 20, 1050);
    assert_false(hand_heard(first, 1069));
    assert_true(hand_heard(first, 1070));
    assert_int_equal(hand_heard_frames(first, 1070), 100);
}

static void a_block_heard_before_it_was_claimed_is_done_at_once(void **state)
{
    struct hand *hand = *state;

    push(hand, 1, 100, 100, 1000);
    assert_null(hand_unwritten(hand));
    assert_false(hand_heard(hand_at(hand, 0), 999)); /* but not before what was written earlier */
    assert_true(hand_heard(hand_at(hand, 0), 1000));
    assert_int_equal(hand_heard_frames(hand_at(hand, 0), 0), 100);
}

static void silence_between_two_blocks_delays_the_second(void **state)
{
    struct hand *hand = *state;

    push(hand, 1, 100, 0, 0);
    hand_wrote(hand_at(hand, 0), 100, 0);
    push(hand, 2, 100, 0, 100);
    /* 50 frames of silence go out before the first of its own */
    hand_wrote(hand_at(hand, 1), 100, 150);
    assert_true(hand_heard(hand_at(hand, 0), 100));
    assert_int_equal(hand_heard_frames(hand_at(hand, 1), 140), 0);
    assert_int_equal(hand_heard_frames(hand_at(hand, 1), 170), 20);
    assert_false(hand_heard(hand_at(hand, 1), 249));
    assert_true(hand_heard(hand_at(hand, 1), 250));
}

static void an_empty_end_is_heard_with_what_was_written_before_it(void **state)
{
    struct hand *hand = *state;

    push(hand, 1, 100, 0, 0);
    hand_wrote(hand_at(hand, 0), 100, 0);
    push(hand, 2, 0, 0, 100);
    assert_null(hand_unwritten(hand));
    assert_false(hand_heard(hand_at(hand, 1), 99));
    assert_true(hand_heard(hand_at(hand, 1), 100));
    assert_int_equal(hand_heard_frames(hand_at(hand, 1), 200), 0);
}

static void numbers_beyond_32_bits_are_no_matter(void **state)
{
    struct hand *hand = *state;
    uint64_t w = UINT64_C(1) << 40;

    push(hand, 1, 100, 0, w);
    hand_wrote(hand_at(hand, 0), 100, w);
    assert_int_equal(hand_heard_frames(hand_at(hand, 0), 50), 0);
    assert_int_equal(hand_heard_frames(hand_at(hand, 0), w + 50), 50);
    assert_int_equal(hand_heard_frames(hand_at(hand, 0), w + (UINT64_C(1) << 33)), 100);
    assert_true(hand_heard(hand_at(hand, 0), w + 100));
}

static void freeing_twice_is_freeing_once(void **state)
{
    struct hand hand;

    (void)state;
    assert_int_equal(hand_init(&hand, 8), 0);
    hand_free(&hand);
    hand_free(&hand);
    assert_null(hand.block);
}

#define HAND_TEST(function) cmocka_unit_test_setup_teardown(function, open_hand, close_hand)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        HAND_TEST(an_empty_hand_has_no_blocks),
        HAND_TEST(blocks_leave_in_the_order_in_which_they_came_round_and_round),
        HAND_TEST(only_the_newest_block_can_be_unwritten),
        HAND_TEST(a_block_is_heard_when_its_last_frame_was_played),
        HAND_TEST(skipped_frames_count_as_heard_and_take_no_time),
        HAND_TEST(a_block_heard_before_it_was_claimed_is_done_at_once),
        HAND_TEST(silence_between_two_blocks_delays_the_second),
        HAND_TEST(an_empty_end_is_heard_with_what_was_written_before_it),
        HAND_TEST(numbers_beyond_32_bits_are_no_matter),
        cmocka_unit_test(freeing_twice_is_freeing_once),
    };
    return cmocka_run_group_tests_name("hand", tests, NULL, NULL);
}
