/*
 * set.c - see set.h. The operations of one call are tried on a copy: all of them, or none.
 */
#include "tests/fuzz/set.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { VALUE_MAX = 32767 };

/* The linker's --wrap leads all calls of the functions of that name here. */
int __wrap_semset_op(int id, struct sembuf *operations, size_t count,
                     const struct timespec *timeout);
int __wrap_semset_snapshot(int id, struct semset_snapshot *ret_snapshot);
int __wrap_semset_value(int id, enum sem_index index);

struct set set;

void set_make_ring(struct ring *ring, uint16_t slots, uint32_t slot_bytes, set_sleep *sleep,
                   void *context)
{
    size_t bytes = RING_SLOTS_OFFSET + (size_t)slots * slot_bytes;

    *ring = (struct ring){.slots = slots, .slot_bytes = slot_bytes};
    ring->segment = calloc(1, bytes);
    if (!ring->segment)
        abort();
    set = (struct set){.sleep = sleep, .context = context};
    set.value[SEM_FREE] = slots;
    set.value[SEM_PRODUCER] = set.value[SEM_CONSUMER] = 1;
    set.value[SEM_PLAYER] = set.value[SEM_LOCK] = 1;
}

void set_free_ring(struct ring *ring)
{
    free(ring->segment);
}

/* 0; -EAGAIN, and *ret_wait says whether to sleep for it; -ERANGE. */
static int try(const struct sembuf *operations, size_t count, bool *ret_wait)
{
    struct set copy = set;

    for (size_t i = 0; i < count; i++) {
        uint16_t *value = &copy.value[operations[i].sem_num];
        int change = operations[i].sem_op;

        *ret_wait = !(operations[i].sem_flg & IPC_NOWAIT);
        if (change == 0 ? *value != 0 : *value + change < 0)
            return -EAGAIN;
        if (*value + change > VALUE_MAX)
            return -ERANGE;
        *value = (uint16_t)(*value + change);
    }
    set = copy;
    return 0;
}

int __wrap_semset_op(int id, struct sembuf *operations, size_t count,
                     const struct timespec *timeout)
{
    bool never = timeout && timeout->tv_sec == 0 && timeout->tv_nsec == 0;
    bool wait;
    int error;

    (void)id;
    while ((error = try(operations, count, &wait)) == -EAGAIN && wait && !never) {
        if (!set.sleep(set.context))
            return -EIDRM;
        never = timeout != NULL; /* one move takes as long as anybody waits */
    }
    return error;
}

int __wrap_semset_snapshot(int id, struct semset_snapshot *ret_snapshot)
{
    (void)id;
    memcpy(ret_snapshot->value, set.value, sizeof(set.value));
    return 0;
}

int __wrap_semset_value(int id, enum sem_index index)
{
    (void)id;
    return set.value[index];
}
