/*
 * fade.h - the end of one track and the beginning of the next, heard together.
 */
#ifndef PRODUCER_FADE_H
#define PRODUCER_FADE_H

#include "producer/stage.h"

/*
 * Mixes `tail` into `samples`, which are of the track that begins; rate and channels are the same,
 * formats may differ. The first of these frames is number `at` of a fade of `length`. Equal power:
 * at p of the way the end has cos(p pi/2), the beginning sin(p pi/2), p in the middle of the frame.
 * 16 and 24 bits are dithered (shmring/dither.h) by the place in the fade. What is louder than full
 * scale is full scale.
 */
void fade_mix(void *samples, const struct stage_shape *shape, const void *tail,
              const struct stage_shape *tail_shape, uint32_t frames, uint64_t at, uint64_t length);

#endif
