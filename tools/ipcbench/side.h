/*
 * side.h - what the sender and the receiver do, each a process of its own.
 *
 * Both first warm up with as many blocks as may be under way, so that buffers, slots and page
 * tables are there, wait for each other, and then measure. The receiver adds up every block and
 * compares it with what it should be. Sums, clocks and counts go into memory that parent and
 * children share; the blocks themselves carry nothing but sound.
 */
#ifndef TOOLS_IPCBENCH_SIDE_H
#define TOOLS_IPCBENCH_SIDE_H

#include <pthread.h>
#include <stdatomic.h>

#include "tools/ipcbench/payload.h"
#include "tools/ipcbench/transport.h"

struct side_plan {
    const struct transport *transport;
    struct transport_shape shape;
    const struct payload_cut *cut; /* in blocks of shape.size */
    uint64_t blocks;               /* to measure; 0: as many as go in time_ns */
    uint64_t time_ns;
    uint64_t pace_ns; /* at least so long from block to block, and stamps; 0: as fast as it goes */
    int cpus[TRANSPORT_SIDES]; /* where each side runs; -1: anywhere */
};

struct side_report {
    _Alignas(64) int error; /* why it ended early, or 0; written by whoever calls side_run() */
    uint64_t block;         /* then: at which of the measured ones, from 0 */
    uint64_t clock_ns; /* CLOCK_MONOTONIC; sender: before the first, receiver: after the last */
    uint64_t cpu_ns;   /* user and system, of the measured part */
    uint64_t sleeps;   /* how often it gave the processor up to wait */
    uint64_t checksum; /* receiver: of the whole stream */
};

struct side_shared {
    pthread_barrier_t start;
    /* The number of the last block, once it is known. Writer: the sender, before it sends it. */
    _Alignas(64) _Atomic uint64_t last;
    struct side_report report[TRANSPORT_SIDES]; /* each side writes its own */
    uint64_t *sent_ns;                          /* by block; sender: just before it hands it over */
    uint64_t *latencies_ns;                     /* by block; receiver: from there until it has it */
};

/* Works as that side to the end. 0, or why it ended early; its report is in `shared`. */
int side_run(const struct side_plan *plan, struct side_shared *shared, void *channel,
             enum transport_side side);

/* What the receiver must find as checksum after so many blocks. */
uint64_t side_checksum(const struct payload_cut *cut, uint64_t blocks);

#endif
