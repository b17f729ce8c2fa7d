/*
 * tui_draw_ring.c - the levels, and the ring as it breathes.
 */
#include <stdio.h>
#include <string.h>

#include "player/tui/tui_draw.h"
#include "player/tui/tui_paint.h"

enum { LABEL = 2, VALUE = 6, GAP = 2, RING_LABEL = 5, SLEEPERS = 64 };

static const float middle_db = -18, high_db = -6;

static const struct {
    struct tui_glyph glyph;
    enum tui_style style;
    const char *name;
} cells[TUI_CELLS] = {
    [TUI_CELL_FREE] = {{"·", '.'}, TUI_DIM, "free"},
    [TUI_CELL_FILLED] = {{"█", '#'}, TUI_FILLED, "filled"},
    [TUI_CELL_HELD] = {{"▓", 'o'}, TUI_HELD, "claimed"},
    [TUI_CELL_FILLING] = {{"▒", '+'}, TUI_FILLING, "being filled"},
    [TUI_CELL_HEARD] = {{"▶", '>'}, TUI_HELD, "heard"},
};

int tui_draw_meter_rows(const struct tui_view *view)
{
    return view->sound->channels == 1 || view->facts->channels == 1 ? 1 : 2;
}

static enum tui_style style_of(int cell, int columns)
{
    if (cell >= (int)tui_meter_cells(high_db, (uint32_t)columns))
        return TUI_HIGH;
    return cell >= (int)tui_meter_cells(middle_db, (uint32_t)columns) ? TUI_MIDDLE : TUI_LOW;
}

static void draw_meter(const struct tui_meter *meter, const char *label, int row, int column,
                       int columns)
{
    int bar = columns - LABEL - VALUE;
    int rms, peak, held;

    if (bar < 4)
        return;
    rms = (int)tui_meter_cells(meter->rms, (uint32_t)bar);
    peak = (int)tui_meter_cells(meter->peak, (uint32_t)bar);
    held = (int)tui_meter_cells(meter->held, (uint32_t)bar);
    tui_paint_text(row, column, LABEL, TUI_DIM, label);
    for (int i = 0; i < bar; i++) {
        struct tui_glyph glyph = i < rms         ? (struct tui_glyph){"█", '#'}
                                 : i < peak      ? (struct tui_glyph){"▒", '='}
                                 : i == held - 1 ? (struct tui_glyph){"│", '|'}
                                                 : (struct tui_glyph){"·", '.'};
        bool lit = i < peak || i == held - 1;

        tui_paint_glyph(row, column + LABEL + i, lit ? style_of(i, bar) : TUI_DIM, glyph);
    }
    if (meter->held > TUI_METER_FLOOR)
        tui_paint_format(row, column + columns - VALUE + 1, VALUE - 1, TUI_DIM, "%5.1f",
                         (double)meter->held);
}

void tui_draw_meters(const struct tui_view *view, const struct tui_layout *layout)
{
    static const char *const names[] = {"L", "R"};
    const struct tui_rows *part = &layout->part[TUI_PART_METERS];
    int count = (int)view->sound->channels, each, columns;
    char label[16];

    if (part->rows == 0 || count == 0)
        return;
    each = (count + part->rows - 1) / part->rows;
    columns = (layout->columns - (each - 1) * GAP) / each;
    for (int i = 0; i < count; i++) {
        snprintf(label, sizeof(label), "%d", i + 1);
        draw_meter(&view->sound->meter[i],
                   count == 2   ? names[i]
                   : count == 1 ? "M"
                                : label,
                   part->top + i / each, i % each * (columns + GAP), columns);
    }
}

/* Who sleeps, and why. */
static void name_sleepers(const struct tui_strip *strip, bool playing, char text[SLEEPERS])
{
    const char *consumer = strip->consumer_shut || !playing ? "consumer (paused)"
                           : strip->consumer_sleeps         ? "consumer (empty)"
                                                            : "";

    snprintf(text, SLEEPERS, "%s%s%s%s",
             strip->producer_sleeps || *consumer ? "asleep: " : "nobody asleep",
             strip->producer_sleeps ? "producer (full)" : "",
             strip->producer_sleeps && *consumer ? ", " : "", consumer);
}

static void draw_legend(const struct tui_view *view, int row, int columns)
{
    const struct tui_strip *strip = &view->sound->strip;
    char who[SLEEPERS];
    int column;

    column = tui_paint_format(row, RING_LABEL, columns - RING_LABEL, TUI_DIM,
                              "%u filled  %d claimed  %u free  ", strip->values.value[SEM_FILLED],
                              strip->claims.consumer + strip->claims.producer,
                              strip->values.value[SEM_FREE]);
    column += RING_LABEL;
    name_sleepers(strip, view->facts->playing, who);
    tui_paint_text(row, column, columns - column, TUI_DIM, who);
}

void tui_draw_ring(const struct tui_view *view, const struct tui_layout *layout)
{
    const struct tui_rows *part = &layout->part[TUI_PART_RING];
    const struct tui_strip *strip = &view->sound->strip;
    int room = layout->columns - RING_LABEL;
    unsigned count;

    if (part->rows == 0 || room < 8)
        return;
    tui_paint_text(part->top, 0, RING_LABEL, TUI_DIM, "ring");
    if (!strip->there) {
        tui_paint_text(part->top, RING_LABEL, room, TUI_ERROR, "cannot be read");
        return;
    }
    count = tui_strip_cells(strip, (unsigned)room);
    for (unsigned i = 0; i < count; i++) {
        enum tui_cell cell = tui_strip_cell(strip, i, count);

        tui_paint_glyph(part->top, RING_LABEL + (int)i, cells[cell].style, cells[cell].glyph);
    }
    if (part->rows > 1)
        draw_legend(view, part->top + 1, layout->columns);
}
