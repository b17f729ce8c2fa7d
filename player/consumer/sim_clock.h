/*
 * sim_clock.h - the clock of the simulated device.
 *
 * It is CLOCK_MONOTONIC times a speed. At speed 0 it is a number that moves only when somebody
 * sleeps on it: nothing ever really sleeps, and a run is the same each time. Times are in
 * nanoseconds of this clock since sim_clock_init().
 */
#ifndef PLAYER_CONSUMER_SIM_CLOCK_H
#define PLAYER_CONSUMER_SIM_CLOCK_H

#include <stdint.h>

struct sim_clock {
    double speed;
    uint64_t jitter_ns; /* the most that a sleeper wakes too late */
    uint64_t random;    /* state of the generator; begins as the seed */
    uint64_t began_ns;  /* CLOCK_MONOTONIC */
    uint64_t still_ns;  /* what the clock shows, at speed 0 */
};

/* speed: 0, or 0.01 to 1000. */
void sim_clock_init(struct sim_clock *clock, double speed, double jitter_ms, uint64_t seed);

/* It goes on from what it shows now. */
void sim_clock_set_speed(struct sim_clock *clock, double speed);

uint64_t sim_clock_now(const struct sim_clock *clock);

/* Sleeps until then, and up to jitter_ns longer. */
void sim_clock_sleep(struct sim_clock *clock, uint64_t until_ns);

/* CLOCK_MONOTONIC, in nanoseconds: the time of the real world. */
uint64_t sim_clock_real_ns(void);

#endif
