/*
 * ring_handle.h - what a process keeps of the ring in its own memory. Private to ring*.c.
 */
#ifndef SHMRING_RING_HANDLE_H
#define SHMRING_RING_HANDLE_H

#include "shmring/ring.h"
#include "shmring/step.h"

/* Who wants to know, in slow motion, that the flight recorder has something new. */
struct ring_watcher {
    void (*tell)(void *context);
    void *context;
};

struct ring {
    struct ring_segment *segment;
    int segment_id;
    int set_id;
    /* Copied at the start and checked: what the segment says later is not asked again. */
    uint16_t slots;
    uint32_t slot_bytes;

    /* Once it has a seat. */
    struct flight_log *log;
    enum flight_role role;
    uint32_t pid;
    struct ring_watcher watcher;

    /* Player: the orders and the pace as it last gave them. */
    struct ring_orders orders;
    uint32_t pace;

    /* Producer: where its claim is, if it has one, and the sequence of that block. */
    bool claimed;
    bool head_known;
    uint16_t head;
    uint32_t sequence;

    /* Consumer: its claims are the `held` slots from `tail` on. */
    bool tail_known;
    uint16_t tail;
    uint16_t held;
};

/* ring_step.c */

/* It has taken this seat, and so has a log from now on. */
void ring_sit(struct ring *ring, enum sem_index seat);

/* Into its log, and to the watcher; nothing without a seat. */
void ring_record(struct ring *ring, struct flight_event *event);

/* step_do() on the ring's set, told to the recorder, and in its turn. */
int ring_step(struct ring *ring, enum step step, const struct step_arguments *arguments,
              const struct timespec *timeout);

#endif
