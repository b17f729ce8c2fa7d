/*
 * semset.c - the system calls on the semaphore set, with errno turned into a result.
 */
#include "shmring/semset.h"

#include <errno.h>

/* semctl's fourth argument; the program has to declare it (semctl(2)). */
union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
    struct seminfo *__buf;
};

static const char *const names[SEM_COUNT] = {
    [SEM_FREE] = "FREE",         [SEM_FILLED] = "FILLED", [SEM_HEAD] = "HEAD",
    [SEM_TAIL] = "TAIL",         [SEM_PAUSED] = "PAUSED", [SEM_PRODUCER] = "PRODUCER",
    [SEM_CONSUMER] = "CONSUMER", [SEM_PLAYER] = "PLAYER", [SEM_LOCK] = "LOCK",
    [SEM_TURN] = "TURN",
};

const char *semset_name(enum sem_index index)
{
    return index < SEM_COUNT ? names[index] : "?";
}

int semset_create(key_t key, uint16_t slots, int *ret_id)
{
    unsigned short values[SEM_COUNT] = {
        [SEM_FREE] = slots, [SEM_PRODUCER] = 1, [SEM_CONSUMER] = 1,
        [SEM_PLAYER] = 1,   [SEM_LOCK] = 1,
    };
    int id = semget(key, SEM_COUNT, IPC_CREAT | IPC_EXCL | 0600);

    if (id < 0)
        return -errno;
    if (semctl(id, 0, SETALL, (union semun){.array = values}) < 0) {
        int error = -errno;
        semset_remove(id);
        return error;
    }
    *ret_id = id;
    return 0;
}

int semset_allowed(size_t operations)
{
    struct seminfo limits;

    if (semctl(0, 0, IPC_INFO, (union semun){.__buf = &limits}) < 0)
        return -errno;
    return limits.semopm < (int)operations ? -ENOSPC : 0;
}

int semset_remove(int id)
{
    if (semctl(id, 0, IPC_RMID) < 0 && errno != EIDRM && errno != EINVAL)
        return -errno;
    return 0;
}

int semset_check(int id)
{
    struct semid_ds status;

    if (semctl(id, 0, IPC_STAT, (union semun){.buf = &status}) < 0)
        return -errno;
    return status.sem_nsems == SEM_COUNT ? 0 : -EPROTO;
}

int semset_op(int id, struct sembuf *operations, size_t count, const struct timespec *timeout)
{
    while (semtimedop(id, operations, count, timeout) < 0)
        if (errno != EINTR)
            return -errno;
    return 0;
}

int semset_snapshot(int id, struct semset_snapshot *ret_snapshot)
{
    struct semset_snapshot snapshot;

    if (semctl(id, 0, GETALL, (union semun){.array = snapshot.value}) < 0)
        return -errno;
    *ret_snapshot = snapshot;
    return 0;
}

static int query(int id, enum sem_index index, int command)
{
    int result = semctl(id, (int)index, command);

    return result < 0 ? -errno : result;
}

int semset_value(int id, enum sem_index index)
{
    return query(id, index, GETVAL);
}

int semset_last_pid(int id, enum sem_index index)
{
    return query(id, index, GETPID);
}

int semset_waiting_grow(int id, enum sem_index index)
{
    return query(id, index, GETNCNT);
}

int semset_waiting_zero(int id, enum sem_index index)
{
    return query(id, index, GETZCNT);
}
