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

static int create_set(int *ret_set)
{
    unsigned short values[WRONG_SEMAPHORES] = {[WRONG_FREE] = WRONG_SLOTS};
    int set = semget(IPC_PRIVATE, WRONG_SEMAPHORES, 0600);

    if (set < 0)
        return -errno;
    if (semctl(set, 0, SETALL, (union semun){.array = values}) < 0) {
        int error = -errno;
        semctl(set, 0, IPC_RMID);
        return error;
    }
    *ret_set = set;
    return 0;
}

static int create_slots(int *ret_segment, struct wrong_slots **ret_slots)
{
    int segment = shmget(IPC_PRIVATE, sizeof(struct wrong_slots), 0600);
    void *memory;

    if (segment < 0)
        return -errno;
    memory = shmat(segment, NULL, 0);
    if (memory == (void *)-1) {
        int error = -errno;
        shmctl(segment, IPC_RMID, NULL);
        return error;
    }
    *ret_segment = segment;
    *ret_slots = memory;
    return 0;
}

int wrong_ring_create(const struct guardian *guardian, bool undo, struct wrong_ring *ret_ring)
{
    struct wrong_ring ring = {.undo = undo, .guardian = guardian};
    int error = create_slots(&ring.segment, &ring.slots);

    if (error < 0)
        return error;
    error = create_set(&ring.set);
    if (error < 0) {
        shmdt(ring.slots);
        shmctl(ring.segment, IPC_RMID, NULL);
        return error;
    }
    if (guardian) {
        guardian_tell(guardian, GUARDIAN_SEGMENT, ring.segment);
        guardian_tell(guardian, GUARDIAN_SET, ring.set);
    }
    *ret_ring = ring;
    return 0;
}

void wrong_ring_remove(struct wrong_ring *ring)
{
    if (!ring->slots)
        return;
    semctl(ring->set, 0, IPC_RMID);
    shmctl(ring->segment, IPC_RMID, NULL);
    shmdt(ring->slots);
    if (ring->guardian) {
        guardian_forget(ring->guardian, GUARDIAN_SEGMENT, ring->segment);
        guardian_forget(ring->guardian, GUARDIAN_SET, ring->set);
    }
    ring->slots = NULL;
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
