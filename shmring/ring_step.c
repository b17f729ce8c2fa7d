/*
 * ring_step.c - a step of the protocol as it is really done: in slow motion it waits for its turn
 * first, and the flight recorder is told before and after.
 *
 * Neither is part of the protocol. A death while waiting for a turn is a death before the step;
 * the recorder has the last BEGIN or TURN of the dead. Only who has a seat records and is slowed
 * down, and the player never is.
 */
#include <errno.h>
#include <unistd.h>

#include "shmring/probes.h"
#include "shmring/ring_handle.h"

void ring_sit(struct ring *ring, enum sem_index seat)
{
    ring->role = (enum flight_role)(seat - SEM_PRODUCER);
    ring->log = flight_log(ring->segment, ring->role);
    ring->pid = (uint32_t)getpid();
    ring_record(ring, &(struct flight_event){.kind = FLIGHT_END, .step = STEP_TAKE_SEAT});
}

void ring_record(struct ring *ring, struct flight_event *event)
{
    if (!ring->log)
        return;
    event->pid = ring->pid;
    flight_write(ring->log, event);
}

static uint16_t claims(const struct ring *ring)
{
    return ring->role == FLIGHT_PRODUCER ? ring->claimed : ring->held;
}

static void tell(struct ring *ring)
{
    if (ring->watcher.tell)
        ring->watcher.tell(ring->watcher.context);
}

/* Sleeps for a turn, or as long as the pace says; which of them decides the player, at any time. */
static int take_turn(struct ring *ring, uint32_t pace)
{
    struct sembuf turn = {.sem_num = SEM_TURN, .sem_op = -1};
    struct timespec timeout = {.tv_sec = pace / 1000, .tv_nsec = (long)(pace % 1000) * 1000000};
    int error = semset_op(ring->set_id, &turn, 1, pace == RING_PACE_TURN ? NULL : &timeout);

    return error == -EAGAIN ? 0 : error;
}

static int wait_for_turn(struct ring *ring, struct flight_event *event)
{
    uint32_t pace = atomic_load_explicit(&ring->segment->pace, memory_order_relaxed);

    /* Nobody waits with the lock in his hand: the player could not give orders then. */
    if (pace == RING_PACE_NONE || ring->role == FLIGHT_PLAYER || !ring->log ||
        event->step == STEP_UNLOCK)
        return 0;
    event->kind = FLIGHT_TURN;
    ring_record(ring, event);
    tell(ring);
    return take_turn(ring, pace);
}

int ring_step(struct ring *ring, enum step step, const struct step_arguments *arguments,
              const struct timespec *timeout)
{
    struct flight_event event = {
        .step = (uint8_t)step,
        .slot = arguments->index,
        .count = arguments->count,
        .held = claims(ring),
        .nowait = arguments->nowait,
    };
    bool slow = atomic_load_explicit(&ring->segment->pace, memory_order_relaxed) != RING_PACE_NONE;
    int error = slow ? wait_for_turn(ring, &event) : 0;

    if (error < 0)
        return error;
    if (step_may_sleep(step, arguments)) {
        event.kind = FLIGHT_BEGIN;
        ring_record(ring, &event);
        PROBE_STEP_BEGIN(step, event.slot, event.count, event.held);
        if (slow)
            tell(ring);
    }
    error = step_do(ring->set_id, step, arguments, timeout);
    event.kind = FLIGHT_END;
    event.result = (int16_t)error;
    event.held = (uint16_t)(event.held + (error == 0 ? step_claims(step, arguments->count) : 0));
    ring_record(ring, &event);
    PROBE_STEP_END(step, event.slot, event.count, event.held, error);
    if (slow)
        tell(ring);
    return error;
}
