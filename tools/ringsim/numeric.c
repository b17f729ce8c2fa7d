/*
 * numeric.c - a number is taken apart into a power of two and a factor near 1, and only that
 * factor needs a series: for the logarithm the one of the area hyperbolic tangent, which
 * converges fastest, for the exponential Taylor's. The terms are added in pairs, not one by one
 * (Estrin), and no branch depends on the number: this is what most of a simulation's time goes to.
 */
#include "tools/ringsim/numeric.h"

#include <stdint.h>
#include <string.h>

enum { MANTISSA_BITS = 52, BIAS = 1023 };

#define EXPONENT_MASK (UINT64_C(0xfff) << MANTISSA_BITS)
#define ROOT_OF_HALF                                                                               \
    UINT64_C(0x3fe6a09e667f3bcd) /* its bits: factors go from there to its double */

/* ln 2 in two parts: the first has so few bits that a multiple of it is exact. */
static const double ln2_high = 0x1.62e42fee00000p-1, ln2_low = 0x1.a39ef35793c76p-33;

double numeric_ln(double x)
{
    uint64_t bits, above;
    double power, s, z, z2, z4, sum;

    memcpy(&bits, &x, sizeof(bits));
    above = bits - ROOT_OF_HALF;
    power = (double)((int64_t)above >> MANTISSA_BITS);
    bits -= above & EXPONENT_MASK;
    memcpy(&x, &bits, sizeof(x));
    s = (x - 1) / (x + 1);
    z = s * s;
    z2 = z * z;
    z4 = z2 * z2;
    sum = (1.0 / 3 + 1.0 / 5 * z) + (1.0 / 7 + 1.0 / 9 * z) * z2 +
          ((1.0 / 11 + 1.0 / 13 * z) + (1.0 / 15 + 1.0 / 17 * z) * z2 +
           (1.0 / 19 + 1.0 / 21 * z) * z4) *
              z4;
    return power * ln2_high + (2 * s + 2 * s * z * sum + power * ln2_low);
}

/* e^r - 1 for |r| up to half of ln 2. */
static double exp_minus_1(double r)
{
    double r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
    double low = (1 + 1.0 / 2 * r) + (1.0 / 6 + 1.0 / 24 * r) * r2 +
                 ((1.0 / 120 + 1.0 / 720 * r) + (1.0 / 5040 + 1.0 / 40320 * r) * r2) * r4;
    double high = (1.0 / 362880 + 1.0 / 3628800 * r) + (1.0 / 39916800 + 1.0 / 479001600 * r) * r2 +
                  (1.0 / 6227020800 + 1.0 / 87178291200 * r) * r4;

    return r * (low + high * r8);
}

double numeric_exp(double x)
{
    double shifted, power, scale;
    uint64_t bits;

    x = x < -700 ? -700 : x > 700 ? 700 : x;
    shifted = x * (1 / (ln2_high + ln2_low)) + (BIAS + 0.5);
    bits = (uint64_t)shifted;
    power = (double)(int64_t)bits - BIAS;
    bits <<= MANTISSA_BITS;
    memcpy(&scale, &bits, sizeof(scale));
    return (1 + exp_minus_1(x - power * ln2_high - power * ln2_low)) * scale;
}
