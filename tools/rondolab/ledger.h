/*
 * ledger.h - what the set's values will be, worked out by hand: a prediction.
 *
 * One process's steps are entered one after the other; the ledger keeps the values and what the
 * kernel will pay for that process when it ends (semadj). It knows the arrays of step.h and three
 * rules of semop(2): each operation adds to its value; with SEM_UNDO it is also taken off the debt;
 * at the end all debts are added, and a value that would go below 0 becomes 0.
 */
#ifndef TOOLS_RONDOLAB_LEDGER_H
#define TOOLS_RONDOLAB_LEDGER_H

#include "shmring/step.h"

struct ledger {
    uint16_t slots;
    int value[SEM_COUNT];
    int debt[SEM_COUNT]; /* what is added at the process's end */
};

/* From what the set holds, for a process that owes nothing yet. */
void ledger_start(struct ledger *ledger, uint16_t slots, const struct semset_snapshot *now);

/* The process does this step. HEAD or TAIL need not be given: the ledger knows them. */
void ledger_step(struct ledger *ledger, enum step step, enum sem_index seat, uint16_t count);

/* The process ends, in whatever way. */
void ledger_end(struct ledger *ledger);

struct semset_snapshot ledger_snapshot(const struct ledger *ledger);

enum { LEDGER_TEXT_MAX = 192 };

/*
 * "FREE 7 FILLED 1 HEAD 3 TAIL 2 PAUSED 0 LOCK 1, seat PRODUCER, claims 1 + 0": all values but
 * TURN; which seats are taken; and what ring_claims() says, of the producer and the consumer.
 */
void ledger_text(uint16_t slots, const struct semset_snapshot *at, char ret_text[LEDGER_TEXT_MAX]);

#endif
