/*
 * rate.h - how often, and how much, in a second, from counts that are read now and then.
 */
#ifndef TOOLS_RONDOSCOPE_RATE_H
#define TOOLS_RONDOSCOPE_RATE_H

#include <stdint.h>
#include <sys/types.h>

enum { RATE_SAMPLES = 16, RATE_WINDOW_MS = 1000 };

/* All zero is the beginning. */
struct rate {
    pid_t pid;
    unsigned count;
    struct rate_sample {
        uint64_t time_ns;
        uint64_t sleeps;
        uint64_t cpu_ns;
    } sample[RATE_SAMPLES]; /* the oldest first */
};

/* One more reading; that of another process begins anew. */
void rate_feed(struct rate *rate, pid_t pid, const struct rate_sample *sample);

/*
 * Over the last second, or longer where the readings are rarer; below 0: there is only one.
 * Sleeps a second; processor time in percent of one processor.
 */
double rate_sleeps(const struct rate *rate);
double rate_cpu(const struct rate *rate);

#endif
