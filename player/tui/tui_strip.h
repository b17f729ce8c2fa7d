/*
 * tui_strip.h - the ring as a row of cells, and who of its parties sleeps.
 */
#ifndef PLAYER_TUI_STRIP_H
#define PLAYER_TUI_STRIP_H

#include <stdbool.h>

#include "shmring/ring_view.h"

enum tui_cell {
    TUI_CELL_FREE,
    TUI_CELL_FILLED,
    TUI_CELL_HELD,    /* claimed by the consumer */
    TUI_CELL_FILLING, /* claimed by the producer */
    TUI_CELL_HEARD,   /* the one that sounds */
    TUI_CELLS
};

/* The ring at one moment. */
struct tui_strip {
    bool there; /* it could be read, and its counts do not contradict each other */
    uint16_t slots;
    struct semset_snapshot values;
    struct ring_claims claims;
    bool producer_sleeps; /* until there is room */
    bool consumer_sleeps; /* until there is a block */
    bool consumer_shut;   /* until the gate opens */
};

/*
 * The cell of that number of so many: what is rare in it wins over what is common. A cell stands
 * for a slot, or for several where there are more slots than cells.
 */
enum tui_cell tui_strip_cell(const struct tui_strip *strip, unsigned cell, unsigned cells);

/* How many cells the strip is worth, of so many that there is room for. */
unsigned tui_strip_cells(const struct tui_strip *strip, unsigned room);

#endif
