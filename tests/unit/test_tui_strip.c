/*
 * test_tui_strip.c - the ring as a row of cells.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "player/tui/tui_strip.h"

/* Slots from `tail` on: held, filled, and one being filled. */
static struct tui_strip ring(uint16_t slots, uint16_t tail, uint16_t held, uint16_t filled,
                             uint16_t filling)
{
    struct tui_strip strip = {.there = true, .slots = slots};

    strip.values.value[SEM_TAIL] = tail;
    strip.values.value[SEM_HEAD] = (uint16_t)((tail + held + filled) % slots);
    strip.values.value[SEM_FILLED] = filled;
    strip.values.value[SEM_FREE] = (uint16_t)(slots - held - filled - filling);
    assert_int_equal(ring_claims(slots, &strip.values, &strip.claims), 0);
    return strip;
}

static void expect(const struct tui_strip *strip, unsigned cells, const char *expected)
{
    static const char letters[TUI_CELLS] = {[TUI_CELL_FREE] = '.',
                                            [TUI_CELL_FILLED] = 'f',
                                            [TUI_CELL_HELD] = 'h',
                                            [TUI_CELL_FILLING] = '+',
                                            [TUI_CELL_HEARD] = '>'};
    char row[64] = "";

    for (unsigned i = 0; i < cells; i++)
        row[i] = letters[tui_strip_cell(strip, i, cells)];
    assert_string_equal(row, expected);
}

static void each_slot_has_its_cell(void **state)
{
    const struct tui_strip strip = ring(10, 7, 2, 4, 1);

    (void)state;
    assert_int_equal(tui_strip_cells(&strip, 80), 10);
    expect(&strip, 10, "fff+...>hf");
}

static void where_there_are_more_slots_than_cells_the_rare_ones_are_seen(void **state)
{
    const struct tui_strip strip = ring(100, 0, 2, 60, 1);

    (void)state;
    assert_int_equal(tui_strip_cells(&strip, 10), 10);
    expect(&strip, 10, ">fffff+...");
}

static void an_odd_number_leaves_no_cell_empty(void **state)
{
    const struct tui_strip strip = ring(66, 0, 1, 65, 0);

    (void)state;
    for (unsigned room = 1; room <= 100; room++) {
        unsigned cells = tui_strip_cells(&strip, room);

        assert_true(cells >= 1 && cells <= room);
        for (unsigned i = 1; i < cells; i++)
            assert_int_equal(tui_strip_cell(&strip, i, cells), TUI_CELL_FILLED);
        assert_int_equal(tui_strip_cell(&strip, 0, cells), TUI_CELL_HEARD);
    }
}

static void a_full_ring_and_an_empty_one_are_told_apart(void **state)
{
    const struct tui_strip full = ring(8, 3, 0, 8, 0), empty = ring(8, 3, 0, 0, 0);

    (void)state;
    expect(&full, 8, "ffffffff");
    expect(&empty, 8, "........");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_slot_has_its_cell),
        cmocka_unit_test(where_there_are_more_slots_than_cells_the_rare_ones_are_seen),
        cmocka_unit_test(an_odd_number_leaves_no_cell_empty),
        cmocka_unit_test(a_full_ring_and_an_empty_one_are_told_apart),
    };

    return cmocka_run_group_tests_name("tui_strip", tests, NULL, NULL);
}
