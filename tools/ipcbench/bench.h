/*
 * bench.h - all measurements that were asked for, one after the other.
 */
#ifndef TOOLS_IPCBENCH_BENCH_H
#define TOOLS_IPCBENCH_BENCH_H

#include "tools/ipcbench/bench_options.h"
#include "tools/ipcbench/payload.h"
#include "tools/ipcbench/result.h"
#include "tools/ipcbench/run.h"

enum {
    BENCH_ROUNDS = 3,      /* of each measurement, transports taking turns */
    BENCH_PACE_NS = 100000 /* from block to block, where latency is measured */
};

struct bench {
    const struct bench_options *options;
    const struct payload *sound;
    const struct run_signals *signals;
    /* Told before each round of a cell; NULL: nobody wants to know. */
    void (*progress)(const struct result *cell, size_t done, size_t all);
};

struct bench_trouble {
    struct run_trouble run;
    const struct result *cell; /* of which measurement; NULL: of none, there is no memory */
};

/*
 * Measures every transport with every size. *ret_results belongs to the caller, for bench_free(),
 * whatever the result is: RUN_DONE, with refusals in their cells; RUN_FAILED, RUN_INTERRUPTED.
 */
enum run_result bench_run(const struct bench *bench, struct results *ret_results,
                          struct bench_trouble *ret_trouble);

void bench_free(struct results *results);

#endif
