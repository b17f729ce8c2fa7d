/*
 * tui_draw.c - the whole screen, or all keys.
 */
#include "player/tui/tui_draw.h"

#include "player/tui/tui_keys.h"
#include "player/tui/tui_paint.h"

enum { NAMES = 17, DOES = 38, COLUMN_GAP = 2, HELP_TEXT = 64 };

static int count_rows(const struct tui_keys_row *rows)
{
    int count = 0;

    while (rows[count].names)
        count++;
    return count;
}

/* The i-th of the keys, and then of the mouse's doings. */
static const struct tui_keys_row *help_row(int i)
{
    int keys = count_rows(tui_keys_help);

    return i < keys ? &tui_keys_help[i] : &tui_keys_mouse[i - keys];
}

void tui_draw_help(const struct tui_view *view, const struct tui_layout *layout, int *ret_rows)
{
    int width = NAMES + DOES + COLUMN_GAP;
    int count = count_rows(tui_keys_help) + count_rows(tui_keys_mouse);
    int beside = layout->columns >= 2 * width ? 2 : 1;
    int rows = (count + beside - 1) / beside, shown = layout->rows - 1;

    *ret_rows = rows;
    for (int i = 0; i < count; i++) {
        const struct tui_keys_row *row = help_row(i);
        int at = i % rows - view->help_top, column = i / rows * width;

        if (at < 0 || at >= shown)
            continue;
        tui_paint_text(at, column, NAMES - 1, TUI_STRONG, row->names);
        tui_paint_text(at, column + NAMES, layout->columns - column - NAMES, TUI_PLAIN, row->does);
    }
    tui_paint_text(layout->rows - 1, 0, layout->columns, TUI_DIM,
                   rows > shown ? "Up, Down: more; any other key: back" : "any key: back");
}

void tui_draw(const struct tui_view *view, const struct tui_layout *layout)
{
    tui_draw_name(view, layout);
    tui_draw_tags(view, layout);
    tui_draw_wave(view, layout);
    tui_draw_clock(view, layout);
    tui_draw_meters(view, layout);
    tui_draw_ring(view, layout);
    tui_draw_rule(view, layout);
    tui_draw_list(view, layout);
    tui_draw_foot(view, layout);
}
