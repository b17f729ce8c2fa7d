/*
 * stages.h - the stages that a chain may have above its decoder; stage.h says what a stage is.
 *
 * Each is made over the one below it, whose frames it takes, and has its whole memory from then
 * on. Between the first and the last of them samples are float. 0 or -ENOMEM, and others as told.
 */
#ifndef PRODUCER_STAGES_H
#define PRODUCER_STAGES_H

#include "producer/mix.h"
#include "producer/stage.h"

/* Integers as floats: full scale is 1.0, and what 32 bit have beyond 24 is rounded away. */
int stage_float_create(struct stage *below, struct stage **ret_stage);

/* From the frame on that `below` gives next, which is its frame `first`. */
int stage_rest_create(struct stage *below, uint64_t first, struct stage **ret_stage);

/* Other channels, by a matrix (mix.h) that has the columns of the stage below. */
int stage_mix_create(struct stage *below, const struct mix_matrix *matrix,
                     struct stage **ret_stage);

/*
 * Another rate. Of n frames become n * rate / its rate, rounded up. Outside of the track is
 * silence. -EINVAL: the two rates have so little in common that it takes too much memory.
 */
int stage_resample_create(struct stage *below, uint32_t rate, struct stage **ret_stage);

/*
 * So many thousandths of a dB louder, and then below the limiter's ceiling (limiter.h). What is no
 * number is silence. Outside of the track is silence.
 */
int stage_gain_create(struct stage *below, int32_t gain_mdb, struct stage **ret_stage);

/*
 * Floats as integers, what is beyond full scale clipped. dither: with the noise of
 * shmring/dither.h; without it for floats that are such integers already.
 */
int stage_quantise_create(struct stage *below, uint32_t format, bool dither,
                          struct stage **ret_stage);

#endif
