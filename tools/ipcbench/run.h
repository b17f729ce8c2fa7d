/*
 * run.h - one measurement: a transport is opened, two processes use it, and it is closed again.
 *
 * Whatever ends it (all blocks are there, an error, a child that is killed, a signal), both
 * children have ended and nothing of the transport is left when run() returns. If the caller is
 * killed, the children end, and remove what would outlive them.
 */
#ifndef TOOLS_IPCBENCH_RUN_H
#define TOOLS_IPCBENCH_RUN_H

#include <signal.h>
#include <sys/types.h>

#include "tools/ipcbench/side.h"

struct run_outcome {
    struct transport_limit limit;
    uint64_t blocks;
    uint64_t elapsed_ns; /* from the first one's hand-over until the last one was added up */
    uint64_t cpu_ns[TRANSPORT_SIDES];
    uint64_t sleeps;        /* of both sides */
    uint64_t checksum;      /* as side_checksum() */
    uint64_t *latencies_ns; /* paced: one for each block, for the caller to free; else NULL */
};

enum run_result {
    RUN_DONE,
    RUN_REFUSED,    /* by the system: `error`; nothing was sent */
    RUN_FAILED,     /* one side failed: `side`, `block`, and `error`, or the `signal` it died of */
    RUN_INTERRUPTED /* by the `signal` that came to us */
};

struct run_trouble {
    int error; /* negative errno, or 0 */
    int signal;
    enum transport_side side;
    uint64_t block;
};

/* The signals that end a measurement: INT, TERM, HUP and QUIT, where they are not ignored. */
struct run_signals {
    sigset_t watched;
    sigset_t before;
};

/* Blocks them, and SIGCHLD, for run() to wait for; lets them through again. */
void run_watch(struct run_signals *ret_signals);
void run_unwatch(const struct run_signals *signals);

/*
 * For one thread at a time, as it waits for children. `ret_outcome` is filled in if it is done,
 * `ret_trouble` if not. Paced and timed, it sends time_ns / pace_ns blocks.
 */
enum run_result run(const struct side_plan *plan, const struct run_signals *signals,
                    struct run_outcome *ret_outcome, struct run_trouble *ret_trouble);

#endif
