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

static uint32_t pace_now(const struct ring *ring)
{
    return atomic_load_explicit(&ring->segment->pace, memory_order_relaxed);
}

void ring_record(struct ring *ring, struct flight_event *event)
{
    if (!ring->log)
        return;
    event->pid = ring->pid;
    flight_write(ring->log, event);
    if (ring->watcher.tell && pace_now(ring) != RING_PACE_NONE)
        ring->watcher.tell(ring->watcher.context);
}

static uint16_t claims(const struct ring *ring)
{
    return ring->role == FLIGHT_PRODUCER ? ring->claimed : ring->held;
}

static int take_turn(struct ring *ring)
{
    struct sembuf turn = {.sem_num = SEM_TURN, .sem_op = -1};

    return semset_op(ring->set_id, &turn, 1, NULL);
}

/* On its own seat, as SLEEP does, and not on TURN: a turn that is given is somebody else's. */
static int sleep_for(struct ring *ring, uint32_t ms)
{
    const struct step_arguments own = {.seat = (enum sem_index)(SEM_PRODUCER + ring->role)};
    const struct timespec timeout = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    int error = step_do(ring->set_id, STEP_SLEEP, &own, &timeout);

    return error == -EAGAIN ? 0 : error;
}

/* Nobody is made to wait who has the lock in its hand, for the player may want it. */
static bool slowed(const struct ring *ring, enum step step)
{
    return ring->log && ring->role != FLIGHT_PLAYER && step != STEP_UNLOCK;
}

static int wait_for_turn(struct ring *ring, struct flight_event *event)
{
    uint32_t pace = pace_now(ring);
    int error = 0;

    if (pace == RING_PACE_NONE || !slowed(ring, (enum step)event->step))
        return 0;
    event->kind = FLIGHT_TURN;
    ring_record(ring, event);
    if (pace != RING_PACE_TURN)
        error = sleep_for(ring, pace);
    /* The player may have begun to give turns while it slept. */
    return error == 0 && pace_now(ring) == RING_PACE_TURN ? take_turn(ring) : error;
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
    int error = wait_for_turn(ring, &event);

    if (error < 0)
        return error;
    if (step_may_sleep(step, arguments)) {
        event.kind = FLIGHT_BEGIN;
        ring_record(ring, &event);
        PROBE_STEP_BEGIN(step, event.slot, event.count, event.held);
    }
    error = step_do(ring->set_id, step, arguments, timeout);
    event.kind = FLIGHT_END;
    event.result = (int16_t)error;
    event.held = (uint16_t)(event.held + (error == 0 ? step_claims(step, arguments->count) : 0));
    ring_record(ring, &event);
    PROBE_STEP_END(step, event.slot, event.count, event.held, error);
    return error;
}
