/*
 * picture.h - all that is shown of an instance at one moment, as plain values.
 *
 * gather.h fills it; the views only read it. Everything in it has been checked and bounded: texts
 * hold printable characters and end in a zero, indices are within their tables, and what a block
 * or an event says of itself has passed block_check() or flight_read().
 */
#ifndef TOOLS_RONDOSCOPE_PICTURE_H
#define TOOLS_RONDOSCOPE_PICTURE_H

#include "shmring/doctor.h"
#include "shmring/ring_view.h"

enum { PICTURE_TEXTS = 6, PICTURE_TEXT_MAX = 200, PICTURE_UNKNOWN = -1 };

struct picture_slot {
    enum ring_slot_state state;
    bool headed;   /* `block` is known: it is filled or held, and its header can be true */
    bool stale;    /* of orders that hold no more, and so about to be thrown away */
    bool sounding; /* held, and the next to be heard: the listener is in it */
    uint32_t heard_frames;
    struct block_header block; /* its rate is 0 in a replay, which knows the states only */
};

struct picture_semaphore {
    uint16_t value;
    int grow; /* how many sleep until it grows; PICTURE_UNKNOWN: it is gone meanwhile */
    int zero; /* until it is 0 */
    pid_t last;
};

/* What SEM_UNDO would add to the semaphores, should the process end now. */
struct picture_debts {
    int value[SEM_COUNT];
};

struct picture_process {
    pid_t pid;  /* who sits in the seat, or did last; 0: nobody ever, or unseen from here */
    bool taken; /* the seat; then the process lives, and what follows is known */
    bool seen;  /* /proc told the rest */
    char state; /* 'R', 'S', 'T' ... */
    unsigned threads;
    uint64_t pending; /* signals, bit n - 1 for signal n */
    uint64_t blocked; /* by its first thread */
    uint64_t ignored;
    uint64_t caught;
    double wakeups; /* a second; below 0: not measured yet */
    double cpu;     /* in percent of one processor; the same */
    struct picture_debts debts;
    bool spoke;               /* it has left an event in the flight recorder: */
    struct flight_event word; /* the last one of this seat, whoever sat there */
};

struct picture_message {
    long type;
    bool cut;
    char text[PICTURE_TEXT_MAX];
};

struct picture_object {
    int id; /* -1: none is known */
    key_t key;
    bool there;
};

struct picture_queue {
    struct picture_object object;
    uint64_t messages;
    uint64_t bytes;
    uint64_t bytes_max;
    pid_t sender; /* of the last message, and who took the last one */
    pid_t receiver;
    bool readable; /* the kernel lets us look at what waits */
    unsigned texts;
    struct picture_message text[PICTURE_TEXTS]; /* the oldest ones */
};

/* One event of the flight recorder, and in whose log it is. */
struct picture_event {
    enum flight_role role;
    struct flight_event event;
};

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
