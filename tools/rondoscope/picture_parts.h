/*
 * picture_parts.h - what a picture is made of: slots, semaphores, processes, objects, events.
 */
#ifndef TOOLS_RONDOSCOPE_PICTURE_PARTS_H
#define TOOLS_RONDOSCOPE_PICTURE_PARTS_H

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
    bool ended; /* the one whose pidfd the gather still holds */
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

#endif
