/*
 * slow.h - slow motion: the children's steps one by one, and what they do in words.
 *
 * Each step of the protocol waits first: FACTOR times RING_PACE_MS, or until it is given a turn;
 * the simulated device, the only one that can, slows down with it. What happened is read from
 * the flight recorder (shmring/flight.h), which the children say there is something new in.
 */
#ifndef PLAYER_SLOW_H
#define PLAYER_SLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "shmring/flight.h"

enum { SLOW_FACTOR_MAX = 100, SLOW_TURNS_MAX = 1000 };

struct slow {
    uint32_t factor; /* 1: at its usual speed */
    bool turns;      /* step by step; `factor` means nothing then */
    uint64_t began_ns;
    uint64_t cursor[FLIGHT_ROLES];
    uint64_t slept_ns[FLIGHT_ROLES]; /* when a step began that may sleep; 0: none is under way */
    bool refused; /* the step told of last failed, and the block it was for has been told of */
    uint64_t lost;
};

struct session;

/* From now on so slow; 1: not at all. -ENOTSUP: the output cannot be slowed down. */
int slow_set(struct session *s, uint32_t factor);

/*
 * Lets so many steps happen; step by step from now on, if it was not before, and then none has
 * happened yet. -ENOTSUP; -ERANGE: more turns are owed than can be counted.
 */
int slow_step(struct session *s, uint32_t turns);

/* Before the first child is started: as the options say. */
int slow_begin(struct session *s);

/* Tells what has happened since the last time. */
void slow_tell(struct session *s);

#endif
