/*
 * party.h - producer, consumer or player of the lab's own ring, as a subject.
 *
 * Each act before FILL_HALF is one step of the protocol, done by the product's own functions
 * (ring.h). Blocks are numbered from 0: a producer goes on behind the newest committed one, as
 * ring_resume_point() says, and a consumer with the first that was not heard. Every word of a
 * block's samples is its number, so a block that was half written is found out.
 */
#ifndef TOOLS_RONDOLAB_PARTY_H
#define TOOLS_RONDOLAB_PARTY_H

#include "shmring/ring.h"
#include "tools/rondolab/subject.h"

enum {
    PARTY_SLOTS = RING_SLOTS_MIN,
    PARTY_SLOT_BYTES = RING_SLOT_BYTES_MIN,
    PARTY_FRAMES = 256 /* of a block; a frame is one word */
};

enum party_act {
    PARTY_NOTHING, /* ends a list of acts */
    PARTY_SEAT,
    PARTY_WAIT, /* producer or consumer, by the seat */
    PARTY_CLAIM,
    PARTY_COMMIT,
    PARTY_COMMIT_CLAIM,
    PARTY_CLAIM_STALE,
    PARTY_RELEASE,
    PARTY_SLEEP, /* count: for so many ms */
    PARTY_PAUSE,
    PARTY_RESUME,
    PARTY_LOCK,
    PARTY_UNLOCK,
    PARTY_VACANT,
    PARTY_FILL_HALF, /* the block in hand: header and half of its words */
    PARTY_FILL,
    PARTY_HEAR,    /* all blocks in hand; the answer has their numbers, and how many were damaged */
    PARTY_PRODUCE, /* claim, fill, commit; `count` times */
    PARTY_CONSUME  /* claim `count` blocks, hear them, commit them */
};

struct party {
    int segment;
    int set;
    enum sem_index seat;

    /* In the subject. */
    struct ring *ring;
    uint32_t next; /* producer: the number of the block to be filled next */
};

/* Starts one that does not sit yet: its first act is PARTY_SEAT. The ring is any handle of it. */
int party_start(const struct guardian *guardian, const struct ring *ring, enum sem_index seat,
                struct subject *ret_subject);

/* The step that an act is; STEP_COUNT where it is none. */
enum step party_step(enum sem_index seat, enum party_act act);

#endif
