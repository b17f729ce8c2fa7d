/*
 * step_text.c - see step_text.h; the words agree with the table in README.md.
 */
#include "shmring/step_text.h"

#include <stdio.h>

static const struct words {
    const char *meaning;
    const char *death;
} words[STEP_COUNT] = {
    [STEP_TAKE_SEAT] = {"takes its seat, so that there is no second one",
                        "the seat is vacant again"},
    [STEP_PRODUCER_CLAIM] = {"takes a free slot, and owes it until it is handed over",
                             "the slot is free again, its half-written bytes never seen"},
    [STEP_PRODUCER_COMMIT] = {"hands the block over, and owes nothing any more",
                              "the block is the consumer's"},
    [STEP_PRODUCER_COMMIT_CLAIM] = {"hands the block over, takes the next slot; the debt stays",
                                    "the block is the consumer's, the next slot free again"},
    [STEP_PRODUCER_WAIT] = {"sleeps until so many slots are free, and takes none",
                            "nothing was taken"},
    [STEP_CONSUMER_CLAIM] = {"once the gate is open, takes filled blocks, and owes them",
                             "the blocks are filled again, and played by the next consumer"},
    [STEP_CONSUMER_CLAIM_STALE] = {"takes blocks of old orders, to throw them away",
                                   "the blocks are filled again"},
    [STEP_CONSUMER_RELEASE] = {"gives all blocks back unheard, as its death would",
                               "the blocks are filled again; nothing is owed"},
    [STEP_CONSUMER_COMMIT] = {"the blocks have been heard: their slots are free",
                              "the slots are free"},
    [STEP_CONSUMER_WAIT] = {"sleeps until so many blocks are filled, and takes none",
                            "nothing was taken"},
    [STEP_PAUSE] = {"shuts the gate, if it is open", "the gate stays shut"},
    [STEP_RESUME] = {"opens the gate, if it is shut", "the gate stays open"},
    [STEP_LOCK] = {"locks the orders", "the lock is open again"},
    [STEP_UNLOCK] = {"unlocks the orders", "the lock is open"},
    [STEP_VACANT] = {"sleeps until both children have left", "nothing was taken"},
    [STEP_SLEEP] = {"sleeps for a while, or until the ring is removed", "nothing was taken"},
};

const char *step_meaning(enum step step)
{
    return step < STEP_COUNT ? words[step].meaning : "?";
}

const char *step_after_death(enum step step)
{
    return step < STEP_COUNT ? words[step].death : "?";
}

void step_text(const struct step_operations *operations, char ret_text[STEP_TEXT_MAX])
{
    size_t length = 0;

    ret_text[0] = '\0';
    for (size_t i = 0; i < operations->count; i++) {
        const struct sembuf *o = &operations->operation[i];
        int written = snprintf(
            ret_text + length, STEP_TEXT_MAX - length, "%s%s %s%d%s%s", i > 0 ? ", " : "",
            semset_name((enum sem_index)o->sem_num), o->sem_op > 0 ? "+" : "", o->sem_op,
            o->sem_flg & SEM_UNDO ? " UNDO" : "", o->sem_flg & IPC_NOWAIT ? " NOWAIT" : "");

        if (written < 0 || (size_t)written >= STEP_TEXT_MAX - length)
            return;
        length += (size_t)written;
    }
}

void step_of_event(const struct flight_event *event, enum flight_role role, uint16_t slots,
                   struct step_operations *ret_operations)
{
    const struct step_arguments arguments = {
        .seat = (enum sem_index)(SEM_PRODUCER + role),
        .slots = slots,
        .index = event->slot,
        .count = event->count,
        .nowait = event->nowait,
    };

    step_build((enum step)event->step, &arguments, ret_operations);
}
