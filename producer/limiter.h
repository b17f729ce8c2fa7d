/*
 * limiter.h - turns sound down around true peaks that would rise above a ceiling.
 *
 * It keeps nothing from call to call: what comes out for a frame depends on the frames within
 * limiter_reach() of it and on nothing else, so a seek or a producer that goes on for a dead one
 * makes the very same samples. Where nothing rises above the ceiling, nothing is changed.
 */
#ifndef PRODUCER_LIMITER_H
#define PRODUCER_LIMITER_H

#include <stdbool.h>
#include <stdint.h>

/* EBU R128's highest permitted true peak, -1 dBTP. */
#define LIMITER_CEILING 0.891250938

struct limiter;

/* For up to `frames` frames a call. -ENOMEM. */
int limiter_create(uint32_t rate, uint32_t channels, uint32_t frames, struct limiter **ret_limiter);

/* Frames on either side that have a say in what becomes of one: some 10 ms. */
uint32_t limiter_reach(const struct limiter *limiter);

/*
 * Of `frames` frames with limiter_reach() frames before and as many after them, interleaved at
 * `around`, the ones in the middle. Outside of a sound is silence. True: some were turned down.
 */
bool limiter_run(struct limiter *limiter, const float *around, float *out, uint32_t frames);

/* NULL is allowed. */
void limiter_free(struct limiter *limiter);

#endif
