/*
 * dist.c - distributions: their names, and one number drawn from each.
 *
 * All are made by inversion, but for the normal numbers of lognormal: those come in pairs from a
 * point in the unit circle (Marsaglia, Bray: A convenient method for generating normal variables,
 * SIAM Review 6, 1964), which needs no function but ln and a square root.
 */
#include "tools/ringsim/dist.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/ringsim/numeric.h"
#include "tools/ringsim/span.h"
#include "tools/ringsim/trace.h"

#define SIGMA_MAX 10.0
#define ALPHA_MIN 0.1
#define ALPHA_MAX 100.0

static const struct form {
    const char *name;
    uint32_t parameters;
    double low[2], high[2]; /* what they may be */
} forms[DIST_KINDS] = {
    [DIST_CONST] = {"const", 1, {0}, {DIST_LONGEST_MS}},
    [DIST_UNIFORM] = {"uniform", 2, {0, 0}, {DIST_LONGEST_MS, DIST_LONGEST_MS}},
    [DIST_EXP] = {"exp", 1, {0}, {DIST_LONGEST_MS}},
    [DIST_LOGNORMAL] = {"lognormal", 2, {0, 0}, {DIST_LONGEST_MS, SIGMA_MAX}},
    [DIST_PARETO] = {"pareto", 2, {0, ALPHA_MIN}, {DIST_LONGEST_MS, ALPHA_MAX}},
    [DIST_TRACE] = {"trace", 0, {0}, {0}},
};

static int parse_numbers(const struct form *form, const char *text, double ret_number[2])
{
    for (uint32_t i = 0; i < form->parameters; i++) {
        char *end;

        ret_number[i] = strtod(text, &end);
        if (end == text || *end != (i + 1 < form->parameters ? ':' : '\0'))
            return -EINVAL;
        if (!(ret_number[i] >= form->low[i] && ret_number[i] <= form->high[i]))
            return -EINVAL;
        text = end + 1;
    }
    return 0;
}

static int parse_form(const char *text, const char *column, struct dist *dist, char *why,
                      size_t why_size)
{
    size_t length = strcspn(text, ":");
    double number[2] = {0};

    for (int kind = 0; kind < DIST_KINDS && text[length]; kind++) {
        if (strlen(forms[kind].name) != length || strncmp(forms[kind].name, text, length) != 0)
            continue;
        *dist = (struct dist){.kind = (enum dist_kind)kind, .text = text};
        if (kind == DIST_TRACE)
            return trace_read(text + length + 1, column, &dist->times, &dist->count, why, why_size);
        if (parse_numbers(&forms[kind], text + length + 1, number) < 0 ||
            (kind == DIST_UNIFORM && number[0] > number[1]))
            break;
        dist->a = number[0];
        dist->b = number[1];
        return 0;
    }
    return -EINVAL;
}

int dist_parse(const char *text, const char *column, struct dist *ret_dist, char *why,
               size_t why_size)
{
    struct dist dist;
    int error = parse_form(text, column, &dist, why, why_size);

    if (error == 0)
        *ret_dist = dist;
    return error;
}

void dist_free(struct dist *dist)
{
    free(dist->times);
    dist->times = NULL;
}

static double draw_normal(struct dist_stream *stream)
{
    double x, y, square, factor;

    stream->has_spare = !stream->has_spare;
    if (!stream->has_spare)
        return stream->spare;
    do {
        x = 2 * xoshiro_unit(&stream->random) - 1;
        y = 2 * xoshiro_unit(&stream->random) - 1;
        square = x * x + y * y;
    } while (square >= 1);
    factor = sqrt(-2 * numeric_ln(square) / square);
    stream->spare = y * factor;
    return x * factor;
}

/* 64 by 32 bits: no remainder that would favour some. */
static double draw_time(const struct dist *dist, struct dist_stream *stream)
{
    uint64_t high = xoshiro_next(&stream->random) >> 32;

    return dist->times[high * dist->count >> 32];
}

static double draw_ms(const struct dist *dist, struct dist_stream *stream)
{
    switch (dist->kind) {
    case DIST_UNIFORM:
        return dist->a + (dist->b - dist->a) * xoshiro_unit(&stream->random);
    case DIST_EXP:
        return -dist->a * numeric_ln(xoshiro_unit(&stream->random));
    case DIST_LOGNORMAL:
        return dist->a * numeric_exp(dist->b * draw_normal(stream));
    case DIST_PARETO:
        return dist->a * numeric_exp(-numeric_ln(xoshiro_unit(&stream->random)) / dist->b);
    case DIST_TRACE:
        return draw_time(dist, stream);
    default:
        return dist->a;
    }
}

static int64_t in_ns(double ms)
{
    int64_t ns = (int64_t)((ms < DIST_LONGEST_MS ? ms : DIST_LONGEST_MS) * (double)SPAN_MS + 0.5);

    return ns > 0 ? ns : 1;
}

int64_t dist_draw(const struct dist *dist, struct dist_stream *stream)
{
    return in_ns(draw_ms(dist, stream));
}

int64_t dist_draw_gap(double mean_ns, struct dist_stream *stream)
{
    double gap = -mean_ns * numeric_ln(xoshiro_unit(&stream->random));

    return gap < (double)SPAN_NEVER ? (int64_t)gap : SPAN_NEVER;
}

int64_t dist_constant(const struct dist *dist)
{
    return dist->kind == DIST_CONST ? in_ns(dist->a) : 0;
}
