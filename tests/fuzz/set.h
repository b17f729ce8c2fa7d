/*
 * set.h - a semaphore set in this process's memory, with a ring around it: shmring/semset.h
 * without the kernel, so that a fuzzer is fast, leaves nothing, and decides who moves next.
 *
 * There is one set, and whatever id is given means it. Nobody dies here, so SEM_UNDO does nothing.
 */
#ifndef TESTS_FUZZ_SET_H
#define TESTS_FUZZ_SET_H

#include "shmring/ring_handle.h"

/*
 * What happens when somebody would sleep: it lets the other side move, and returns true; or
 * false, and the set is gone: -EIDRM.
 */
typedef bool set_sleep(void *context);

struct set {
    uint16_t value[SEM_COUNT];
    set_sleep *sleep;
    void *context;
};
extern struct set set;

/* A ring of zeros in ordinary memory, and the set for it. */
void set_make_ring(struct ring *ring, uint16_t slots, uint32_t slot_bytes, set_sleep *sleep,
                   void *context);
void set_free_ring(struct ring *ring);

#endif
