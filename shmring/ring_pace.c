/*
 * ring_pace.c - slow motion, as the player commands it; the children's side is in ring_step.c.
 *
 * A child that slows down sleeps before each step: on its seat until the pace's milliseconds are
 * over, or on TURN until the player gives it a turn. Turns carry no UNDO: one that was taken is
 * used up, and the dead do not give it back. A child may have read the old pace and go to sleep
 * only after the new one was set. So whoever ends the turns gives one to each child, of which
 * none takes two, since under another pace nobody takes any; and whoever begins with them takes
 * away what is left.
 */
#include <errno.h>

#include "shmring/probes.h"
#include "shmring/ring_handle.h"

enum { CHILDREN = 2, TURNS_MAX = INT16_MAX };

/* No more than there can be: a hostile producer may give new ones all the time. */
static int take_back(struct ring *ring)
{
    struct sembuf one = {.sem_num = SEM_TURN, .sem_op = -1, .sem_flg = IPC_NOWAIT};
    int error = 0;

    for (int i = 0; i < TURNS_MAX && error == 0; i++)
        error = semset_op(ring->set_id, &one, 1, NULL);
    return error == -EAGAIN ? 0 : error;
}

int ring_give_turns(struct ring *ring, uint16_t turns)
{
    struct sembuf give = {.sem_num = SEM_TURN, .sem_op = (short)turns};

    if (turns == 0 || turns > TURNS_MAX)
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
    if (turns && pace != RING_PACE_TURN)
        error = ring_give_turns(ring, CHILDREN);
    return error == -ERANGE ? 0 : error; /* then there are more than enough */
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
