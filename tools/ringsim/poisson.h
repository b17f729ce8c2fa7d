/*
 * poisson.h - what a count of rare events says of their true number: the 95 % interval.
 *
 * F. Garwood: Fiducial limits for the Poisson distribution, Biometrika 28 (1936). With `count`
 * seen, the expected number is between low and high; a true one outside would have shown so few, or
 * so many, once in forty times on either side. Exact up to POISSON_EXACT events; above, chi-squared
 * quantiles by the cube of E. B. Wilson and M. M. Hilferty (PNAS 17, 1931), good to 6 digits there.
 */
#ifndef TOOLS_RINGSIM_POISSON_H
#define TOOLS_RINGSIM_POISSON_H

#include <stdint.h>

enum { POISSON_EXACT = 1000 };

double poisson_low(uint64_t count);
double poisson_high(uint64_t count);

/* A number of events for each unit of time, and its interval. */
struct poisson_rate {
    double estimate, low, high;
};

/*
 * Of `count` events in `spells` in that time. Spells are what comes at random, each with
 * count / spells events; where every spell is one event, this is the plain interval.
 */
struct poisson_rate poisson_rate(uint64_t count, uint64_t spells, double time);

#endif
