/*
 * prng.h - random numbers that are the same on every run: SplitMix64.
 *
 * Any seed will do; streams from neighbouring seeds have nothing to do with one another.
 */
#ifndef SAMPLES_AUDIO_PRNG_H
#define SAMPLES_AUDIO_PRNG_H

#include <stdint.h>

struct prng {
    uint64_t state;
};

static inline uint64_t prng_next(struct prng *prng)
{
    uint64_t z = prng->state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* From 0 inclusive to 1 exclusive. */
static inline double prng_unit(struct prng *prng)
{
    return (double)(prng_next(prng) >> 11) * 0x1p-53;
}

#endif
