/*
 * dither.h - the noise that goes with a sample before it is made shorter.
 *
 * Rounded alone, quiet sound becomes distortion; with this noise added first, it becomes sound in
 * a steady hiss (TPDF: triangular, from -1 to 1 of the last bit that stays). The noise is no
 * chance but a hash of the sample's place, so that whoever works a place again, after a death or a
 * seek, makes the very same samples.
 */
#ifndef SHMRING_DITHER_H
#define SHMRING_DITHER_H

#include <stdint.h>

/* Of one channel of one frame: above -1 and below 1, most often near 0. */
static inline double dither_noise(uint64_t frame, uint32_t channel)
{
    uint64_t bits =
        (frame + 1) * UINT64_C(0x9e3779b97f4a7c15) + channel * UINT64_C(0xd1342543de82ef95);

    bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
    bits ^= bits >> 31;
    return ((double)(bits >> 32) - (double)(uint32_t)bits) / 4294967296.0;
}

#endif
