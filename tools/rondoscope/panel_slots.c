/*
 * panel_slots.c - each slot with its track and time: all in columns, or on paper in runs.
 *
 * On a screen that has not enough room for all of them, those around the described one are shown.
 * A run is a number of neighbours of one state that follow one another in one track.
 */
#include <string.h>

#include "tools/rondoscope/panel.h"

enum { ENTRY = 16, ROWS_LEAST = 4, RUNS_MAX = 200 };

static int per_row(int columns)
{
    return columns >= ENTRY ? columns / ENTRY : 1;
}

static int in_focus(const struct view *view)
{
    return view->focus == VIEW_FOCUS_SLOTS && !view->all;
}

static int slots_least(const struct view *view, int columns)
{
    (void)columns;
    return in_focus(view) ? ROWS_LEAST : 0;
}

static int slots_most(const struct view *view, int columns)
{
    int each = per_row(columns);

    return in_focus(view) ? (view->picture->slots + each - 1) / each : 0;
}

/* "12▓1 0:05.200", of which the number and the state are always there. */
static void draw_slot(const struct view *view, struct canvas *canvas, int row, int column,
                      uint16_t index)
{
    const struct picture_slot *slot = &view->picture->slot[index];
    enum cell cell = cells_of_slot(slot);
    char at[VIEW_TEXT_MAX];

    canvas_print(canvas, row, column, index == view_slot(view) ? STYLE_CHOSEN : STYLE_FAINT, "%4u",
                 index);
    canvas_put(canvas, row, column + 4, view_cell_style(cell), view_cell_glyph(cell));
    if (!slot->headed || slot->block.rate == 0)
        return;
    view_time(slot->block.position, slot->block.rate, at);
    at[strlen(at) - 1] = '\0';
    canvas_print(canvas, row, column + 5, STYLE_PLAIN, "%u %s", slot->block.track + 1, at);
}

static void slots_draw(const struct view *view, struct canvas *canvas, int top, int rows)
{
    int each = per_row(canvas->columns);
    int all = (view->picture->slots + each - 1) / each;
    int first = view_slot(view) / each - rows / 2;

    if (first > all - rows)
        first = all - rows;
    if (first < 0)
        first = 0;
    for (int i = 0; i < rows * each; i++) {
        int index = first * each + i;

        if (index < view->picture->slots)
            draw_slot(view, canvas, top + i / each, i % each * ENTRY, (uint16_t)index);
    }
}

/* Whether b goes on where a ends. */
static bool follows(const struct picture_slot *a, const struct picture_slot *b)
{
    if (cells_of_slot(a) != cells_of_slot(b))
        return false;
    if (a->state != RING_SLOT_FILLED && a->state != RING_SLOT_HELD)
        return true;
    return a->headed && b->headed && a->block.epoch == b->block.epoch &&
           a->block.track == b->block.track && a->block.rate == b->block.rate &&
           a->block.position + a->block.frames == b->block.position;
}

/* How many slots from this one on, round the end of the ring, are one run. */
static uint16_t run_length(const struct picture *picture, uint16_t first, uint16_t left)
{
    uint16_t length = 1;

    while (length < left && follows(&picture->slot[(unsigned)(first + length - 1) % picture->slots],
                                    &picture->slot[(unsigned)(first + length) % picture->slots]))
        length++;
    return length;
}

static void draw_run(const struct picture *picture, struct canvas *canvas, int row, uint16_t first,
                     uint16_t length)
{
    uint16_t end = (uint16_t)((first + length - 1) % picture->slots);
    const struct picture_slot *slot = &picture->slot[first];
    const struct block_header *last = &picture->slot[end].block;
    char from[VIEW_TEXT_MAX], to[VIEW_TEXT_MAX];
    enum cell cell = cells_of_slot(slot);
    int column = length == 1
                     ? canvas_print(canvas, row, 0, STYLE_PLAIN, "  slot %u", first)
                     : canvas_print(canvas, row, 0, STYLE_PLAIN, "  slots %u to %u", first, end);

    column = column < 20 ? 20 : column + 1;
    canvas_put(canvas, row, column, view_cell_style(cell), view_cell_glyph(cell));
    canvas_print(canvas, row, column + 2, STYLE_PLAIN, "%s", ring_slot_state_name(slot->state));
    if (cell == CELL_BAD)
        canvas_print(canvas, row, column + 12, STYLE_BAD, "its header cannot be true");
    if (!slot->headed || slot->block.rate == 0 ||
        (slot->state != RING_SLOT_FILLED && slot->state != RING_SLOT_HELD))
        return;
    view_time(slot->block.position, slot->block.rate, from);
    view_time(last->position + last->frames, last->rate, to);
    canvas_print(canvas, row, column + 12, STYLE_PLAIN, "track %u  %s–%s%s%s",
                 slot->block.track + 1, from, to, slot->sounding ? "  heard now" : "",
                 slot->stale ? "  stale" : "");
}

/* Draws the runs from TAIL on, where `canvas` is one; returns how many there are. */
static int runs(const struct view *view, struct canvas *canvas, int top)
{
    const struct picture *picture = view->picture;
    uint16_t slot = picture->values.value[SEM_TAIL];
    uint16_t left = picture->slots;
    int count = 0;

    if (!picture->sound)
        return 0;
    while (left > 0 && count < RUNS_MAX) {
        uint16_t length = run_length(picture, slot, left);

        if (canvas)
            draw_run(picture, canvas, top + count, slot, length);
        count++;
        slot = (uint16_t)((slot + length) % picture->slots);
        left = (uint16_t)(left - length);
    }
    return count;
}

static int runs_least(const struct view *view, int columns)
{
    (void)columns;
    return view->all ? 1 : 0;
}

static int runs_most(const struct view *view, int columns)
{
    (void)columns;
    return view->all ? runs(view, NULL, 0) : 0;
}

static void runs_draw(const struct view *view, struct canvas *canvas, int top, int rows)
{
    (void)rows;
    runs(view, canvas, top);
}

const struct panel panel_slots = {.least = slots_least, .most = slots_most, .draw = slots_draw};
const struct panel panel_runs = {.least = runs_least, .most = runs_most, .draw = runs_draw};
