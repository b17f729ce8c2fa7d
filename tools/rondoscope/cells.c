/*
 * cells.c - counts what a few slots are.
 */
#include "tools/rondoscope/cells.h"

static const enum cell outstanding[] = {CELL_BAD, CELL_SOUNDING, CELL_FILLING};

uint16_t cells_each(uint16_t slots, unsigned cells)
{
    unsigned each = cells > 0 ? (slots + cells - 1) / cells : slots;

    return (uint16_t)(each > 0 ? each : 1);
}

enum cell cells_of_slot(const struct picture_slot *slot)
{
    switch (slot->state) {
    case RING_SLOT_FREE:
        return CELL_FREE;
    case RING_SLOT_FILLING:
        return CELL_FILLING;
    default:
        break;
    }
    if (!slot->headed)
        return CELL_BAD;
    if (slot->stale)
        return CELL_STALE;
    if (slot->sounding)
        return CELL_SOUNDING;
    return slot->state == RING_SLOT_HELD ? CELL_HELD : CELL_FILLED;
}

enum cell cells_of(const struct picture_slot *slots, uint16_t count, uint16_t first, uint16_t each)
{
    unsigned number[CELL_KINDS] = {0};
    enum cell most = CELL_FREE;

    for (unsigned i = first; i < count && i < (unsigned)first + each; i++)
        number[cells_of_slot(&slots[i])]++;
    for (size_t i = 0; i < sizeof(outstanding) / sizeof(outstanding[0]); i++)
        if (number[outstanding[i]] > 0)
            return outstanding[i];
    for (int kind = 0; kind < CELL_KINDS; kind++)
        if (number[kind] >= number[most])
            most = (enum cell)kind;
    return most;
}
