/*
 * sim_stats.c - histograms of a fixed size, however long the run, and the report.
 */
#include "player/consumer/sim_stats.h"

#include <inttypes.h>
#include <stdio.h>

/* Values below PARTS have a bucket each; above, the five bits after the first choose one. */
static uint32_t bucket_of(uint64_t value)
{
    if (value < SIM_STATS_PARTS)
        return (uint32_t)value;
    uint32_t shift = 63 - (uint32_t)__builtin_clzll(value) - 5;
    return (shift + 1) * SIM_STATS_PARTS + (uint32_t)(value >> shift) % SIM_STATS_PARTS;
}

/* The greatest value of a bucket. */
static uint64_t value_of(uint32_t bucket)
{
    if (bucket < SIM_STATS_PARTS)
        return bucket;
    uint32_t shift = bucket / SIM_STATS_PARTS - 1;
    uint64_t following = SIM_STATS_PARTS + bucket % SIM_STATS_PARTS + 1;
    return (following << shift) - 1;
}

void sim_stats_add(struct sim_stats_histogram *histogram, uint64_t value)
{
    if (histogram->count == 0 || value < histogram->least)
        histogram->least = value;
    if (value > histogram->most)
        histogram->most = value;
    histogram->count++;
    histogram->bucket[bucket_of(value)]++;
}

uint64_t sim_stats_quantile(const struct sim_stats_histogram *histogram, uint32_t permille)
{
    uint64_t wanted = histogram->count * permille / 1000;
    uint64_t below = 0;
    for (uint32_t i = 0; i < SIM_STATS_BUCKETS; i++) {
        below += histogram->bucket[i];
        if (below > wanted)
            return value_of(i) < histogram->most ? value_of(i) : histogram->most;
    }
    return histogram->most;
}

static double ms(uint64_t us)
{
    return (double)us / 1e3;
}

void sim_stats_print(const struct sim_stats *stats, char ret_text[SIM_STATS_TEXT_MAX])
{
    const struct sim_stats_histogram *fill = &stats->fill_us;
    const struct sim_stats_histogram *write = &stats->write_us;
    snprintf(ret_text, SIM_STATS_TEXT_MAX,
             "sim: heard %" PRIu64 " frames, %.3f s of sound, in %.3f s; dropped %" PRIu64 "\n"
             "sim: underruns %" PRIu32 ", stalls %" PRIu32 "\n"
             "sim: fill level min %.1f, median %.1f, max %.1f ms\n"
             "sim: time in write p50 %.2f, p99 %.2f, max %.2f ms\n",
             stats->heard_frames, (double)stats->heard_ns / 1e9, (double)stats->real_ns / 1e9,
             stats->dropped_frames, stats->underruns, stats->stalls, ms(fill->least),
             ms(sim_stats_quantile(fill, 500)), ms(fill->most), ms(sim_stats_quantile(write, 500)),
             ms(sim_stats_quantile(write, 990)), ms(write->most));
}
