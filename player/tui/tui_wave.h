/*
 * tui_wave.h - the outline of a track: a peak for each of TUI_WAVE_BINS equal parts of it.
 *
 * It is filled from blocks as they pass through the ring, so a part is known once it has been
 * decoded; the ring holds seconds of what is to come.
 */
#ifndef PLAYER_TUI_WAVE_H
#define PLAYER_TUI_WAVE_H

#include <stdbool.h>
#include <stdint.h>

#include "shmring/block.h"

enum { TUI_WAVE_BINS = 1024 };

struct tui_wave {
    uint32_t bins;   /* TUI_WAVE_BINS, or as many as there are frames */
    uint64_t frames; /* of the track; 0: nobody knows, and then there is no outline */
    uint8_t peak[TUI_WAVE_BINS];
    bool known[TUI_WAVE_BINS];
};

/* Another track, of so many frames. */
void tui_wave_begin(struct tui_wave *wave, uint64_t frames);

/* Takes a block's samples in; `header` has passed block_check(). */
void tui_wave_add(struct tui_wave *wave, const struct block_header *header, const void *samples);

/* The height of one of so many columns, 0 to 255; -1: not known. */
int tui_wave_column(const struct tui_wave *wave, uint32_t column, uint32_t columns);

#endif
