/*
 * plots.h - the results as pictures.
 */
#ifndef TOOLS_IPCBENCH_PLOTS_H
#define TOOLS_IPCBENCH_PLOTS_H

#include "tools/ipcbench/result.h"

/* Makes the folder if there is none; 0, or -errno: it cannot be written to. */
int plots_prepare(const char *folder);

/*
 * throughput, latency, latency-p99 and cpu, over the block size, with a line for each transport;
 * each as .svg, .png and .csv. 0 or a negative errno. Nothing is drawn where nothing was measured.
 */
int plots_write(const struct results *results, const char *folder);

#endif
