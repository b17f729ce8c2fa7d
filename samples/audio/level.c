/*
 * level.c - the curve is computed only next to the largest samples: it rises above them by a
 * few tenths of a decibel, and never that high far from them.
 */
#include "samples/audio/level.h"

#include <math.h>

enum { TAPS = 16, PLACES = 3 }; /* on either side; between one frame and the next */

static const double near_peak = 0.75; /* as a part of the largest sample */

/* A sinc in a raised cosine's window. */
static void set_weights(double weights[PLACES][2 * TAPS])
{
    for (size_t p = 0; p < PLACES; p++) {
        for (size_t i = 0; i < 2 * TAPS; i++) {
            double x = (double)i - (TAPS - 1) - (double)(p + 1) / (PLACES + 1);

            weights[p][i] = sin(M_PI * x) / (M_PI * x) * (0.5 + 0.5 * cos(M_PI * x / TAPS));
        }
    }
}

static double largest_sample(const float *samples, size_t count)
{
    float largest = 0;

    for (size_t i = 0; i < count; i++)
        largest = fmaxf(largest, fabsf(samples[i]));
    return largest;
}

/* The curve between samples[0] and the sample after it. */
static double largest_after(const float *samples, uint32_t channels,
                            const double weights[PLACES][2 * TAPS])
{
    const float *first = samples - (size_t)(TAPS - 1) * channels;
    double largest = 0;

    for (size_t p = 0; p < PLACES; p++) {
        double sum = 0;

        for (size_t i = 0; i < 2 * TAPS; i++)
            sum += weights[p][i] * first[i * channels];
        largest = fmax(largest, fabs(sum));
    }
    return largest;
}

double level_true_peak(const float *samples, size_t frames, uint32_t channels)
{
    double weights[PLACES][2 * TAPS];
    double largest = largest_sample(samples, frames * channels);
    double enough = near_peak * largest;

    set_weights(weights);
    for (size_t i = TAPS; i + TAPS < frames; i++) {
        for (uint32_t c = 0; c < channels; c++) {
            const float *at = samples + i * channels + c;

            if (fabsf(at[0]) >= enough || fabsf(at[channels]) >= enough)
                largest = fmax(largest, largest_after(at, channels, weights));
        }
    }
    return largest;
}
