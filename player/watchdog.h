/*
 * watchdog.h - notices children that live but do not move.
 *
 * A consumer that has blocks to play, an open gate and a device, and yet hands no sound over
 * for a while, is stopped or stuck in a device library. A producer that neither sleeps for
 * room nor commits a block is stuck in a file. Time is counted in ticks of one timer, so that
 * a machine that slept does not look like a child that did. The timer stands still while the
 * player is paused and the producer has nothing to do.
 */
#ifndef PLAYER_WATCHDOG_H
#define PLAYER_WATCHDOG_H

#include <stdbool.h>
#include <stdint.h>

struct session;

struct watchdog {
    int timer;
    uint32_t tick_ms;
    uint32_t beat;           /* the consumer's, at the last tick */
    uint32_t consumer_ticks; /* without a beat, though there was something to play */
    uint32_t head;           /* the ring's, at the last tick */
    uint32_t producer_ticks; /* without a block, though there was room and work */
    uint32_t end_ticks;      /* with nothing left, to decode or to be heard */
    bool running;
};

/* A negative errno. The limits are the options'. */
int watchdog_open(struct session *s);

/* The limits may have changed. */
void watchdog_adjust(struct session *s);

/* Starts the timer; it stops by itself when there is nothing to watch. */
void watchdog_run(struct session *s);

/* One tick. */
void watchdog_tick(struct session *s);

#endif
