/*
 * sim_clock.c - simulated time, and real sleeping for it.
 */
#include "player/consumer/sim_clock.h"

#include <errno.h>
#include <time.h>

#define NS_PER_SECOND UINT64_C(1000000000)

void sim_clock_init(struct sim_clock *clock, double speed, double jitter_ms, uint64_t seed)
{
    *clock = (struct sim_clock){
        .speed = speed,
        .jitter_ns = (uint64_t)(jitter_ms * 1e6),
        .random = seed,
        .began_ns = sim_clock_real_ns(),
    };
}

uint64_t sim_clock_now(const struct sim_clock *clock)
{
    if (clock->speed == 0)
        return clock->still_ns;
    return (uint64_t)((double)(sim_clock_real_ns() - clock->began_ns) * clock->speed);
}

void sim_clock_set_speed(struct sim_clock *clock, double speed)
{
    uint64_t now_ns = sim_clock_now(clock);

    clock->still_ns = now_ns;
    if (speed > 0)
        clock->began_ns = sim_clock_real_ns() - (uint64_t)((double)now_ns / speed);
    clock->speed = speed;
}

/* splitmix64: small, good, and the same everywhere. */
static uint64_t next_random(struct sim_clock *clock)
{
    uint64_t z = clock->random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

void sim_clock_sleep(struct sim_clock *clock, uint64_t until_ns)
{
    if (clock->jitter_ns > 0)
        until_ns += next_random(clock) % (clock->jitter_ns + 1);
    if (clock->speed == 0) {
        if (until_ns > clock->still_ns)
            clock->still_ns = until_ns;
        return;
    }
    /* One more, for the clock must show until_ns afterwards in spite of rounding. */
    uint64_t real_ns = clock->began_ns + (uint64_t)((double)until_ns / clock->speed) + 1;
    struct timespec wake = {
        .tv_sec = (time_t)(real_ns / NS_PER_SECOND),
        .tv_nsec = (long)(real_ns % NS_PER_SECOND),
    };
    int error;
    do
        error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &wake, NULL);
    while (error == EINTR);
}

uint64_t sim_clock_real_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec;
}
