/*
 * tui_meter.h - how loud the sound is, channel by channel.
 *
 * Levels are in dB of full scale. Samples may be in shared memory, under a writer's hand: any bits
 * give a level from TUI_METER_FLOOR to 0.
 */
#ifndef PLAYER_TUI_METER_H
#define PLAYER_TUI_METER_H

#include <stdint.h>

#include "shmring/block.h"

#define TUI_METER_FLOOR (-60.0f)
enum { TUI_METER_CHANNELS = 8, TUI_METER_HOLD = 15 }; /* ticks that a peak is held for */

struct tui_meter_level {
    float peak, rms;
};

/* What is shown: it rises at once, and falls slowly. */
struct tui_meter {
    float peak, rms;
    float held; /* the highest peak of late */
    uint32_t age;
};

/* The greatest amplitude, 0 to 1, of `count` samples in a row; every `stride`th. */
float tui_meter_peak(enum sample_format format, const void *samples, uint32_t count,
                     uint32_t stride);

/* One channel of `frames` frames. */
struct tui_meter_level tui_meter_measure(enum sample_format format, uint32_t channels,
                                         uint32_t channel, const void *samples, uint32_t frames);

/* dB of an amplitude from 0 to 1. */
float tui_meter_db(float amplitude);

/* One tick, 100 ms, later; level NULL: silence. */
void tui_meter_follow(struct tui_meter *meter, const struct tui_meter_level *level);

/* A level's place on a bar of so many cells. */
uint32_t tui_meter_cells(float db, uint32_t cells);

#endif
