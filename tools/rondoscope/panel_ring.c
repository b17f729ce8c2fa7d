/*
 * panel_ring.c - the ring in a row of cells, with its two ends, and one block described.
 *
 * A row of cells has a row of marks below it: T and H stand for the slots at TAIL and HEAD, and
 * times tell what the blocks begin with. What does not fit into one row goes on in the next, and
 * what does not fit at all is drawn with several slots in a cell.
 */
#include <string.h>

#include "tools/rondoscope/panel.h"

enum { STRIPS_MAX = 4, LABEL_GAP = 14, WIDE = 100 };

/* How many rows of cells the ring is worth. */
static int strips(const struct view *view, int columns)
{
    int slots = view->picture->slots;
    int each = cells_each((uint16_t)slots, (unsigned)(STRIPS_MAX * columns));
    int needed = ((slots + each - 1) / each + columns - 1) / columns;

    return needed > 1 ? needed : 1;
}

static int least(const struct view *view, int columns)
{
    (void)view, (void)columns;
    return 3;
}

static int most(const struct view *view, int columns)
{
    return 2 + 2 * strips(view, columns);
}

static void count_cells(const struct picture *picture, unsigned number[CELL_KINDS])
{
    memset(number, 0, CELL_KINDS * sizeof(number[0]));
    for (uint16_t i = 0; i < picture->slots; i++)
        number[cells_of_slot(&picture->slot[i])]++;
}

static void draw_legend(const struct picture *picture, struct canvas *canvas, int row,
                        uint16_t each)
{
    static const char *const names[CELL_KINDS] = {
        [CELL_FREE] = "free",     [CELL_FILLING] = "being filled",
        [CELL_FILLED] = "filled", [CELL_STALE] = "stale",
        [CELL_HELD] = "held",     [CELL_SOUNDING] = "heard now",
        [CELL_BAD] = "bad",
    };
    bool words = canvas->columns >= (each > 1 ? 96 : 78);
    unsigned number[CELL_KINDS];
    int column = canvas_print(canvas, row, 0, STYLE_STRONG, "%u slots", picture->slots);

    if (!picture->sound) {
        canvas_print(canvas, row, column, STYLE_BAD, ": their counts contradict one another");
        return;
    }
    if (each > 1)
        column = canvas_print(canvas, row, column, STYLE_PLAIN, ", %u a cell", each);
    count_cells(picture, number);
    for (int kind = 0; kind < CELL_KINDS; kind++) {
        if (number[kind] == 0 && (kind == CELL_STALE || kind == CELL_BAD))
            continue;
        column += 2;
        canvas_put(canvas, row, column, view_cell_style((enum cell)kind),
                   view_cell_glyph((enum cell)kind));
        column = canvas_print(canvas, row, column + 1, STYLE_PLAIN, words ? " %u %s" : "%u",
                              number[kind], names[kind]);
    }
}

static void draw_cells(const struct view *view, struct canvas *canvas, int row, uint16_t first,
                       uint16_t each)
{
    const struct picture *picture = view->picture;
    unsigned slot = first;

    for (int column = 0; column < canvas->columns && slot < picture->slots; column++) {
        enum cell cell = cells_of(picture->slot, picture->slots, (uint16_t)slot, each);

        canvas_put(canvas, row, column, view_cell_style(cell), view_cell_glyph(cell));
        slot += each;
    }
}

/* Whether a block is worth a label before others: its track begins with it. */
static bool begins(const struct picture_slot *slot)
{
    return slot->headed && slot->block.position == 0 && slot->block.rate > 0;
}

static void draw_label(const struct picture_slot *slot, struct canvas *canvas, int row, int column)
{
    char at[VIEW_TEXT_MAX];

    view_time(slot->block.position, slot->block.rate, at);
    at[strlen(at) - 2] = '\0'; /* tenths are enough */
    canvas_print(canvas, row, column, STYLE_FAINT, "│%u %s", slot->block.track + 1, at);
}

/* Of the slots of one cell the first that begins a track, else the first with a known block. */
static const struct picture_slot *labelled(const struct picture *picture, unsigned slot,
                                           uint16_t each)
{
    const struct picture_slot *known = NULL;

    for (unsigned i = slot; i < slot + each && i < picture->slots; i++) {
        if (begins(&picture->slot[i]))
            return &picture->slot[i];
        if (!known && picture->slot[i].headed && picture->slot[i].block.rate > 0)
            known = &picture->slot[i];
    }
    return known;
}

/* The column of a slot in the row of cells that begins with slot `first`; it may be outside. */
static int column_of(const struct picture *picture, enum sem_index end, uint16_t first,
                     uint16_t each)
{
    int ahead = picture->values.value[end] - first;

    return ahead >= 0 ? ahead / each : -1;
}

static void draw_times(const struct picture *picture, struct canvas *canvas, int row,
                       uint16_t first, uint16_t each)
{
    const int head = column_of(picture, SEM_HEAD, first, each);
    const int tail = column_of(picture, SEM_TAIL, first, each);
    unsigned slot = first;
    int free_from = 0;

    for (int column = 0; column < canvas->columns && slot < picture->slots; column++) {
        const struct picture_slot *of = labelled(picture, slot, each);
        int end = column + LABEL_GAP - 2;

        slot += each;
        if (!of || column < free_from || end > canvas->columns || (head > column && head < end) ||
            (tail > column && tail < end))
            continue;
        draw_label(of, canvas, row, column);
        free_from = column + LABEL_GAP;
    }
}

/* Where both are in one cell, an X stands for them. */
static void draw_ends(const struct picture *picture, struct canvas *canvas, int row, uint16_t first,
                      uint16_t each)
{
    const int head = column_of(picture, SEM_HEAD, first, each);
    const int tail = column_of(picture, SEM_TAIL, first, each);

    canvas_put(canvas, row, tail, STYLE_STRONG, L'T');
    canvas_put(canvas, row, head, STYLE_STRONG, head == tail ? L'X' : L'H');
}

/* One block in full: the next one to be heard, or the one that was chosen. */
static void draw_block(const struct view *view, struct canvas *canvas, int row)
{
    const struct picture *picture = view->picture;
    uint16_t index = view_slot(view);
    const struct picture_slot *slot = &picture->slot[index];
    const struct block_header *block = &slot->block;
    char from[VIEW_TEXT_MAX], to[VIEW_TEXT_MAX];
    int column = canvas_print(canvas, row, 0, STYLE_STRONG, "slot %u ", index);

    canvas_put(canvas, row, column, view_cell_style(cells_of_slot(slot)),
               view_cell_glyph(cells_of_slot(slot)));
    column =
        canvas_print(canvas, row, column + 2, STYLE_PLAIN, "%s", ring_slot_state_name(slot->state));
    if (slot->state != RING_SLOT_FILLED && slot->state != RING_SLOT_HELD)
        return;
    if (!slot->headed) {
        canvas_print(canvas, row, column, STYLE_BAD, ": its header cannot be true");
        return;
    }
    if (block->rate == 0)
        return;
    view_time(block->position, block->rate, from);
    view_time(block->position + block->frames, block->rate, to);
    column = canvas_print(canvas, row, column, STYLE_PLAIN, "%s  track %u %s–%s  ",
                          slot->stale ? ", stale" : "", block->track + 1, from, to);
    if (slot->heard_frames > 0)
        column = canvas_print(canvas, row, column, STYLE_PLAIN, "%u/", slot->heard_frames);
    canvas_print(canvas, row, column, STYLE_PLAIN, "%u%s  block %u  %u Hz %u×%s%s", block->frames,
                 canvas->columns < WIDE ? "" : " frames", block->sequence, block->rate,
                 block->channels, sample_format_name(block->format),
                 block->flags & BLOCK_END ? "  end" : "");
}

static void draw(const struct view *view, struct canvas *canvas, int top, int rows)
{
    const struct picture *picture = view->picture;
    int count = (rows - 1) / 2;
    uint16_t each;

    if (picture->slots == 0)
        return;
    if (count > strips(view, canvas->columns))
        count = strips(view, canvas->columns);
    each = cells_each(picture->slots, (unsigned)(count * canvas->columns));
    draw_legend(picture, canvas, top, each);
    for (int i = 0; i < count; i++) {
        unsigned first = (unsigned)(i * canvas->columns * each);
        int row = top + 1 + 2 * i;

        if (first >= picture->slots)
            break;
        draw_cells(view, canvas, row, (uint16_t)first, each);
        draw_times(picture, canvas, row + 1, (uint16_t)first, each);
        draw_ends(picture, canvas, row + 1, (uint16_t)first, each);
    }
    if (rows > 1 + 2 * count)
        draw_block(view, canvas, top + 1 + 2 * count);
}

const struct panel panel_ring = {.least = least, .most = most, .draw = draw};
