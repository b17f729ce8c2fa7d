/*
 * ring_handle.h - what a process keeps of the ring in its own memory. Private to ring*.c.
 */
#ifndef SHMRING_RING_HANDLE_H
#define SHMRING_RING_HANDLE_H

#include "shmring/ring.h"
#include "shmring/step.h"

struct ring {
    struct ring_segment *segment;
    int segment_id;
    int set_id;
    /* Copied at the start and checked: what the segment says later is not asked again. */
    uint16_t slots;
    uint32_t slot_bytes;

    /* Player: the orders as it last gave them. */
    struct ring_orders orders;

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

#endif
