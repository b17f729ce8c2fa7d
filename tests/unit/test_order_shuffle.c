/*
 * test_order_shuffle.c - orders by chance: forth and back, and after changes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/order_walk.h"

static void each_round_of_shuffle_has_each_track_once_and_is_another_one(void **state)
{
    struct playlist list = make(ENTRIES);
    struct order order = {.shuffle = true, .seed = 1, .repeat = ORDER_REPEAT_ALL};
    struct order_place place;
    uint32_t tracks[3 * ENTRIES];
    (void)state;

    order_first(&order, &list, 0, &place);
    assert_int_equal(walk(&order, &list, &place, 3 * ENTRIES, tracks), 3 * ENTRIES);
    for (int round = 0; round < 3; round++)
        assert_each_once(tracks + round * ENTRIES, ENTRIES);
    assert_memory_not_equal(tracks, tracks + ENTRIES, ENTRIES * sizeof(tracks[0]));
    forget(&order, &list);
}

static void a_seed_is_an_order_and_another_one_is_another(void **state)
{
    struct playlist list = make(ENTRIES);
    uint32_t tracks[3][ENTRIES];
    (void)state;

    for (int i = 0; i < 3; i++) {
        struct order order = {.shuffle = true, .seed = i == 2 ? 8 : 7};
        struct order_place place;
        order_first(&order, &list, 0, &place);
        assert_int_equal(walk(&order, &list, &place, ENTRIES + 1, tracks[i]), ENTRIES);
        order_changed(&order);
    }
    assert_memory_equal(tracks[0], tracks[1], sizeof(tracks[0]));
    assert_memory_not_equal(tracks[0], tracks[2], sizeof(tracks[0]));
    playlist_free(&list);
}

static void previous_goes_back_as_it_went_forth_over_rounds_too(void **state)
{
    struct playlist list = make(20);
    struct order order = {.shuffle = true, .seed = 3, .repeat = ORDER_REPEAT_ALL};
    struct order_place place;
    uint32_t tracks[50];
    (void)state;

    order_first(&order, &list, 0, &place);
    walk(&order, &list, &place, 50, tracks);
    for (int i = 48; i >= 0; i--) {
        assert_true(order_previous(&order, &list, &place, &place));
        assert_int_equal(list.entries[place.index].track, tracks[i]);
    }
    assert_false(order_previous(&order, &list, &place, &place));
    forget(&order, &list);
}

static void a_round_does_not_begin_with_what_the_last_one_ended_with(void **state)
{
    struct playlist list = make(2);
    struct order order = {.shuffle = true, .repeat = ORDER_REPEAT_ALL};
    (void)state;

    for (order.seed = 0; order.seed < 20; order.seed++) {
        struct order_place place;
        uint32_t tracks[40];

        order_changed(&order);
        order_first(&order, &list, 0, &place);
        walk(&order, &list, &place, 40, tracks);
        for (int i = 1; i < 40; i++)
            assert_int_not_equal(tracks[i], tracks[i - 1]);
    }
    forget(&order, &list);
}

static void shuffle_begins_with_what_plays_and_all_others_follow(void **state)
{
    struct playlist list = make(ENTRIES);
    struct order order = {.seed = 5};
    struct order_place place = {.index = 42};
    uint32_t tracks[ENTRIES + 1];
    (void)state;

    order_shuffle(&order, &list, &place, true);
    assert_int_equal(walk(&order, &list, &place, ENTRIES + 1, tracks), ENTRIES);
    assert_int_equal(tracks[0], 42);
    assert_each_once(tracks, ENTRIES);
    order_shuffle(&order, &list, &place, false);
    place.index = 42;
    assert_true(order_next(&order, &list, &place, false, &place));
    assert_int_equal(place.index, 43);
    forget(&order, &list);
}

static void who_goes_somewhere_comes_back_and_goes_on_with_what_would_have_followed(void **state)
{
    struct playlist list = make(ENTRIES);
    struct order order = {.shuffle = true, .seed = 5};
    struct order_place first, second, place, third;
    uint32_t tracks[ENTRIES], index;
    (void)state;

    order_first(&order, &list, 0, &first);
    order_next(&order, &list, &first, false, &second);
    order_next(&order, &list, &second, false, &third);
    for (index = 0; index == first.index || index == second.index || index == third.index;)
        index++;
    order_go(&order, &list, &second, index);
    place.index = index;
    place.round = 0;
    assert_true(order_next(&order, &list, &place, false, &place));
    assert_int_equal(place.index, third.index);
    assert_true(order_previous(&order, &list, &place, &place));
    assert_int_equal(place.index, index);
    assert_true(order_previous(&order, &list, &place, &place));
    assert_int_equal(place.index, second.index);
    assert_int_equal(walk(&order, &list, &first, ENTRIES, tracks), ENTRIES);
    assert_each_once(tracks, ENTRIES);
    forget(&order, &list);
}

static void what_is_added_while_it_plays_is_still_to_come(void **state)
{
    struct playlist list = make(ENTRIES);
    struct order order = {.shuffle = true, .seed = 9};
    struct order_place place;
    uint32_t tracks[2 * ENTRIES + 1];
    uint32_t first_new = list.next_track, heard;
    (void)state;

    order_first(&order, &list, 0, &place);
    heard = walk(&order, &list, &place, 150, tracks);
    for (int i = 0; i < ENTRIES; i++)
        add(&list, "b");
    order_welcome(&order, &list, &place, first_new);
    heard += walk(&order, &list, &place, 2 * ENTRIES, tracks + heard - 1) - 1;
    assert_int_equal(heard, 2 * ENTRIES);
    assert_each_once(tracks, 2 * ENTRIES);
    forget(&order, &list);
}

static void what_is_removed_or_moved_changes_nothing_for_the_others(void **state)
{
    struct playlist list = make(20);
    struct order order = {.shuffle = true, .seed = 2};
    struct order_place place;
    uint32_t before[20], after[20], index;
    (void)state;

    order_first(&order, &list, 0, &place);
    walk(&order, &list, &place, 20, before);
    playlist_find(&list, before[10], &index);
    playlist_remove(&list, index);
    playlist_move(&list, 3, 12);
    order_changed(&order);
    order_first(&order, &list, 0, &place);
    assert_int_equal(walk(&order, &list, &place, 20, after), 19);
    assert_memory_equal(before, after, 10 * sizeof(before[0]));
    assert_memory_equal(before + 11, after + 10, 9 * sizeof(before[0]));
    forget(&order, &list);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_round_of_shuffle_has_each_track_once_and_is_another_one),
        cmocka_unit_test(a_seed_is_an_order_and_another_one_is_another),
        cmocka_unit_test(previous_goes_back_as_it_went_forth_over_rounds_too),
        cmocka_unit_test(a_round_does_not_begin_with_what_the_last_one_ended_with),
        cmocka_unit_test(shuffle_begins_with_what_plays_and_all_others_follow),
        cmocka_unit_test(who_goes_somewhere_comes_back_and_goes_on_with_what_would_have_followed),
        cmocka_unit_test(what_is_added_while_it_plays_is_still_to_come),
        cmocka_unit_test(what_is_removed_or_moved_changes_nothing_for_the_others),
    };
    return cmocka_run_group_tests_name("order_shuffle", tests, NULL, NULL);
}
