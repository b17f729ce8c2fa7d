/*
 * tui_layout.c - deals out rows.
 */
#include "player/tui/tui_layout.h"

enum { ART_ROWS_LEAST = 6, ART_COLUMNS_LEAST = 60, ART_GAP = 2 };

/* In the order of their importance. */
static const struct {
    enum tui_part part;
    int rows;
} wishes[] = {
    {TUI_PART_NAME, 1}, {TUI_PART_CLOCK, 1}, {TUI_PART_LIST, 2}, {TUI_PART_FOOT, 1},
    {TUI_PART_WAVE, 2}, {TUI_PART_RING, 1},  {TUI_PART_LIST, 2}, {TUI_PART_METERS, 2},
    {TUI_PART_TAGS, 1}, {TUI_PART_LIST, 3},  {TUI_PART_RULE, 1}, {TUI_PART_RING, 1},
    {TUI_PART_WAVE, 2}, {TUI_PART_LIST, 12}, {TUI_PART_WAVE, 2},
};

/* The picture is about as high as wide, and a cell twice as high as wide. */
static void place_art(struct tui_layout *layout)
{
    int rows = layout->part[TUI_PART_CLOCK].top;
    int columns = 2 * rows;

    if (rows < ART_ROWS_LEAST || layout->columns < ART_COLUMNS_LEAST + columns)
        return;
    layout->art =
        (struct tui_rectangle){.left = layout->columns - columns, .rows = rows, .columns = columns};
}

struct tui_layout tui_layout_make(int rows, int columns, int meters, bool art)
{
    struct tui_layout layout = {.rows = rows, .columns = columns};
    int left = rows, top = 0;
    bool full = false; /* what comes after a wish that does not fit would be gone with more rows */

    for (unsigned i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
        int wish = wishes[i].part == TUI_PART_METERS ? meters : wishes[i].rows;

        full = full || (wishes[i].part != TUI_PART_LIST && wish > left);
        if (full)
            break;
        wish = wish < left ? wish : left;
        layout.part[wishes[i].part].rows += wish;
        left -= wish;
    }
    layout.part[TUI_PART_LIST].rows += left;
    for (int part = 0; part < TUI_PARTS; part++) {
        layout.part[part].top = top;
        top += layout.part[part].rows;
    }
    if (art)
        place_art(&layout);
    return layout;
}

enum tui_part tui_layout_at(const struct tui_layout *layout, int row)
{
    for (int part = 0; part < TUI_PARTS; part++)
        if (row >= layout->part[part].top && row < layout->part[part].top + layout->part[part].rows)
            return (enum tui_part)part;
    return TUI_PARTS;
}
