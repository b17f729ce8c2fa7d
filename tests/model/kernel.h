/*
 * kernel.h - what semop(2) and a process's end do to a semaphore set, for ring.pml.
 *
 * The steps are those of step.c: the operations come from step_build() itself, and are carried
 * out on the model's state, which is the values, and for each process the debts that SEM_UNDO
 * recorded. A mutant (mutant.h) may cut a step into two semops, part 0 and part 1; a step that
 * is not cut is all part 0.
 *
 * values, debts: SEM_COUNT of them; debts are one process's. seat: whose step it is. index: of
 * HEAD or TAIL, as that process knows it.
 */
#ifndef MODEL_KERNEL_H
#define MODEL_KERNEL_H

#include <stdbool.h>

#include "shmring/step.h"

/* Would this semop return at once, and not fail? */
bool kernel_may(const unsigned char *values, enum sem_index seat, enum step step, int index,
                int count, int part);

/* Carries it out; it has to be possible. debts: NULL for who has no SEM_UNDO in his steps. */
void kernel_do(unsigned char *values, short *debts, enum sem_index seat, enum step step, int index,
               int count, int part);

/* The process has ended: its debts are paid, all at once. */
void kernel_exit(unsigned char *values, short *debts);

#endif
