/*
 * fade.c - equal power, in double precision. What a frame becomes depends on its place alone, so
 * that a producer that goes on for a dead one gives the very same samples.
 */
#include "producer/fade.h"

#include <math.h>

#include "shmring/dither.h"
#include "shmring/layout.h"

#define S16_SCALE 0x1p15
#define S24_SCALE 0x1p23
#define S32_SCALE 0x1p31
#define S24_LOW   256.0 /* the byte below the 24 bits */

static double load(const void *samples, uint64_t i, uint16_t format)
{
    switch (format) {
    case SAMPLE_S16:
        return ((const int16_t *)samples)[i] / S16_SCALE;
    case SAMPLE_S24:
    case SAMPLE_S32:
        return ((const int32_t *)samples)[i] / S32_SCALE;
    default:
        return (double)((const float *)samples)[i];
    }
}

/* To the nearest whole number of a scale's, once the noise is there. */
static double whole(double sample, double scale, double noise)
{
    double value = floor(sample * scale + noise + 0.5);

    return value < -scale ? -scale : value > scale - 1 ? scale - 1 : value;
}

static void store(void *samples, uint64_t i, uint16_t format, double sample, double noise)
{
    switch (format) {
    case SAMPLE_S16:
        ((int16_t *)samples)[i] = (int16_t)whole(sample, S16_SCALE, noise);
        break;
    case SAMPLE_S24:
        ((int32_t *)samples)[i] = (int32_t)(whole(sample, S24_SCALE, noise) * S24_LOW);
        break;
    case SAMPLE_S32:
        ((int32_t *)samples)[i] = (int32_t)whole(sample, S32_SCALE, 0);
        break;
    default:
        ((float *)samples)[i] = (float)sample;
    }
}

void fade_mix(void *samples, const struct stage_shape *shape, const void *tail,
              const struct stage_shape *tail_shape, uint32_t frames, uint64_t at, uint64_t length)
{
    for (uint32_t frame = 0; frame < frames; frame++) {
        double way = ((double)(at + frame) + 0.5) / (double)length * M_PI_2;
        double rising = sin(way), falling = cos(way);

        for (uint32_t channel = 0; channel < shape->channels; channel++) {
            uint64_t i = (uint64_t)frame * shape->channels + channel;

            store(samples, i, shape->format,
                  load(samples, i, shape->format) * rising +
                      load(tail, i, tail_shape->format) * falling,
                  dither_noise(at + frame, channel));
        }
    }
}
