/*
 * test_rondoscope_cells.c - slots as cells, one for each or one for a few.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rondoscope_fixture.h"
#include "tools/rondoscope/cells.h"

static struct made made;

static void a_cell_stands_for_as_few_slots_as_fit(void **state)
{
    static const struct {
        uint16_t slots;
        unsigned cells;
        uint16_t each;
    } cases[] = {{66, 80, 1},     {66, 66, 1},     {66, 65, 2},     {66, 33, 2}, {66, 32, 3},
                 {8192, 80, 103}, {8192, 1, 8192}, {8192, 8191, 2}, {8, 0, 8}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(cells_each(cases[i].slots, cases[i].cells), cases[i].each);
}

static void each_state_of_a_slot_has_a_cell_of_its_own(void **state)
{
    struct picture_slot slot = {.state = RING_SLOT_FREE};

    (void)state;
    assert_int_equal(cells_of_slot(&slot), CELL_FREE);
    slot.state = RING_SLOT_FILLING;
    assert_int_equal(cells_of_slot(&slot), CELL_FILLING);
    slot.state = RING_SLOT_FILLED;
    assert_int_equal(cells_of_slot(&slot), CELL_BAD);
    slot.headed = true;
    assert_int_equal(cells_of_slot(&slot), CELL_FILLED);
    slot.state = RING_SLOT_HELD;
    assert_int_equal(cells_of_slot(&slot), CELL_HELD);
    slot.sounding = true;
    assert_int_equal(cells_of_slot(&slot), CELL_SOUNDING);
    slot.stale = true;
    assert_int_equal(cells_of_slot(&slot), CELL_STALE);
}

static void the_made_ring_is_free_filled_held_and_one_being_filled(void **state)
{
    static const enum cell expected[12] = {CELL_FILLED, CELL_FILLED, CELL_FILLED,   CELL_FILLING,
                                           CELL_FREE,   CELL_FREE,   CELL_FREE,     CELL_FREE,
                                           CELL_FREE,   CELL_FREE,   CELL_SOUNDING, CELL_HELD};

    (void)state;
    made_begin(&made, 12);
    for (uint16_t i = 0; i < 12; i++)
        assert_int_equal(cells_of(made.slot, 12, i, 1), expected[i]);
}

static void what_there_is_only_once_is_never_lost_in_a_larger_cell(void **state)
{
    (void)state;
    made_begin(&made, 8192);
    /* 0 to 2 filled, 3 being filled, then free; 8190 heard now, 8191 held. */
    assert_int_equal(cells_of(made.slot, 8192, 0, 103), CELL_FILLING);
    assert_int_equal(cells_of(made.slot, 8192, 103, 103), CELL_FREE);
    assert_int_equal(cells_of(made.slot, 8192, 8137, 103), CELL_SOUNDING);
    made.slot[200].state = RING_SLOT_FILLED;
    made.slot[200].headed = false;
    assert_int_equal(cells_of(made.slot, 8192, 103, 103), CELL_BAD);
}

static void otherwise_the_most_frequent_state_shows_and_the_later_one_of_two(void **state)
{
    (void)state;
    made_begin(&made, 12);
    assert_int_equal(cells_of(made.slot, 12, 0, 3), CELL_FILLED);
    made.slot[1].state = RING_SLOT_FREE;
    assert_int_equal(cells_of(made.slot, 12, 0, 3), CELL_FILLED);
    assert_int_equal(cells_of(made.slot, 12, 1, 2), CELL_FILLED);
    made.slot[2].state = RING_SLOT_FREE;
    assert_int_equal(cells_of(made.slot, 12, 0, 3), CELL_FREE);
    made.slot[0].stale = true;
    assert_int_equal(cells_of(made.slot, 12, 0, 2), CELL_STALE);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_stands_for_as_few_slots_as_fit),
        cmocka_unit_test(each_state_of_a_slot_has_a_cell_of_its_own),
        cmocka_unit_test(the_made_ring_is_free_filled_held_and_one_being_filled),
        cmocka_unit_test(what_there_is_only_once_is_never_lost_in_a_larger_cell),
        cmocka_unit_test(otherwise_the_most_frequent_state_shows_and_the_later_one_of_two),
    };

    return cmocka_run_group_tests_name("rondoscope_cells", tests, NULL, NULL);
}
