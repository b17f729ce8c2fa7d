/*
 * wave.h - a waveform of a sound whose length need not be known: its peaks, at most SCANS_WAVE.
 */
#ifndef PRODUCER_WAVE_H
#define PRODUCER_WAVE_H

#include "shmring/scans.h"

struct wave {
    struct scan_wave out;
    uint32_t filled; /* frames in the last peak */
};

/* `frames`: the sound's length; 0: unknown. */
void wave_begin(struct wave *wave, uint64_t frames);

/* Takes the loudest sample of one frame, 1.0 being full scale. */
void wave_add(struct wave *wave, float peak);

#endif
