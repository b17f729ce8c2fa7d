/*
 * cells.h - the ring as a row of cells, each for one slot or, where there are too many, for a few.
 */
#ifndef TOOLS_RONDOSCOPE_CELLS_H
#define TOOLS_RONDOSCOPE_CELLS_H

#include "tools/rondoscope/picture.h"

/* What one cell shows. */
enum cell {
    CELL_FREE,
    CELL_FILLING,
    CELL_FILLED,
    CELL_STALE, /* filled or held, of orders that hold no more */
    CELL_HELD,
    CELL_SOUNDING,
    CELL_BAD, /* filled or held, with a header that cannot be true */
    CELL_KINDS
};

/* How many slots a cell stands for, so that `slots` of them fit into `cells`; at least 1. */
uint16_t cells_each(uint16_t slots, unsigned cells);

/* What one slot is. */
enum cell cells_of_slot(const struct picture_slot *slot);

/*
 * What the `each` slots from `first` on are, as one cell: the one being filled, the one being
 * heard and a bad one always show, since there is at most one of each, or should be; else what
 * most of them are, and of two that are equally many the one that comes later above.
 */
enum cell cells_of(const struct picture_slot *slots, uint16_t count, uint16_t first, uint16_t each);

#endif
