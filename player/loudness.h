/*
 * loudness.h - what follows from a loudness: gains, and the loudness of several files together.
 */
#ifndef PLAYER_LOUDNESS_H
#define PLAYER_LOUDNESS_H

#include <stdint.h>

#include "shmring/scans.h"

enum { LOUDNESS_REFERENCE = -18000 }; /* thousandths of a LUFS: ReplayGain 2.0's */

/* The gain to the reference, in thousandths of a dB; SCAN_UNKNOWN where there is no loudness. */
int32_t loudness_gain(int32_t integrated);

/*
 * The integrated loudness of all blocks counted in these bins, as EBU R128 gates them, exact to
 * less than 0.1 LU. SCAN_UNKNOWN: there are none.
 */
int32_t loudness_of_bins(const uint64_t bins[SCANS_BINS]);

/* A peak in dB of full scale; -INFINITY for silence. */
double loudness_peak_db(int32_t peak);

#endif
