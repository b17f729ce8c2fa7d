/*
 * semset.h - the semaphore set: its table, and one call to operate on it.
 *
 * The set is the ring's truth. The kernel carries out all operations of one semop call or
 * none, and pays what SEM_UNDO recorded when a process ends in whatever way, so the ring is
 * in a consistent state at every moment (README.md has the argument).
 */
#ifndef SHMRING_SEMSET_H
#define SHMRING_SEMSET_H

#include <stddef.h>
#include <stdint.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <time.h>

enum sem_index {
    /* name        meaning                               starts at  SEM_UNDO      */
    SEM_FREE,     /* slots the producer may claim         N          while claimed */
    SEM_FILLED,   /* slots the consumer may claim         0          while claimed */
    SEM_HEAD,     /* index of the next slot to fill       0          never         */
    SEM_TAIL,     /* index of the next slot to play       0          never         */
    SEM_PAUSED,   /* 0: playing; above: the gate is shut  0          never         */
    SEM_PRODUCER, /* the producer's seat: 1 is vacant     1          always        */
    SEM_CONSUMER, /* the consumer's seat                  1          always        */
    SEM_PLAYER,   /* the player's seat                    1          always        */
    SEM_LOCK,     /* guards the orders in the segment     1          always        */
    SEM_TURN,     /* steps allowed, in slow motion        0          never         */
    SEM_COUNT
};

/* All values at one moment, read in one system call. */
struct semset_snapshot {
    uint16_t value[SEM_COUNT];
};

/* "FREE", "FILLED", ...; never NULL. */
const char *semset_name(enum sem_index index);

/*
 * Makes the set for a ring of `slots` slots, with IPC_EXCL and mode 0600. 0, or a negative
 * errno: -EEXIST, -ENOSPC (the system's limit of sets), -ENOMEM. The caller makes the id
 * known to others only afterwards, so nobody sees a set without its values.
 */
int semset_create(key_t key, uint16_t slots, int *ret_id);

/* -ENOSPC: the system allows fewer operations in one call (kernel.sem). */
int semset_allowed(size_t operations);

/* 0, or a negative errno; a set that is gone already is a success. */
int semset_remove(int id);

/* 0, or -EPROTO: a set of another size is somebody else's, and no snapshot has room for it. */
int semset_check(int id);

/*
 * One semop, or semtimedop where timeout is not NULL. Goes on after a signal: a caller that
 * must stop waiting removes the set. 0, or a negative errno: -EAGAIN (IPC_NOWAIT, or the
 * timeout), -EIDRM or -EINVAL (the set is gone), -ERANGE, -EACCES.
 */
int semset_op(int id, struct sembuf *operations, size_t count, const struct timespec *timeout);

int semset_snapshot(int id, struct semset_snapshot *ret_snapshot);

/* The value of one semaphore, or a negative errno. */
int semset_value(int id, enum sem_index index);

/* Who operated on it last (0: nobody), or a negative errno. */
int semset_last_pid(int id, enum sem_index index);

/* How many processes sleep until it grows, and until it is 0; or a negative errno. */
int semset_waiting_grow(int id, enum sem_index index);
int semset_waiting_zero(int id, enum sem_index index);

#endif
