/*
 * filter.h - filters of the second order, after Robert Bristow-Johnson's "Cookbook".
 */
#ifndef SAMPLES_AUDIO_FILTER_H
#define SAMPLES_AUDIO_FILTER_H

#include <stddef.h>
#include <stdint.h>

struct filter {
    double forward[3];
    double back[2];
    double state[2];
};

/* hertz is below half of the rate; q is the quality, 0.7071 the flattest. */
struct filter filter_low_pass(double hertz, double q, uint32_t rate);
struct filter filter_high_pass(double hertz, double q, uint32_t rate);

/* Raises what is around hertz by so many decibels, or lowers it. */
struct filter filter_bell(double hertz, double q, double decibels, uint32_t rate);

/* One filter after the other over `count` samples, in place, each `stride` after the one before. */
void filter_run(struct filter *filters, size_t filter_count, float *samples, size_t count,
                size_t stride);

#endif
