/*
 * mutant.c - see mutant.h.
 */
#include "tests/model/mutant.h"

#include <stdbool.h>

/* What the commits consist of. The other steps are not cut. */
enum piece {
    PIECE_NONE,
    PIECE_DEBT, /* the pair "X +n UNDO, X -n", which moves only the debt */
    PIECE_POST,
    PIECE_INDEX
};

static enum piece piece_of(enum step step, size_t i, const struct sembuf *operation)
{
    if (step != STEP_PRODUCER_COMMIT && step != STEP_CONSUMER_COMMIT &&
        step != STEP_PRODUCER_COMMIT_CLAIM)
        return PIECE_NONE;
    if (operation->sem_num == SEM_HEAD || operation->sem_num == SEM_TAIL)
        return PIECE_INDEX;
    return i < 2 && step != STEP_PRODUCER_COMMIT_CLAIM ? PIECE_DEBT : PIECE_POST;
}

/* In which part a mutant carries out a piece of a commit. */
static const unsigned char part_of[][4] = {
    [MUTANT_DEBT_FIRST] = {[PIECE_POST] = 1, [PIECE_INDEX] = 1},
    [MUTANT_POST_FIRST] = {[PIECE_DEBT] = 1},
    [MUTANT_INDEX_FIRST] = {[PIECE_DEBT] = 1, [PIECE_POST] = 1},
    [MUTANT_INDEX_LAST] = {[PIECE_INDEX] = 1},
};

void mutant_spoil(enum step step, const struct step_operations *whole,
                  struct step_operations ret_parts[MUTANT_PARTS])
{
    ret_parts[0].count = ret_parts[1].count = 0;
    for (size_t i = 0; i < whole->count; i++) {
        struct sembuf operation = whole->operation[i];
        enum piece piece = piece_of(step, i, &operation);
        bool counts = operation.sem_num == SEM_FREE || operation.sem_num == SEM_FILLED;
        struct step_operations *to = &ret_parts[part_of[MUTANT][piece]];

        if (MUTANT == MUTANT_UNDO_POSTS && piece == PIECE_DEBT)
            continue;
        if (MUTANT == MUTANT_UNDO_POSTS && piece == PIECE_POST)
            operation.sem_flg |= SEM_UNDO;
        if (MUTANT == MUTANT_NO_UNDO && counts)
            operation.sem_flg &= (short)~SEM_UNDO;
        to->operation[to->count++] = operation;
    }
}
