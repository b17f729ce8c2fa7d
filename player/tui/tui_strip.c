/*
 * tui_strip.c - slots of the ring become cells.
 */
#include "player/tui/tui_strip.h"

static enum tui_cell cell_of(const struct tui_strip *strip, uint16_t slot)
{
    switch (ring_slot_state(strip->slots, &strip->values, &strip->claims, slot)) {
    case RING_SLOT_FILLING:
        return TUI_CELL_FILLING;
    case RING_SLOT_FILLED:
        return TUI_CELL_FILLED;
    case RING_SLOT_HELD:
        return slot == strip->values.value[SEM_TAIL] ? TUI_CELL_HEARD : TUI_CELL_HELD;
    default:
        return TUI_CELL_FREE;
    }
}

/* Slots that one cell stands for. */
static unsigned slots_each(const struct tui_strip *strip, unsigned cells)
{
    unsigned each = cells > 0 ? (strip->slots + cells - 1) / cells : strip->slots;

    return each > 0 ? each : 1;
}

unsigned tui_strip_cells(const struct tui_strip *strip, unsigned room)
{
    unsigned each = slots_each(strip, room);

    return (strip->slots + each - 1) / each;
}

enum tui_cell tui_strip_cell(const struct tui_strip *strip, unsigned cell, unsigned cells)
{
    unsigned each = slots_each(strip, cells), first = cell * each;
    unsigned number[TUI_CELLS] = {0};
    enum tui_cell most = TUI_CELL_FREE;

    for (unsigned slot = first; slot < first + each && slot < strip->slots; slot++)
        number[cell_of(strip, (uint16_t)slot)]++;
    if (number[TUI_CELL_HEARD] > 0)
        return TUI_CELL_HEARD;
    if (number[TUI_CELL_FILLING] > 0)
        return TUI_CELL_FILLING;
    for (int kind = TUI_CELL_FILLED; kind <= TUI_CELL_HELD; kind++)
        if (number[kind] > number[most])
            most = (enum tui_cell)kind;
    return most;
}
