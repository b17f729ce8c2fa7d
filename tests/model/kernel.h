/*
 * kernel.h - what semop(2) and a process's end do to a semaphore set, for ring.pml.
 *
 * The model's steps are those of step.c: kernel_may() and kernel_do() ask step_build() for the
 * very operations that the ring hands to the kernel, and carry them out on the model's state:
 * the values, and for each process and semaphore the debt that SEM_UNDO recorded. A mutant is
 * a build of kernel.c with MUTANT set: it spoils the operations before they are used, or cuts
 * a commit into two semops, part 0 and part 1. Uncut steps are all part 0.
 */
#ifndef MODEL_KERNEL_H
#define MODEL_KERNEL_H

#include <stdbool.h>

#include "shmring/step.h"

/*
 * values: SEM_COUNT of them; debts: as many, one process's. seat: whose step it is; index: of
 * HEAD or TAIL, as that process knows it.
 */

/* Would this semop return, and neither sleep nor fail? */
bool kernel_may(const unsigned char *values, enum sem_index seat, enum step step, int index,
                int count, int part);

/* Carries it out, which must be possible. */
void kernel_do(unsigned char *values, short *debts, enum sem_index seat, enum step step, int index,
               int count, int part);

/* The process has ended: the kernel pays its debts, all at once. */
void kernel_exit(unsigned char *values, short *debts);

#endif
