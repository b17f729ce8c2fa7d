/*
 * stats.c - percentiles by the nearest rank, in whole numbers.
 */
#include "tools/ipcbench/stats.h"

#include <stdlib.h>

uint64_t stats_percentile(const uint64_t *sorted, size_t count, unsigned per_mille)
{
    size_t rank = (count * per_mille + 999) / 1000;

    if (count == 0)
        return 0;
    return sorted[rank > 0 ? rank - 1 : 0];
}

static int by_value(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

void stats_make(uint64_t *values, size_t count, struct stats *ret_stats)
{
    *ret_stats = (struct stats){.count = count};
    if (count == 0)
        return;
    qsort(values, count, sizeof(*values), by_value);
    ret_stats->least = values[0];
    ret_stats->p50 = stats_percentile(values, count, 500);
    ret_stats->p99 = stats_percentile(values, count, 990);
    ret_stats->p999 = stats_percentile(values, count, 999);
    ret_stats->greatest = values[count - 1];
}
