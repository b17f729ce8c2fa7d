/*
 * step.c - builds the arrays of step.h.
 *
 * The heart is the pair "X +n UNDO, X -n" in one call: the value stays as it is, and only the
 * debt that SEM_UNDO records moves. A plain post with UNDO would be taken back when its
 * process ends, and with it blocks that are long somebody else's.
 */
#include "shmring/step.h"

static const char *const names[STEP_COUNT] = {
    [STEP_TAKE_SEAT] = "TAKE_SEAT",
    [STEP_PRODUCER_CLAIM] = "PRODUCER_CLAIM",
    [STEP_PRODUCER_COMMIT] = "PRODUCER_COMMIT",
    [STEP_PRODUCER_COMMIT_CLAIM] = "PRODUCER_COMMIT_CLAIM",
    [STEP_PRODUCER_WAIT] = "PRODUCER_WAIT",
    [STEP_CONSUMER_CLAIM] = "CONSUMER_CLAIM",
    [STEP_CONSUMER_CLAIM_STALE] = "CONSUMER_CLAIM_STALE",
    [STEP_CONSUMER_RELEASE] = "CONSUMER_RELEASE",
    [STEP_CONSUMER_COMMIT] = "CONSUMER_COMMIT",
    [STEP_CONSUMER_WAIT] = "CONSUMER_WAIT",
    [STEP_PAUSE] = "PAUSE",
    [STEP_RESUME] = "RESUME",
    [STEP_LOCK] = "LOCK",
    [STEP_UNLOCK] = "UNLOCK",
    [STEP_VACANT] = "VACANT",
    [STEP_SLEEP] = "SLEEP",
};

const char *step_name(enum step step)
{
    return step < STEP_COUNT ? names[step] : "?";
}

bool step_may_sleep(enum step step, const struct step_arguments *arguments)
{
    switch (step) {
    case STEP_PRODUCER_CLAIM:
    case STEP_PRODUCER_WAIT:
    case STEP_CONSUMER_CLAIM:
    case STEP_CONSUMER_WAIT:
    case STEP_LOCK:
    case STEP_VACANT:
    case STEP_SLEEP:
        return !arguments->nowait;
    default:
        return false;
    }
}

int step_claims(enum step step, uint16_t count)
{
    switch (step) {
    case STEP_PRODUCER_CLAIM:
        return 1;
    case STEP_PRODUCER_COMMIT:
        return -1;
    case STEP_CONSUMER_CLAIM:
    case STEP_CONSUMER_CLAIM_STALE:
        return count;
    case STEP_CONSUMER_RELEASE:
    case STEP_CONSUMER_COMMIT:
        return -count;
    default:
        return 0;
    }
}

static void add(struct step_operations *to, enum sem_index semaphore, int change, int flags)
{
    to->operation[to->count++] = (struct sembuf){
        .sem_num = (unsigned short)semaphore,
        .sem_op = (short)change,
        .sem_flg = (short)flags,
    };
}

/* By how much HEAD or TAIL changes when it moves on by count, round the end of the ring. */
static int move(const struct step_arguments *a)
{
    return a->index + a->count < a->slots ? a->count : a->count - a->slots;
}

static void build_producer(enum step step, const struct step_arguments *a, int wait,
                           struct step_operations *to)
{
    struct step_arguments one = {.slots = a->slots, .index = a->index, .count = 1};

    switch (step) {
    case STEP_PRODUCER_CLAIM:
        add(to, SEM_FREE, -1, SEM_UNDO | wait);
        break;
    case STEP_PRODUCER_COMMIT:
        add(to, SEM_FREE, 1, SEM_UNDO);
        add(to, SEM_FREE, -1, 0);
        add(to, SEM_FILLED, 1, 0);
        add(to, SEM_HEAD, move(&one), 0);
        break;
    case STEP_PRODUCER_COMMIT_CLAIM:
        add(to, SEM_FREE, -1, IPC_NOWAIT);
        add(to, SEM_FILLED, 1, 0);
        add(to, SEM_HEAD, move(&one), 0);
        break;
    default: /* STEP_PRODUCER_WAIT */
        add(to, SEM_FREE, -a->count, wait);
        add(to, SEM_FREE, a->count, 0);
    }
}

static void build_consumer(enum step step, const struct step_arguments *a, int wait,
                           struct step_operations *to)
{
    switch (step) {
    case STEP_CONSUMER_CLAIM:
        add(to, SEM_PAUSED, 0, wait);
        add(to, SEM_FILLED, -a->count, SEM_UNDO | wait);
        break;
    case STEP_CONSUMER_CLAIM_STALE:
        add(to, SEM_FILLED, -a->count, SEM_UNDO | IPC_NOWAIT);
        break;
    case STEP_CONSUMER_RELEASE:
        add(to, SEM_FILLED, a->count, SEM_UNDO);
        break;
    case STEP_CONSUMER_COMMIT:
        add(to, SEM_FILLED, a->count, SEM_UNDO);
        add(to, SEM_FILLED, -a->count, 0);
        add(to, SEM_FREE, a->count, 0);
        add(to, SEM_TAIL, move(a), 0);
        break;
    default: /* STEP_CONSUMER_WAIT */
        add(to, SEM_PAUSED, 0, wait);
        add(to, SEM_FILLED, -a->count, wait);
        add(to, SEM_FILLED, a->count, 0);
    }
}

static void build_player(enum step step, const struct step_arguments *a, int wait,
                         struct step_operations *to)
{
    switch (step) {
    case STEP_TAKE_SEAT:
        add(to, a->seat, -1, SEM_UNDO | IPC_NOWAIT);
        break;
    case STEP_PAUSE:
        add(to, SEM_PAUSED, 0, IPC_NOWAIT);
        add(to, SEM_PAUSED, 1, 0);
        break;
    case STEP_RESUME:
        add(to, SEM_PAUSED, -1, IPC_NOWAIT);
        break;
    case STEP_LOCK:
        add(to, SEM_LOCK, -1, SEM_UNDO | wait);
        break;
    case STEP_UNLOCK:
        add(to, SEM_LOCK, 1, SEM_UNDO);
        break;
    case STEP_SLEEP:
        add(to, a->seat, -1, wait);
        add(to, a->seat, 1, 0);
        break;
    default: /* STEP_VACANT */
        add(to, SEM_PRODUCER, -1, wait);
        add(to, SEM_PRODUCER, 1, 0);
        add(to, SEM_CONSUMER, -1, wait);
        add(to, SEM_CONSUMER, 1, 0);
    }
}

void step_build(enum step step, const struct step_arguments *arguments,
                struct step_operations *ret_operations)
{
    int wait = arguments->nowait ? IPC_NOWAIT : 0;

    ret_operations->count = 0;
    switch (step) {
    case STEP_PRODUCER_CLAIM:
    case STEP_PRODUCER_COMMIT:
    case STEP_PRODUCER_COMMIT_CLAIM:
    case STEP_PRODUCER_WAIT:
        build_producer(step, arguments, wait, ret_operations);
        break;
    case STEP_CONSUMER_CLAIM:
    case STEP_CONSUMER_CLAIM_STALE:
    case STEP_CONSUMER_RELEASE:
    case STEP_CONSUMER_COMMIT:
    case STEP_CONSUMER_WAIT:
        build_consumer(step, arguments, wait, ret_operations);
        break;
    default:
        build_player(step, arguments, wait, ret_operations);
    }
}

int step_do(int set, enum step step, const struct step_arguments *arguments,
            const struct timespec *timeout)
{
    struct step_operations todo;

    step_build(step, arguments, &todo);
    return semset_op(set, todo.operation, todo.count, timeout);
}
