/*
 * sim_options.h - what can be said after "sim,".
 *
 *   speed=N        how fast its clock runs; 0: as fast as possible
 *   period=MS      how much it takes from its buffer at once
 *   jitter=MS      how much too late, at most, whoever sleeps on it wakes
 *   seed=N         of the jitter's random numbers
 *   stall=AT+FOR   after AT seconds of sound its clock stands still for FOR seconds
 *   fail=AT        after AT seconds of sound it is gone until it is started again
 *   rates=N+N...   takes these rates only; channels=N+N..., formats=s16+f32...: likewise
 *   record=FILE    a WAV file of what was heard
 *   report=FILE    where the report goes, instead of to the caller
 */
#ifndef PLAYER_CONSUMER_SIM_OPTIONS_H
#define PLAYER_CONSUMER_SIM_OPTIONS_H

#include "player/consumer/sim_device.h"

enum { SIM_LIMITS_MAX = 8 };

/* What the device takes; a count of 0: all. */
struct sim_limits {
    uint32_t rate[SIM_LIMITS_MAX];
    uint32_t rates;
    uint32_t channel[SIM_LIMITS_MAX];
    uint32_t channels;
    uint32_t format[SIM_LIMITS_MAX]; /* enum sample_format */
    uint32_t formats;
};

bool sim_limits_take(const struct sim_limits *limits, const struct output_format *format);

struct sim_options {
    double speed;
    double period_ms;
    double jitter_ms;
    double seed;
    struct sim_fault fault[SIM_DEVICE_FAULTS_MAX];
    uint32_t faults;
    struct sim_limits limits;
    char *record; /* NULL: none */
    char *report; /* NULL: none */
};

/* Defaults, then what the text says. why[] as in output.h; nothing to free on failure. */
int sim_options_parse(const char *text, struct sim_options *ret_options, char *why,
                      uint32_t why_size);

void sim_options_free(struct sim_options *options);

#endif
