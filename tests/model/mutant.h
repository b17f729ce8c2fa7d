/*
 * mutant.h - protocols that look right and are not, for the model to find out.
 *
 * A build with MUTANT set spoils the operations of the steps. One that cuts commits in two
 * wants CUT set for ring.pml as well.
 */
#ifndef MODEL_MUTANT_H
#define MODEL_MUTANT_H

#include "shmring/step.h"

enum mutant {
    MUTANT_NONE,
    MUTANT_UNDO_POSTS,  /* SEM_UNDO on takes and posts alike, as on any counting semaphore */
    MUTANT_NO_UNDO,     /* no SEM_UNDO on claims */
    MUTANT_DEBT_FIRST,  /* a commit pays its debt, and posts in a second semop */
    MUTANT_POST_FIRST,  /* a commit posts, and pays its debt in a second semop */
    MUTANT_INDEX_FIRST, /* HEAD and TAIL are moved in a semop before the commit's */
    MUTANT_INDEX_LAST   /* ... after it */
};

enum { MUTANT_PARTS = 2 };

/* Writes what becomes of the step's operations, semop by semop; without a mutant they stay. */
void mutant_spoil(enum step step, const struct step_operations *whole,
                  struct step_operations ret_parts[MUTANT_PARTS]);

#endif
