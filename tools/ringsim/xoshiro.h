/*
 * xoshiro.h - streams of random numbers that are the same on every machine: xoshiro256**.
 *
 * D. Blackman, S. Vigna: Scrambled linear pseudorandom number generators, ACM Transactions on
 * Mathematical Software 47 (2021); https://prng.di.unimi.it/xoshiro256starstar.c (public domain).
 * As they advise, SplitMix64 makes the state of a seed. Whatever is drawn in the simulation has a
 * stream of its own: a longer ring asks one stream for more, and the others do not notice.
 */
#ifndef TOOLS_RINGSIM_XOSHIRO_H
#define TOOLS_RINGSIM_XOSHIRO_H

#include "samples/audio/prng.h"

struct xoshiro {
    uint64_t s[4];
};

static inline struct xoshiro xoshiro_seed(uint64_t seed, uint64_t stream)
{
    struct prng mix = {seed};
    struct xoshiro x;

    mix.state = prng_next(&mix) + stream;
    for (int i = 0; i < 4; i++)
        x.s[i] = prng_next(&mix);
    return x;
}

static inline uint64_t xoshiro_rotate(uint64_t x, int by)
{
    return (x << by) | (x >> (64 - by));
}

static inline uint64_t xoshiro_next(struct xoshiro *x)
{
    const uint64_t result = xoshiro_rotate(x->s[1] * 5, 7) * 9;
    const uint64_t t = x->s[1] << 17;

    x->s[2] ^= x->s[0];
    x->s[3] ^= x->s[1];
    x->s[1] ^= x->s[2];
    x->s[0] ^= x->s[3];
    x->s[2] ^= t;
    x->s[3] = xoshiro_rotate(x->s[3], 45);
    return result;
}

/* Between 0 and 1, and never one of them, so that it has a logarithm. */
static inline double xoshiro_unit(struct xoshiro *x)
{
    return ((double)(xoshiro_next(x) >> 12) + 0.5) * 0x1p-52;
}

#endif
