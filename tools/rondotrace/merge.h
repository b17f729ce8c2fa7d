/*
 * merge.h - the flight recorder's three logs as one story, and the ring's state at each point of
 * it.
 *
 * An event says what its process knew: its slot and its claims. Of both children together that is
 * the whole ring: blocks that are committed and not yet heard are HEAD - TAIL; of these the
 * consumer holds some, and the rest is FILLED. The logs hold the newest events only, so the
 * state is known from where both children's places are, and no more where events are missing.
 * HEAD and TAIL alone cannot tell a full ring from an empty one: what happens next does.
 *
 * Blocks are counted: the number of a block modulo N is its slot, and no two blocks have the same
 * one. If nothing is lost, the first block ever committed is 0.
 *
 * What a log says is its process's word, and a hostile producer may write into all of them. What
 * cannot be true of any process is left out and counted. The rest is in range, but may be a lie.
 */
#ifndef TOOLS_RONDOTRACE_MERGE_H
#define TOOLS_RONDOTRACE_MERGE_H

#include "shmring/flight.h"

/* The ring right after an event. */
struct merge_ring {
    bool known;       /* the rest is 0 where it is not */
    uint64_t head;    /* number of the block that will be committed next */
    uint64_t tail;    /* number of the oldest block that has not been heard */
    uint16_t claimed; /* by the producer: 0 or 1 */
    uint16_t held;    /* by the consumer */
    uint16_t free;    /* FREE and FILLED, as the semaphores had them */
    uint16_t filled;
};

struct merge_entry {
    struct flight_event event;
    enum flight_role role; /* whose log it is from */
    uint64_t number;       /* in that log, from 0 */
    /*
     * When it took effect: at its own time, or earlier where another process shows that it had
     * happened: a step is recorded a moment after it was done. Never decreases.
     */
    uint64_t at_ns;
    bool gap; /* events of this log before it are missing, or contradict it */
    /* Of a successor's first event: blocks that its predecessor committed, and died before it
     * could record that. */
    uint16_t unrecorded;
    /* The blocks that this step claimed, committed or gave back, where that is known: so many
     * from this one on. */
    uint64_t block;
    uint16_t blocks;
    struct merge_ring ring;
};

struct merge {
    uint16_t slots;    /* N */
    uint64_t read_ns;  /* when the logs had been read */
    uint64_t begin_ns; /* when the first event took effect, and the last; 0 where there is none */
    uint64_t end_ns;
    struct merge_entry *entry; /* by at_ns */
    size_t count;
    uint64_t lost[FLIGHT_ROLES];    /* overwritten before they could be read */
    uint64_t refused[FLIGHT_ROLES]; /* left out, for they cannot be true */
};

/*
 * Copies the logs of a mapped segment, whose checked number of slots is `slots`, and puts them
 * together; the segment is not needed afterwards. merge_free() frees the entries. -ENOMEM.
 */
int merge_read(const struct ring_segment *segment, uint16_t slots, struct merge *ret_merge);
void merge_free(struct merge *merge);

/* It is a step (TURN, BEGIN, END), and no note. */
bool merge_is_step(const struct merge_entry *entry);

/* It is a step that tells HEAD (of the producer) or TAIL (of the consumer) before it. */
bool merge_has_place(const struct merge_entry *entry);

/* It is a step that is over, and has succeeded. */
bool merge_is_done(const struct merge_entry *entry);

#endif
