/*
 * room.h - what stands around the strings: the instrument's body, and a small hall.
 */
#ifndef SAMPLES_AUDIO_ROOM_H
#define SAMPLES_AUDIO_ROOM_H

#include <stddef.h>
#include <stdint.h>

/* Changes interleaved samples of 1, 2 or 6 channels in place. 0 or -ENOMEM. */
int room_apply(float *samples, size_t frames, uint32_t rate, uint32_t channels);

#endif
