/*
 * axis.c - an axis is made wide enough to be divided: even if all values are the same, and
 * whatever their size.
 */
#include "tools/plot/axis.h"

#include <math.h>

/* Places further off than this are as good as infinite, and cairo cannot hold them. */
static const double FAR = 1e5;

bool axis_shows(enum plot_scale scale, double value)
{
    return scale == PLOT_LINEAR || value >= 1e-300;
}

static bool power_of_two(double value)
{
    int exponent;

    return frexp(value, &exponent) == 0.5;
}

void axis_span_add(struct axis_span *span, double value)
{
    if (!axis_shows(span->scale, value))
        return;
    span->low = span->any ? fmin(span->low, value) : value;
    span->high = span->any ? fmax(span->high, value) : value;
    span->any = true;
    span->other = span->other || !power_of_two(value);
}

static void widen_linear(struct axis *axis)
{
    double size = fmax(fabs(axis->low), fabs(axis->high));
    double least = fmax(size * 1e-13, 1e-290);

    if (axis->high - axis->low >= least)
        return;
    axis->low -= size > 0 ? size * 0.1 : 1;
    axis->high += size > 0 ? size * 0.1 : 1;
}

static void widen_log(struct axis *axis)
{
    if (axis->high / axis->low >= 1.01)
        return;
    axis->low /= 2;
    axis->high *= 2;
}

/* The nearest 1, 2 or 5 times a power of ten below. */
static double round_down(double value)
{
    double power = pow(10, floor(log10(value) + 1e-9));
    double rest = value / power * (1 + 1e-9);

    return power * (rest >= 5 ? 5 : rest >= 2 ? 2 : 1);
}

static double round_up(double value)
{
    double power = pow(10, floor(log10(value) + 1e-9));
    double rest = value / power * (1 - 1e-9);

    return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
}

static void loosen(struct axis *axis)
{
    if (axis->binary) {
        axis->low = exp2(floor(log2(axis->low)));
        axis->high = exp2(ceil(log2(axis->high)));
    } else if (axis->scale == PLOT_LOG) {
        axis->low = round_down(axis->low);
        axis->high = round_up(axis->high);
    } else {
        double step = ticks_step(axis->high - axis->low, axis->about);

        axis->low = floor(axis->low / step + 1e-6) * step;
        axis->high = ceil(axis->high / step - 1e-6) * step;
    }
}

void axis_fit(struct axis *axis, const struct axis_span *span, bool tight)
{
    axis->scale = span->scale;
    axis->binary = span->scale == PLOT_LOG && span->any && !span->other;
    axis->low = span->any ? span->low : span->scale == PLOT_LOG ? 1 : 0;
    axis->high = span->any ? span->high : span->scale == PLOT_LOG ? 10 : 1;
    if (axis->scale == PLOT_LOG)
        widen_log(axis);
    else
        widen_linear(axis);
    if (!tight)
        loosen(axis);
}

double axis_place(const struct axis *axis, double value)
{
    double part;

    if (!axis_shows(axis->scale, value))
        return axis->start;
    part = axis->scale == PLOT_LOG
               ? (log(value) - log(axis->low)) / (log(axis->high) - log(axis->low))
               : (value - axis->low) / (axis->high - axis->low);
    return fmax(-FAR, fmin(FAR, axis->start + part * (axis->end - axis->start)));
}

void axis_ticks(const struct axis *axis, struct ticks *ret_ticks)
{
    if (axis->scale == PLOT_LINEAR)
        ticks_linear(axis->low, axis->high, axis->about, false, ret_ticks);
    else if (axis->binary)
        ticks_binary(axis->low, axis->high, axis->about, ret_ticks);
    else
        ticks_decimal(axis->low, axis->high, axis->about, ret_ticks);
}
