/*
 * picture.h - all that is shown of an instance at one moment, as plain values.
 *
 * gather.h fills it; the views only read it. Everything in it has been checked and bounded: texts
 * hold printable characters and end in a zero, indices are within their tables, and what a block
 * or an event says of itself has passed block_check() or flight_read().
 */
#ifndef TOOLS_RONDOSCOPE_PICTURE_H
#define TOOLS_RONDOSCOPE_PICTURE_H

#include "tools/rondoscope/picture_parts.h"

struct picture {
    char name[INSTANCE_NAME_MAX + 1];
    uint64_t time_ns; /* CLOCK_MONOTONIC, as in the events */
    enum doctor_state state;

    struct picture_object segment;
    uint64_t segment_bytes;
    uint32_t attached; /* how often, with us, if we are */
    struct picture_object set;

    uint16_t slots; /* 0: the segment was never seen, and all that is in it is unknown */
    uint32_t slot_bytes;
    struct semset_snapshot values;
    bool sound; /* the counts agree with one another, so `claims` and `slot` are known */
    struct ring_claims claims;
    struct picture_slot *slot; /* [slots] */
    struct picture_semaphore semaphore[SEM_COUNT];

    struct ring_orders orders;
    uint32_t epoch;
    uint32_t volume; /* in thousandths */
    bool fading;
    uint32_t pace; /* RING_PACE_..., or ms */
    struct ring_heard heard;

    struct picture_process process[FLIGHT_ROLES];
    struct picture_queue requests;
    struct picture_queue replies;

    /* What is new in the flight recorder since the last picture, in the order of time. */
    const struct picture_event *news;
    size_t news_count;
    uint64_t news_lost; /* too old or too wrong to be read */
};

/* "running", "dead", ...; never NULL. */
const char *picture_state_name(enum doctor_state state);

/* A death now would give this back. */
void picture_debts(const struct picture *picture, enum flight_role role,
                   struct picture_debts *ret_debts);

/* "producer", "consumer", "player", or "" for any other process. */
const char *picture_who(const struct picture *picture, pid_t pid);

#endif
