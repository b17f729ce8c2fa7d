/*
 * ring_pace.c - slow motion, as the player commands it; the children's side is in ring_step.c.
 *
 * A child that slows down sleeps on TURN before each step: until the pace's milliseconds are
 * over, or until the player gives it a turn. Turns carry no UNDO: one that was taken is used up,
 * and the dead do not give it back. A child may have read the old pace and go to sleep only
 * after the new one was set. So whoever ends the turns gives one to each child, and whoever
 * begins with them takes away what is left.
 */
#include <errno.h>

#include "shmring/probes.h"
#include "shmring/ring_handle.h"

enum { CHILDREN = 2 };

static int take_back(struct ring *ring)
{
    int error;

    do {
        struct sembuf one = {.sem_num = SEM_TURN, .sem_op = -1, .sem_flg = IPC_NOWAIT};
        error = semset_op(ring->set_id, &one, 1, NULL);
    } while (error == 0);
    return error == -EAGAIN ? 0 : error;
}

int ring_give_turns(struct ring *ring, uint16_t turns)
{
    struct sembuf give = {.sem_num = SEM_TURN, .sem_op = (short)turns};

    if (turns == 0 || turns > INT16_MAX)
        return -ERANGE;
    return semset_op(ring->set_id, &give, 1, NULL);
}

int ring_set_pace(struct ring *ring, uint32_t pace)
{
    bool turns = ring->pace == RING_PACE_TURN;
    int error = pace == RING_PACE_TURN && !turns ? take_back(ring) : 0;

    if (error < 0)
        return error;
    ring->pace = pace;
    atomic_store_explicit(&ring->segment->pace, pace, memory_order_relaxed);
    return turns && pace != RING_PACE_TURN ? ring_give_turns(ring, CHILDREN) : 0;
}

void ring_watch(struct ring *ring, void (*tell)(void *context), void *context)
{
    ring->watcher = (struct ring_watcher){.tell = tell, .context = context};
}

static void probe(enum flight_kind kind, enum flight_role who, int result, uint32_t value)
{
    switch (kind) {
    case FLIGHT_UNDERRUN:
        PROBE_UNDERRUN(value);
        break;
    case FLIGHT_EPOCH:
        PROBE_EPOCH(value);
        break;
    case FLIGHT_STARTED:
        PROBE_STARTED(who, value);
        break;
    case FLIGHT_ENDED:
        PROBE_ENDED(who, value, result);
        break;
    default:
        break;
    }
    (void)who, (void)result, (void)value; /* where there are no probes */
}

void ring_note(struct ring *ring, enum flight_kind kind, enum flight_role who, int result,
               uint32_t value)
{
    struct flight_event event = {
        .kind = (uint8_t)kind,
        .step = (uint8_t)who,
        .result = (int16_t)result,
        .value = value,
    };

    ring_record(ring, &event);
    probe(kind, who, result, value);
}
