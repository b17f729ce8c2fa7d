/*
 * bed.h - four ways of looking whether there is something to do and sleeping if there is not, as
 * acts of a subject, with a stop between the two. For try_lost_wakeup.c.
 *
 * The sleep has a limit, or a lost wake-up would never be seen to be lost: who slept out the limit
 * was woken by nobody.
 */
#ifndef TOOLS_RONDOLAB_BED_H
#define TOOLS_RONDOLAB_BED_H

#include "tools/rondolab/subject.h"
#include "tools/rondolab/wrong_ring.h"

enum { BED_LIMIT_MS = 300 };

enum bed_way {
    BED_FLAG_SLEEP,   /* a handler sets a flag; flag?, then nanosleep */
    BED_VALUE_SLEEP,  /* GETVAL?, then nanosleep */
    BED_FLAG_PSELECT, /* the signal blocked; flag?, then pselect, which lets it in */
    BED_SEMOP,        /* GETVAL?, then semop */
    BED_WAYS,
    BED_COUNT_SIGNALS = BED_WAYS, /* how often the handler ran, the signal being let in again */
    BED_COUNT_POSTS               /* how often semop got something, without sleeping */
};

struct bed {
    struct wrong_ring semaphores; /* FILLED is the one to sleep on; without UNDO */
    int said[2];                  /* the sleeper says that it has looked */
    int go_on[2];                 /* it is let go on, to sleep */
};

/* What the answer's numbers are: times in µs since the order came. */
enum { BED_LOOKED, BED_ASLEEP, BED_AWAKE };

int bed_make(const struct guardian *guardian, struct bed *ret_bed);
void bed_remove(struct bed *bed);

/*
 * The act, with a struct bed as its context. error: 0, woken; -ETIMEDOUT: it slept out its limit.
 * The counting acts have their result in the answer's count.
 */
void bed_act(void *context, const struct order *order, struct answer *ret_answer);

/* The other side: waits until the sleeper has looked; lets it go on. -ECHILD: it is dead. */
int bed_await_look(const struct bed *bed);
int bed_let_go_on(const struct bed *bed);

#endif
