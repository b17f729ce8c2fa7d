/*
 * ticks.h - where an axis has its numbers, and how they are written.
 *
 * Labels: large ones with k, M, G … (powers of 1000), or with Ki, Mi, Gi … on an axis of powers of
 * two; very small ones as powers of ten.
 */
#ifndef TOOLS_PLOT_TICKS_H
#define TOOLS_PLOT_TICKS_H

#include <stdbool.h>
#include <stddef.h>

enum { TICKS_MAX = 128, TICKS_LABEL = 32 };

struct tick {
    double value;
    char label[TICKS_LABEL]; /* "": a line of the grid only */
};

struct ticks {
    size_t count;
    struct tick tick[TICKS_MAX];
};

/* 1, 2 or 5 times a power of ten, so that a span has about that many of them. */
double ticks_step(double span, double about);

/* `plain`: digits alone, no k and M. All three: low < high, both finite; no tick lies outside. */
void ticks_linear(double low, double high, double about, bool plain, struct ticks *ret_ticks);

/* low > 0. At most `about` labels. */
void ticks_decimal(double low, double high, double about, struct ticks *ret_ticks);
void ticks_binary(double low, double high, double about, struct ticks *ret_ticks);

/* A single number, as on a logarithmic axis. */
void ticks_label(double value, char ret_label[TICKS_LABEL]);

#endif
