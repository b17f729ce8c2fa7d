/*
 * charts.h - what a simulation looks like, as SVG, PNG or CSV.
 */
#ifndef TOOLS_RINGSIM_CHARTS_H
#define TOOLS_RINGSIM_CHARTS_H

#include "tools/ringsim/command.h"
#include "tools/ringsim/sizing.h"

/*
 * How full the ring is in the command's window, or else around the first underrun, which was at
 * first_at (-1: there was none), with what struck marked. It runs the simulation once more. Both
 * return 0 or what plot_write() says.
 */
int charts_fill(const struct command *command, int64_t first_at, const char *path);

/* Underruns a year by the ring's size, with their intervals, and the goal. */
int charts_sizes(const struct command *command, const struct sizing_probe *probes, uint32_t count,
                 const char *path);

#endif
