/*
 * test_order.c - what comes after what, once and again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>

#include "tests/unit/order_walk.h"

static void without_modes_the_list_is_played_once(void **state)
{
    struct playlist list = make(3);
    struct order order = {0};
    struct order_place place;
    uint32_t tracks[10];
    (void)state;

    assert_true(order_first(&order, &list, 0, &place));
    assert_int_equal(walk(&order, &list, &place, 10, tracks), 3);
    assert_int_equal(tracks[0] + 10 * tracks[1] + 100 * tracks[2], 210);
    assert_true(order_previous(&order, &list, &place, &place));
    assert_int_equal(place.index, 1);
    assert_true(order_previous(&order, &list, &place, &place));
    assert_false(order_previous(&order, &list, &place, &place));
    forget(&order, &list);
    assert_false(order_first(&order, &list, 0, &place));
}

static void repeat_all_begins_again_and_goes_back_over_the_beginning(void **state)
{
    struct playlist list = make(3);
    struct order order = {.repeat = ORDER_REPEAT_ALL};
    struct order_place place;
    uint32_t tracks[7];
    (void)state;

    order_first(&order, &list, 0, &place);
    assert_false(order_previous(&order, &list, &place, &place));
    assert_int_equal(walk(&order, &list, &place, 7, tracks), 7);
    assert_int_equal(tracks[6], 0);
    assert_int_equal(place.round, 2);
    assert_true(order_previous(&order, &list, &place, &place));
    assert_int_equal(place.index, 2);
    assert_int_equal(place.round, 1);
    forget(&order, &list);
}

static void repeat_one_stays_unless_somebody_wants_another(void **state)
{
    struct playlist list = make(2);
    struct order order = {.repeat = ORDER_REPEAT_ONE};
    struct order_place place = {0};
    (void)state;

    assert_true(order_next(&order, &list, &place, false, &place));
    assert_int_equal(place.index, 0);
    assert_true(order_next(&order, &list, &place, true, &place));
    assert_int_equal(place.index, 1);
    assert_false(order_next(&order, &list, &place, true, &place));
    forget(&order, &list);
}

static void what_has_failed_is_not_repeated_and_if_all_has_it_ends(void **state)
{
    struct playlist list = make(3);
    struct order order = {.repeat = ORDER_REPEAT_ALL};
    struct order_place place = {.index = 2};
    (void)state;

    list.entries[0].failed = true;
    assert_true(order_next(&order, &list, &place, false, &place));
    assert_int_equal(place.index, 1);
    order.repeat = ORDER_REPEAT_ONE;
    list.entries[1].failed = true;
    assert_true(order_next(&order, &list, &place, false, &place));
    assert_int_equal(place.index, 2);
    order.repeat = ORDER_REPEAT_ALL;
    list.entries[2].failed = true;
    assert_false(order_next(&order, &list, &place, false, &place));
    forget(&order, &list);
}

static void modes_have_names(void **state)
{
    enum order_repeat repeat = ORDER_REPEAT_OFF;
    (void)state;

    assert_int_equal(order_parse_repeat("all", &repeat), 0);
    assert_string_equal(order_repeat_name(repeat), "all");
    assert_int_equal(order_parse_repeat("", &repeat), -EINVAL);
    assert_int_equal(repeat, ORDER_REPEAT_ALL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_modes_the_list_is_played_once),
        cmocka_unit_test(repeat_all_begins_again_and_goes_back_over_the_beginning),
        cmocka_unit_test(repeat_one_stays_unless_somebody_wants_another),
        cmocka_unit_test(what_has_failed_is_not_repeated_and_if_all_has_it_ends),
        cmocka_unit_test(modes_have_names),
    };
    return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
