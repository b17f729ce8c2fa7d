/*
 * sandbox_cell.h - a producer's surroundings, so that a child of the test can lock itself in
 * there and try things: a ring, two queues, a channel and a file in hand, and beside them the
 * objects of somebody else.
 */
#ifndef TESTS_UNIT_SANDBOX_CELL_H
#define TESTS_UNIT_SANDBOX_CELL_H

#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/shm.h>

#include "producer/sandbox.h"
#include "shmring/jobs.h"
#include "shmring/layers.h"
#include "tests/unit/ring_fixture.h"

enum { CELL_FILE_BYTES = 4096, CELL_NOT_LOCKED = 99 };

struct cell {
    struct ring *ring;
    struct child child;
    int file;   /* below the channel, so that it stays open */
    int player; /* the other end of the channel */
    int set;    /* somebody else's */
    int segment;
    int queue;
};

/* What the prisoner does; the result is its exit status. */
typedef int cell_deed(const struct cell *cell, const void *what);

static inline int cell_open(void **state)
{
    static struct cell cell;
    int sockets[2];

    *state = &cell;
    cell.file = memfd_create("file", MFD_CLOEXEC);
    if (ring_fixture_create(RING_FIXTURE_SLOTS, RING_FIXTURE_SLOT_BYTES, &cell.ring) < 0 ||
        jobs_socketpair(sockets) < 0 || ftruncate(cell.file, CELL_FILE_BYTES) < 0)
        return -1;
    cell.player = sockets[0];
    cell.child = (struct child){
        .objects = {.segment = ring_segment_id(cell.ring),
                    .set = ring_set_id(cell.ring),
                    .requests = msgget(IPC_PRIVATE, 0600),
                    .replies = msgget(IPC_PRIVATE, 0600)},
        .player = getpid(),
        .channel = sockets[1],
    };
    cell.set = semget(IPC_PRIVATE, 1, 0600);
    cell.segment = shmget(IPC_PRIVATE, CELL_FILE_BYTES, 0600);
    cell.queue = msgget(IPC_PRIVATE, 0600);
    return 0;
}

static inline int cell_close(void **state)
{
    struct cell *cell = *state;

    ring_remove(cell->ring);
    ring_detach(cell->ring);
    msgctl(cell->child.objects.requests, IPC_RMID, NULL);
    msgctl(cell->child.objects.replies, IPC_RMID, NULL);
    semctl(cell->set, 0, IPC_RMID);
    shmctl(cell->segment, IPC_RMID, NULL);
    msgctl(cell->queue, IPC_RMID, NULL);
    close(cell->player);
    close(cell->child.channel);
    close(cell->file);
    return 0;
}

#define IN_CELL(test) cmocka_unit_test_setup_teardown(test, cell_open, cell_close)

/* Skips a test of the filter where there is none. */
static inline void cell_needs_filter(void)
{
#ifdef RONDO_SANITIZE
    skip();
#endif
    if (!layers_seccomp())
        skip();
}

/* Locks a child in, and has it do that there; how it ended, as waitpid() has it. */
static inline int cell_try(const struct cell *cell, cell_deed *deed, const void *what)
{
    pid_t prisoner;

    cell_needs_filter();
    prisoner = child_fork();
    if (prisoner == 0) {
        if (sandbox_enter(&cell->child, cell->ring) < 0)
            _exit(CELL_NOT_LOCKED);
        _exit(deed(cell, what));
    }
    return child_wait(prisoner);
}

#endif
