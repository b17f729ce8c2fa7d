/*
 * numeric.h - logarithm and exponential of which every bit is the same on every machine.
 *
 * The C library's may differ in the last bit from one version to the next, and one bit is enough
 * to swap two events. These use only operations that IEEE 754 defines exactly (and are compiled
 * without fused multiply-add); they are right to 15 digits.
 */
#ifndef TOOLS_RINGSIM_NUMERIC_H
#define TOOLS_RINGSIM_NUMERIC_H

/* The natural logarithm of a normal number above 0. */
double numeric_ln(double x);

/* e to the x, for x from -700 to 700; beyond, as at that end. */
double numeric_exp(double x);

#endif
