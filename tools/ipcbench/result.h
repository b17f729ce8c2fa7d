/*
 * result.h - what was measured: a cell for each transport and block size.
 */
#ifndef TOOLS_IPCBENCH_RESULT_H
#define TOOLS_IPCBENCH_RESULT_H

#include "tools/ipcbench/stats.h"
#include "tools/ipcbench/transport.h"

/* As fast as it goes: one round. */
struct result_flow {
    uint64_t blocks;
    uint64_t elapsed_ns;
    uint64_t cpu_ns[TRANSPORT_SIDES];
    uint64_t sleeps; /* of both */
    uint64_t checksum;
};

struct result {
    const struct transport *transport;
    uint32_t size; /* bytes of a block */
    int refused;   /* why the system did not let it be measured, a negative errno; or 0 */
    struct transport_limit limit;

    struct result_flow flow; /* of the rounds, the one with the median throughput */
    struct stats latency_ns; /* paced, of all rounds together */
};

/* All cells: for each size in rising order, the transports in the order of transport_all. */
struct results {
    struct result *cell;
    size_t count;
};

/* The cell, or NULL where that was not asked for. */
const struct result *result_find(const struct results *results, const struct transport *transport,
                                 uint32_t size);

/* At full speed; only for what was measured. */
double result_mib_per_s(const struct result *result);
double result_blocks_per_s(const struct result *result);
double result_cpu_us_per_block(const struct result *result); /* of both sides */
double result_cpu_ms_per_gib(const struct result *result);
double result_sleeps_per_1000(const struct result *result); /* blocks */

/* "64 B", "16 KiB". */
enum { RESULT_SIZE_TEXT = 24 };
void result_size_text(uint32_t size, char ret_text[RESULT_SIZE_TEXT]);

/* "No space left on device (limits: kernel.msgmni, ...)", for what was refused. */
void result_reason(const struct result *result, char *text, size_t size);

#endif
