/*
 * test_tui_layout.c - which rows the parts of the screen get.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "player/tui/tui_layout.h"

static void expect_rows(const struct tui_layout *layout, const int rows[TUI_PARTS])
{
    for (int part = 0; part < TUI_PARTS; part++)
        if (layout->part[part].rows != rows[part])
            fail_msg("part %d of %d rows has %d, not %d", part, layout->rows,
                     layout->part[part].rows, rows[part]);
}

static void at_80_by_24_all_parts_are_there(void **state)
{
    const struct tui_layout layout = tui_layout_make(24, 80, 2, false);

    (void)state;
    expect_rows(&layout, (const int[TUI_PARTS]){[TUI_PART_NAME] = 1,
                                                [TUI_PART_TAGS] = 1,
                                                [TUI_PART_WAVE] = 4,
                                                [TUI_PART_CLOCK] = 1,
                                                [TUI_PART_METERS] = 2,
                                                [TUI_PART_RING] = 2,
                                                [TUI_PART_RULE] = 1,
                                                [TUI_PART_LIST] = 11,
                                                [TUI_PART_FOOT] = 1});
}

static void at_40_by_10_the_less_important_ones_are_left_out(void **state)
{
    const struct tui_layout layout = tui_layout_make(10, 40, 2, true);

    (void)state;
    expect_rows(&layout, (const int[TUI_PARTS]){[TUI_PART_NAME] = 1,
                                                [TUI_PART_WAVE] = 2,
                                                [TUI_PART_CLOCK] = 1,
                                                [TUI_PART_RING] = 1,
                                                [TUI_PART_LIST] = 4,
                                                [TUI_PART_FOOT] = 1});
    assert_int_equal(layout.art.columns, 0);
}

static void one_row_is_the_name(void **state)
{
    const struct tui_layout layout = tui_layout_make(1, 200, 2, true);

    (void)state;
    expect_rows(&layout, (const int[TUI_PARTS]){[TUI_PART_NAME] = 1});
}

static void every_row_belongs_to_one_part_and_no_part_shrinks_as_rows_are_added(void **state)
{
    struct tui_layout before = tui_layout_make(1, 80, 2, false);

    (void)state;
    for (int rows = 1; rows <= 200; rows++) {
        const struct tui_layout layout = tui_layout_make(rows, 80, 2, false);
        int top = 0;

        for (int part = 0; part < TUI_PARTS; part++) {
            assert_int_equal(layout.part[part].top, top);
            if (part != TUI_PART_LIST)
                assert_true(layout.part[part].rows >= before.part[part].rows);
            for (int row = top; row < top + layout.part[part].rows; row++)
                assert_int_equal(tui_layout_at(&layout, row), part);
            top += layout.part[part].rows;
        }
        assert_int_equal(top, rows);
        assert_int_equal(tui_layout_at(&layout, rows), TUI_PARTS);
        before = layout;
    }
}

static void a_picture_is_beside_the_name_and_leaves_it_room(void **state)
{
    const struct tui_layout layout = tui_layout_make(24, 80, 2, true);

    (void)state;
    assert_int_equal(layout.art.top, 0);
    assert_int_equal(layout.art.rows, layout.part[TUI_PART_CLOCK].top);
    assert_int_equal(layout.art.left + layout.art.columns, 80);
    assert_int_equal(layout.art.columns, 2 * layout.art.rows);
    assert_int_equal(tui_layout_make(24, 71, 2, true).art.columns, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_80_by_24_all_parts_are_there),
        cmocka_unit_test(at_40_by_10_the_less_important_ones_are_left_out),
        cmocka_unit_test(one_row_is_the_name),
        cmocka_unit_test(every_row_belongs_to_one_part_and_no_part_shrinks_as_rows_are_added),
        cmocka_unit_test(a_picture_is_beside_the_name_and_leaves_it_room),
    };

    return cmocka_run_group_tests_name("tui_layout", tests, NULL, NULL);
}
