/*
 * report.h - all that is told of a run, for the table, the JSON and the plots.
 */
#ifndef TOOLS_IPCBENCH_REPORT_H
#define TOOLS_IPCBENCH_REPORT_H

#include "tools/ipcbench/options.h"
#include "tools/ipcbench/result.h"
#include "tools/ipcbench/sound.h"

struct report {
    const struct options *options;
    const struct sound *sound;
    const struct results *results;
    const char *conclusion;
};

#endif
