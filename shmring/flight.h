/*
 * flight.h - the flight recorder: what each process did last, readable after it has died.
 *
 * Each of the three seats has a log in the segment, a ring of FLIGHT_EVENTS events that only the
 * holder of the seat writes: no lock, no system call, one reading of the clock. It is always on.
 * Readers attach read-only and copy; an event that is overwritten meanwhile is never returned,
 * but counted as lost. What a log says is its process's word, and a hostile producer's word is
 * worth nothing: flight_read() returns only events whose fields are within their ranges.
 *
 * A step that may sleep leaves two events, BEGIN and END, any other one, END. So a process that
 * died in its sleep has left a BEGIN as its last word.
 */
#ifndef SHMRING_FLIGHT_H
#define SHMRING_FLIGHT_H

#include <stdbool.h>

#include "shmring/layout.h"
#include "shmring/step.h"

/* Whose log; SEM_PRODUCER + this is the seat. */
enum flight_role { FLIGHT_PRODUCER, FLIGHT_CONSUMER, FLIGHT_PLAYER, FLIGHT_ROLES };

enum flight_kind {
    FLIGHT_TURN = 1, /* in slow motion: it waits to be allowed a step */
    FLIGHT_BEGIN,    /* it calls semop for a step that may sleep */
    FLIGHT_END,      /* the step is over: `result` */
    FLIGHT_UNDERRUN, /* consumer: the ring ran empty in mid-track; `value`: how often so far */
    FLIGHT_EPOCH,    /* player: new orders; `value`: their epoch */
    FLIGHT_STARTED,  /* player: it started a child; `step`: enum flight_role; `value`: its PID */
    FLIGHT_ENDED,    /* player: a child ended; the same, and `result`: its signal, or 0 */
    FLIGHT_KINDS
};

struct flight_event {
    uint64_t time_ns; /* CLOCK_MONOTONIC */
    uint32_t pid;     /* who wrote it, by its own account */
    uint8_t kind;     /* enum flight_kind */
    uint8_t step;     /* TURN, BEGIN, END: enum step */
    uint16_t slot;    /* steps with FREE or FILLED: HEAD or TAIL before the step */
    uint16_t count;   /* steps: n or K */
    int16_t result;   /* END: 0 or a negative errno */
    uint16_t held; /* steps of the children: their claims after it; after TURN, BEGIN: before it */
    uint16_t nowait; /* steps: 1 where it would rather fail than sleep */
    uint32_t value;
    uint32_t reserved;
};

_Static_assert(sizeof(struct flight_event) == FLIGHT_WORDS * sizeof(uint64_t), "four words");

/* "producer", "consumer", "player"; never NULL. */
const char *flight_role_name(enum flight_role role);

/* The log of a role in a mapped segment. */
static inline struct flight_log *flight_log(const struct ring_segment *segment,
                                            enum flight_role role)
{
    return (struct flight_log *)((char *)segment + RING_LOGS_OFFSET) + role;
}

/* Writer: stamps the event with the time and appends it. */
void flight_write(struct flight_log *log, struct flight_event *event);

/*
 * Reader: copies up to `room` of the events from *cursor on, oldest first, and moves *cursor
 * behind them; it begins at 0, or at UINT64_MAX for only what comes from now on. Returns how many;
 * what was overwritten before it could be read, or cannot be true, is added to *lost.
 */
size_t flight_read(const struct flight_log *log, uint64_t *cursor, struct flight_event *ret_events,
                   size_t room, uint64_t *lost);

/* The time of the events' clock. */
uint64_t flight_now_ns(void);

#endif
