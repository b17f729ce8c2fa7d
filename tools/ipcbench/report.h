/*
 * report.h - all that is told of a run, for the table, the JSON and the plots.
 */
#ifndef TOOLS_IPCBENCH_REPORT_H
#define TOOLS_IPCBENCH_REPORT_H

#include "tools/ipcbench/bench_options.h"
#include "tools/ipcbench/payload.h"
#include "tools/ipcbench/result.h"

/* The machine just before anything was measured. */
struct report_machine {
    double load; /* processes that ran, or wanted to, on average in the last minute */
    long processors;
};

struct report {
    const struct report_machine *machine;
    const struct bench_options *options;
    const struct payload *sound;
    const struct results *results;
    const char *conclusion;
};

#endif
