/*
 * step.h - the protocol: every step as the one array of operations that carries it out.
 *
 * step                      operations in one semop               what a death then leaves
 * TAKE_SEAT                 SEAT -1 UNDO NOWAIT                   the seat vacant again
 * PRODUCER_CLAIM            FREE -1 UNDO                          the slot free again
 * PRODUCER_COMMIT           FREE +1 UNDO, FREE -1, FILLED +1,     the block is the
 *                           HEAD +1 or to 0                       consumer's
 * PRODUCER_COMMIT_CLAIM     FREE -1 NOWAIT, FILLED +1, HEAD       as after a claim: the old
 *                                                                 debt stands for the new slot
 * PRODUCER_WAIT             FREE -K, FREE +K                      nothing was taken
 * CONSUMER_CLAIM            PAUSED 0, FILLED -n UNDO              the blocks filled again
 * CONSUMER_CLAIM_STALE      FILLED -n UNDO NOWAIT                 the same, gate or no gate
 * CONSUMER_RELEASE          FILLED +n UNDO                        nothing is owed
 * CONSUMER_COMMIT           FILLED +n UNDO, FILLED -n, FREE +n,   the slots are free
 *                           TAIL +n, round the end
 * CONSUMER_WAIT             PAUSED 0, FILLED -K, FILLED +K        nothing was taken
 * PAUSE                     PAUSED 0 NOWAIT, PAUSED +1            the gate stays shut
 * RESUME                    PAUSED -1 NOWAIT                      the gate stays open
 * LOCK, UNLOCK              LOCK -1 UNDO; LOCK +1 UNDO            the lock is open again
 * VACANT                    PRODUCER -1 +1, CONSUMER -1 +1        nothing was taken
 * SLEEP                     own SEAT -1 +1: until the ring goes   nothing was taken
 */
#ifndef SHMRING_STEP_H
#define SHMRING_STEP_H

#include <stdbool.h>

#include "shmring/semset.h"

enum step {
    STEP_TAKE_SEAT,
    STEP_PRODUCER_CLAIM,
    STEP_PRODUCER_COMMIT,
    STEP_PRODUCER_COMMIT_CLAIM,
    STEP_PRODUCER_WAIT,
    STEP_CONSUMER_CLAIM,
    STEP_CONSUMER_CLAIM_STALE,
    STEP_CONSUMER_RELEASE,
    STEP_CONSUMER_COMMIT,
    STEP_CONSUMER_WAIT,
    STEP_PAUSE,
    STEP_RESUME,
    STEP_LOCK,
    STEP_UNLOCK,
    STEP_VACANT,
    STEP_SLEEP,
    STEP_COUNT
};

enum { STEP_OPERATIONS_MAX = 5 };

/* What a step depends on besides its kind. */
struct step_arguments {
    enum sem_index seat; /* TAKE_SEAT, SLEEP */
    uint16_t slots;      /* N, for the steps that move HEAD or TAIL */
    uint16_t index;      /* the value of HEAD or TAIL before the step */
    uint16_t count;      /* n or K; 1 where a step takes none */
    bool nowait;         /* fail with -EAGAIN rather than sleep */
};

struct step_operations {
    struct sembuf operation[STEP_OPERATIONS_MAX];
    size_t count;
};

/* The step's name as in the table above; never NULL. */
const char *step_name(enum step step);

/* Whether semop may sleep in it; the others happen or fail at once. */
bool step_may_sleep(enum step step, const struct step_arguments *arguments);

/* By how many claims its process has more after it, or fewer. */
int step_claims(enum step step, uint16_t count);

/* Writes the step's operations; cannot fail. */
void step_build(enum step step, const struct step_arguments *arguments,
                struct step_operations *ret_operations);

/* step_build(), then semset_op(). 0 or a negative errno. */
int step_do(int set, enum step step, const struct step_arguments *arguments,
            const struct timespec *timeout);

#endif
