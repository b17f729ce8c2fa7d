/*
 * pluck.h - one plucked string, after Karplus and Strong.
 */
#ifndef SAMPLES_AUDIO_PLUCK_H
#define SAMPLES_AUDIO_PLUCK_H

#include <stddef.h>
#include <stdint.h>

#include "samples/audio/score.h"

/* How many frames the note sounds at that rate, its fading included. */
size_t pluck_frames(const struct note *note, uint32_t rate);

/*
 * Writes the note, one channel, into samples[pluck_frames()]. It begins and ends at zero, and
 * its pitch, its timbre and how it dies away do not depend on the rate. 0 or -ENOMEM.
 */
int pluck_play(const struct note *note, uint32_t rate, float *samples);

#endif
