/*
 * filter.c - see filter.h. The transposed second direct form: two states carry what is still
 * to come.
 */
#include "samples/audio/filter.h"

#include <math.h>

static struct filter divided(double b0, double b1, double b2, double a0, double a1, double a2)
{
    return (struct filter){
        .forward = {b0 / a0, b1 / a0, b2 / a0},
        .back = {a1 / a0, a2 / a0},
    };
}

struct filter filter_low_pass(double hertz, double q, uint32_t rate)
{
    double c = cos(2 * M_PI * hertz / rate);
    double alpha = sin(2 * M_PI * hertz / rate) / (2 * q);

    return divided((1 - c) / 2, 1 - c, (1 - c) / 2, 1 + alpha, -2 * c, 1 - alpha);
}

struct filter filter_high_pass(double hertz, double q, uint32_t rate)
{
    double c = cos(2 * M_PI * hertz / rate);
    double alpha = sin(2 * M_PI * hertz / rate) / (2 * q);

    return divided((1 + c) / 2, -1 - c, (1 + c) / 2, 1 + alpha, -2 * c, 1 - alpha);
}

struct filter filter_bell(double hertz, double q, double decibels, uint32_t rate)
{
    double c = cos(2 * M_PI * hertz / rate);
    double alpha = sin(2 * M_PI * hertz / rate) / (2 * q);
    double gain = pow(10, decibels / 40);

    return divided(1 + alpha * gain, -2 * c, 1 - alpha * gain, 1 + alpha / gain, -2 * c,
                   1 - alpha / gain);
}

static double step(struct filter *filter, double in)
{
    double out = filter->forward[0] * in + filter->state[0];

    filter->state[0] = filter->forward[1] * in - filter->back[0] * out + filter->state[1];
    filter->state[1] = filter->forward[2] * in - filter->back[1] * out;
    return out;
}

void filter_run(struct filter *filters, size_t filter_count, float *samples, size_t count,
                size_t stride)
{
    for (size_t i = 0; i < count; i++) {
        double value = samples[i * stride];

        for (size_t f = 0; f < filter_count; f++)
            value = step(&filters[f], value);
        samples[i * stride] = (float)value;
    }
}
