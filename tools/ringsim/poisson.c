/*
 * poisson.c - the ends of the interval are where a sum of probabilities passes a fortieth: they
 * are found by halving.
 */
#include "tools/ringsim/poisson.h"

#include <math.h>

#include "tools/ringsim/numeric.h"

enum { HALVINGS = 80 };

#define TAIL     0.025
#define NORMAL_Z 1.959963984540054 /* 0.975 of the normal distribution is below */

/* P(at most k events), if `mean` are expected: from the last term down, each from the one before.
 */
static double at_most(uint64_t k, double mean)
{
    double last = -mean, term = 1, sum = 0;

    for (uint64_t i = 1; i <= k; i++)
        last += numeric_ln(mean) - numeric_ln((double)i);
    for (uint64_t i = k; term > 0; i--) {
        sum += term;
        term = term * (double)i / mean;
    }
    return sum * numeric_exp(last);
}

/* The mean at which P(at most k) is p; it falls from 1 to 0 on the way from low to high. */
static double mean_at(uint64_t k, double p, double low, double high)
{
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;

        if (at_most(k, middle) > p)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

/* Half of the chi-squared quantile for 2k degrees of freedom. */
static double wilson_hilferty(double k, double z)
{
    double part = 1 / (9 * k), root = 1 - part + z * sqrt(part);

    return k * root * root * root;
}

double poisson_low(uint64_t count)
{
    if (count == 0)
        return 0;
    if (count > POISSON_EXACT)
        return wilson_hilferty((double)count, -NORMAL_Z);
    return mean_at(count - 1, 1 - TAIL, 0, (double)count);
}

double poisson_high(uint64_t count)
{
    double k = (double)count;

    if (count > POISSON_EXACT)
        return wilson_hilferty(k + 1, NORMAL_Z);
    return mean_at(count, TAIL, k, 2 * k + 10);
}

struct poisson_rate poisson_rate(uint64_t count, uint64_t spells, double time)
{
    double each = spells > 0 ? (double)count / (double)spells : 1;

    return (struct poisson_rate){
        .estimate = (double)count / time,
        .low = poisson_low(spells) * each / time,
        .high = poisson_high(spells) * each / time,
    };
}
