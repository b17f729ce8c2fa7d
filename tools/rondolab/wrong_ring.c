/*
 * wrong_ring.c - the wrong ring's life, and its two operations.
 *
 * What a death leaves, with UNDO: all that its process ever posted is taken back, and all that it
 * took is given back. Without: the slot that was in its hand belongs to nobody any more.
 */
#include "tools/rondolab/wrong_ring.h"

#include <errno.h>
#include <sys/sem.h>
#include <sys/shm.h>

/* semctl's fourth argument; the program has to declare it (semctl(2)). */
union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

static int create_set(struct wrong_ring *ring)
{
    unsigned short values[WRONG_SEMAPHORES] = {[WRONG_FREE] = WRONG_SLOTS};
    int error;

    ring->set = semget(ring->set_key, WRONG_SEMAPHORES, IPC_CREAT | IPC_EXCL | 0600);
    if (ring->set < 0)
        return -errno;
    if (semctl(ring->set, 0, SETALL, (union semun){.array = values}) == 0)
        return 0;
    error = -errno;
    semctl(ring->set, 0, IPC_RMID);
    return error;
}

static int create_slots(struct wrong_ring *ring)
{
    void *memory;
    int error;

    ring->segment =
        shmget(ring->segment_key, sizeof(struct wrong_slots), IPC_CREAT | IPC_EXCL | 0600);
    if (ring->segment < 0)
        return -errno;
    memory = shmat(ring->segment, NULL, 0);
    if (memory != (void *)-1) {
        ring->slots = memory;
        return 0;
    }
    error = -errno;
    shmctl(ring->segment, IPC_RMID, NULL);
    return error;
}

static void remove_slots(struct wrong_ring *ring)
{
    shmctl(ring->segment, IPC_RMID, NULL);
    shmdt(ring->slots);
    ring->slots = NULL;
}

static void forget(const struct wrong_ring *ring)
{
    guardian_forget(ring->guardian, GUARDIAN_SEGMENT, ring->segment_key);
    guardian_forget(ring->guardian, GUARDIAN_SET, ring->set_key);
}

int wrong_ring_create(const struct guardian *guardian, bool undo, struct wrong_ring *ret_ring)
{
    struct wrong_ring ring = {
        .segment_key = guardian_key(guardian, GUARDIAN_SEGMENT),
        .set_key = guardian_key(guardian, GUARDIAN_SET),
        .undo = undo,
        .guardian = guardian,
    };
    int error = create_slots(&ring);

    if (error < 0)
        goto err_forget;
    error = create_set(&ring);
    if (error < 0)
        goto err_slots;
    *ret_ring = ring;
    return 0;

err_slots:
    remove_slots(&ring);
err_forget:
    forget(&ring);
    return error;
}

void wrong_ring_remove(struct wrong_ring *ring)
{
    if (!ring->slots)
        return;
    semctl(ring->set, 0, IPC_RMID);
    remove_slots(ring);
    forget(ring);
}

static int change(const struct wrong_ring *ring, enum wrong_semaphore semaphore, int by,
                  const struct timespec *timeout)
{
    struct sembuf operation = {
        .sem_num = (unsigned short)semaphore,
        .sem_op = (short)by,
        .sem_flg = ring->undo ? SEM_UNDO : 0,
    };

    while (semtimedop(ring->set, &operation, 1, timeout) < 0)
        if (errno != EINTR)
            return -errno;
    return 0;
}

int wrong_ring_take(const struct wrong_ring *ring, enum wrong_semaphore semaphore,
                    const struct timespec *timeout)
{
    return change(ring, semaphore, -1, timeout);
}

int wrong_ring_post(const struct wrong_ring *ring, enum wrong_semaphore semaphore)
{
    return change(ring, semaphore, 1, NULL);
}

int wrong_ring_put(const struct wrong_ring *ring)
{
    int error = wrong_ring_take(ring, WRONG_FREE, NULL);

    if (error < 0)
        return error;
    ring->slots->block[ring->slots->in] = ring->slots->made++;
    ring->slots->in = (ring->slots->in + 1) % WRONG_SLOTS;
    return wrong_ring_post(ring, WRONG_FILLED);
}

int wrong_ring_get(const struct wrong_ring *ring, uint32_t *ret_block)
{
    int error = wrong_ring_take(ring, WRONG_FILLED, NULL);

    if (error < 0)
        return error;
    *ret_block = ring->slots->block[ring->slots->out];
    ring->slots->out = (ring->slots->out + 1) % WRONG_SLOTS;
    return wrong_ring_post(ring, WRONG_FREE);
}

int wrong_ring_value(const struct wrong_ring *ring, enum wrong_semaphore semaphore)
{
    int value = semctl(ring->set, (int)semaphore, GETVAL);

    return value < 0 ? -errno : value;
}

int wrong_ring_asleep(const struct wrong_ring *ring, enum wrong_semaphore semaphore)
{
    int count = semctl(ring->set, (int)semaphore, GETNCNT);

    return count < 0 ? -errno : count;
}
