/*
 * no_undo.c - a library for LD_PRELOAD: a kernel that forgets SEM_UNDO, for the first two
 * semaphores of a set (FREE and FILLED), whose debts are the claims.
 */
#include <sys/sem.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { FORGOTTEN = 2, OPERATIONS_MAX = 16 };

int semtimedop(int set, struct sembuf *operations, size_t count, const struct timespec *timeout)
{
    struct sembuf changed[OPERATIONS_MAX];

    for (size_t i = 0; i < count && i < OPERATIONS_MAX; i++) {
        changed[i] = operations[i];
        if (changed[i].sem_num < FORGOTTEN)
            changed[i].sem_flg = (short)(changed[i].sem_flg & ~SEM_UNDO);
    }
    return (int)syscall(SYS_semtimedop, set, changed, count, timeout);
}
