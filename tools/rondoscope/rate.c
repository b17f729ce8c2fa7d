/*
 * rate.c - a few readings, of which the first and the last count.
 */
#include "tools/rondoscope/rate.h"

#include <string.h>

static const uint64_t window_ns = (uint64_t)RATE_WINDOW_MS * 1000000u;

static void drop_first(struct rate *rate)
{
    rate->count--;
    memmove(rate->sample, rate->sample + 1, rate->count * sizeof(rate->sample[0]));
}

void rate_feed(struct rate *rate, pid_t pid, const struct rate_sample *sample)
{
    if (rate->pid != pid)
        *rate = (struct rate){.pid = pid};
    if (rate->count > 0 && sample->time_ns <= rate->sample[rate->count - 1].time_ns)
        return;
    if (rate->count == RATE_SAMPLES)
        drop_first(rate);
    rate->sample[rate->count++] = *sample;
    while (rate->count > 2 && sample->time_ns - rate->sample[1].time_ns >= window_ns)
        drop_first(rate);
}

/* Counts that went back are those of a thread that has ended. */
static double growth(uint64_t first, uint64_t last)
{
    return last > first ? (double)(last - first) : 0;
}

static double seconds(const struct rate *rate)
{
    return (double)(rate->sample[rate->count - 1].time_ns - rate->sample[0].time_ns) / 1e9;
}

double rate_sleeps(const struct rate *rate)
{
    if (rate->count < 2)
        return -1;
    return growth(rate->sample[0].sleeps, rate->sample[rate->count - 1].sleeps) / seconds(rate);
}

double rate_cpu(const struct rate *rate)
{
    if (rate->count < 2)
        return -1;
    return growth(rate->sample[0].cpu_ns, rate->sample[rate->count - 1].cpu_ns) / 1e7 /
           seconds(rate);
}
