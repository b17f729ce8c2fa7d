/*
 * loudness.c - the arithmetic of loudness.
 */
#include "player/loudness.h"

#include <math.h>

#define BIN_LU          0.1
#define QUIETEST_LUFS   (-70.0)
#define RELATIVE_GATE   (-10.0)
#define PEAK_FULL_SCALE 1e6

int32_t loudness_gain(int32_t integrated)
{
    int32_t gain = LOUDNESS_REFERENCE - integrated;

    if (integrated == SCAN_UNKNOWN)
        return SCAN_UNKNOWN;
    return gain > SCANS_GAIN_MAX ? SCANS_GAIN_MAX : gain < -SCANS_GAIN_MAX ? -SCANS_GAIN_MAX : gain;
}

static double lufs_of(uint32_t bin)
{
    return QUIETEST_LUFS + (bin + 0.5) * BIN_LU;
}

/* The mean of what is at least that loud, as energies. */
static double mean_above(const uint64_t bins[SCANS_BINS], double gate)
{
    double energy = 0, count = 0;

    for (uint32_t i = 0; i < SCANS_BINS; i++) {
        if (lufs_of(i) < gate)
            continue;
        energy += (double)bins[i] * pow(10, lufs_of(i) / 10);
        count += (double)bins[i];
    }
    return count > 0 ? 10 * log10(energy / count) : -INFINITY;
}

int32_t loudness_of_bins(const uint64_t bins[SCANS_BINS])
{
    double all = mean_above(bins, QUIETEST_LUFS);

    if (!isfinite(all))
        return SCAN_UNKNOWN;
    return (int32_t)lround(mean_above(bins, all + RELATIVE_GATE) * 1000);
}

double loudness_peak_db(int32_t peak)
{
    return peak > 0 ? 20 * log10(peak / PEAK_FULL_SCALE) : -INFINITY;
}
