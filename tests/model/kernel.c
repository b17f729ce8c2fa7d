/*
 * kernel.c - see kernel.h; the rules are those of Linux's ipc/sem.c.
 *
 * A semop's operations are tried in order, each on what those before it would leave: taking
 * more than there is, or waiting for zero with something there, makes the whole call sleep and
 * changes nothing. SEM_UNDO records the opposite of the change. At a process's end the records
 * are added to the values; one that would go below 0 becomes 0.
 */
#include "tests/model/kernel.h"

enum mutant {
    MUTANT_NONE,
    MUTANT_UNDO_POSTS,   /* the textbook's semaphores: SEM_UNDO on takes and posts alike */
    MUTANT_NO_UNDO,      /* no SEM_UNDO on claims */
    MUTANT_COMMIT_LOST,  /* a commit pays its debt, and posts in a second semop */
    MUTANT_COMMIT_TWICE, /* a commit posts, and pays its debt in a second semop */
    MUTANT_INDEX_BEFORE, /* HEAD and TAIL are moved in a semop before the commit's */
    MUTANT_INDEX_AFTER   /* ... after it */
};

static bool is_commit(enum step step)
{
    return step == STEP_PRODUCER_COMMIT || step == STEP_PRODUCER_COMMIT_CLAIM ||
           step == STEP_CONSUMER_COMMIT;
}

/* The pair "X +n UNDO, X -n" that begins a commit and moves nothing but the debt. */
static bool is_pair(enum step step, size_t i)
{
    return i < 2 && (step == STEP_PRODUCER_COMMIT || step == STEP_CONSUMER_COMMIT);
}

/* Puts one operation of the step into its part, or leaves it out. */
static void spoil(enum step step, size_t i, struct sembuf operation, struct step_operations part[2])
{
    bool counts = operation.sem_num == SEM_FREE || operation.sem_num == SEM_FILLED;
    bool moves = operation.sem_num == SEM_HEAD || operation.sem_num == SEM_TAIL;
    int to = 0;

    switch ((enum mutant)MUTANT) {
    case MUTANT_UNDO_POSTS:
        if (is_pair(step, i))
            return;
        if (is_commit(step) && counts)
            operation.sem_flg |= SEM_UNDO;
        break;
    case MUTANT_NO_UNDO:
        if (counts)
            operation.sem_flg &= (short)~SEM_UNDO;
        break;
    case MUTANT_COMMIT_LOST:
        to = is_commit(step) && step != STEP_PRODUCER_COMMIT_CLAIM && !is_pair(step, i);
        break;
    case MUTANT_COMMIT_TWICE:
        to = is_pair(step, i);
        break;
    case MUTANT_INDEX_BEFORE:
        to = is_commit(step) && !moves;
        break;
    case MUTANT_INDEX_AFTER:
        to = moves;
        break;
    default:
        break;
    }
    part[to].operation[part[to].count++] = operation;
}

static struct step_operations build(enum sem_index seat, enum step step, int index, int count,
                                    int part)
{
    const struct step_arguments arguments = {
        .seat = seat,
        .slots = MODEL_SLOTS,
        .index = (uint16_t)index,
        .count = (uint16_t)count,
    };
    struct step_operations parts[2] = {{.count = 0}};
    struct step_operations whole;

    step_build(step, &arguments, &whole);
    for (size_t i = 0; i < whole.count; i++)
        spoil(step, i, whole.operation[i], parts);
    return parts[part];
}

bool kernel_may(const unsigned char *values, enum sem_index seat, enum step step, int index,
                int count, int part)
{
    struct step_operations todo = build(seat, step, index, count, part);
    int value[SEM_COUNT];

    for (int i = 0; i < SEM_COUNT; i++)
        value[i] = values[i];
    for (size_t i = 0; i < todo.count; i++) {
        const struct sembuf *operation = &todo.operation[i];
        int *at = &value[operation->sem_num];

        if (operation->sem_op == 0 && *at != 0)
            return false;
        *at += operation->sem_op;
        if (*at < 0)
            return false;
    }
    return true;
}

void kernel_do(unsigned char *values, short *debts, enum sem_index seat, enum step step, int index,
               int count, int part)
{
    struct step_operations todo = build(seat, step, index, count, part);

    for (size_t i = 0; i < todo.count; i++) {
        const struct sembuf *operation = &todo.operation[i];
        unsigned short at = operation->sem_num;

        values[at] = (unsigned char)(values[at] + operation->sem_op);
        if (operation->sem_flg & SEM_UNDO)
            debts[at] = (short)(debts[at] - operation->sem_op);
    }
}

void kernel_exit(unsigned char *values, short *debts)
{
    for (int i = 0; i < SEM_COUNT; i++) {
        int value = values[i] + debts[i];

        values[i] = (unsigned char)(value > 0 ? value : 0);
        debts[i] = 0;
    }
}
