/*
 * stats.h - what a list of times amounts to.
 */
#ifndef TOOLS_IPCBENCH_STATS_H
#define TOOLS_IPCBENCH_STATS_H

#include <stddef.h>
#include <stdint.h>

/* All 0 where there is no value. */
struct stats {
    size_t count;
    uint64_t least, p50, p99, p999, greatest;
};

/*
 * The percentile by the nearest rank: the smallest of the values, sorted in rising order, that at
 * least per_mille thousandths of them do not exceed. So it is always one of them, and the 999th of
 * less than a thousand is the greatest. 0 where there is no value. per_mille: 0 to 1000.
 */
uint64_t stats_percentile(const uint64_t *sorted, size_t count, unsigned per_mille);

/* Sorts the values. */
void stats_make(uint64_t *values, size_t count, struct stats *ret_stats);

#endif
