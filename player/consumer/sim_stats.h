/*
 * sim_stats.h - what the simulated device has seen, and how it tells people.
 */
#ifndef PLAYER_CONSUMER_SIM_STATS_H
#define PLAYER_CONSUMER_SIM_STATS_H

#include <stdint.h>

/* Each power of two is parted into so many buckets: values are known to 1 part in 32. */
enum { SIM_STATS_PARTS = 32, SIM_STATS_BUCKETS = 60 * SIM_STATS_PARTS, SIM_STATS_TEXT_MAX = 512 };

struct sim_stats_histogram {
    uint64_t count;
    uint64_t least; /* these two exactly */
    uint64_t most;
    uint64_t bucket[SIM_STATS_BUCKETS];
};

struct sim_stats {
    uint64_t heard_frames;
    uint64_t heard_ns; /* the sound they made */
    uint64_t dropped_frames;
    uint64_t real_ns; /* between start and stop, in the real world */
    uint32_t underruns;
    uint32_t stalls;
    struct sim_stats_histogram fill_us;  /* sound in the buffer as the device took a period */
    struct sim_stats_histogram write_us; /* time in each write, on the simulated clock */
};

void sim_stats_add(struct sim_stats_histogram *histogram, uint64_t value);

/* The value that `permille` of them do not exceed, or a little more; 0 where there are none. */
uint64_t sim_stats_quantile(const struct sim_stats_histogram *histogram, uint32_t permille);

/* A few lines, each with its newline. */
void sim_stats_print(const struct sim_stats *stats, char ret_text[SIM_STATS_TEXT_MAX]);

#endif
