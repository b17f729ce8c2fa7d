/*
 * bench_options.h - ipcbench's command line.
 *
 * Nothing is opened here. Strings point into argv.
 */
#ifndef TOOLS_IPCBENCH_BENCH_OPTIONS_H
#define TOOLS_IPCBENCH_BENCH_OPTIONS_H

#include <stdio.h>

#include "tools/ipcbench/transport.h"

enum { BENCH_SIZES_MAX = 32, BENCH_WHY = 512 };

struct bench_options {
    enum { BENCH_MEASURE, BENCH_HELP, BENCH_VERSION } action;
    bool transports[TRANSPORT_COUNT]; /* by place in transport_all */
    uint32_t sizes[BENCH_SIZES_MAX];  /* rising, each once */
    size_t size_count;
    uint64_t time_ns;          /* of each measurement, where blocks is 0 */
    uint64_t blocks;           /* of each measurement; 0: as many as go in time_ns */
    int cpus[TRANSPORT_SIDES]; /* -1: anywhere */
    const char *sound;         /* NULL: generated */
    const char *plots;         /* a folder; NULL: none */
    bool json;
};

/* 0, or -EINVAL and a line that says what was wrong and what is accepted. Reorders argv. */
int bench_options_parse(int argc, char **argv, struct bench_options *ret_options,
                        char ret_why[BENCH_WHY]);

void bench_help(FILE *out);

#endif
