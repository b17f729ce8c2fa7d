/*
 * kernel.c - see kernel.h; the rules are those of Linux's ipc/sem.c.
 *
 * The operations of one semop are tried in their order, each on what those before it would
 * leave. Where one takes more than there is, or waits for zero and there is something, the
 * whole call sleeps or fails, and nothing has changed. SEM_UNDO records the opposite of the
 * change. When the process ends its records are added to the values; what would go below 0
 * becomes 0.
 */
#include "tests/model/kernel.h"

#include "tests/model/mutant.h"

static struct step_operations build(enum sem_index seat, enum step step, int index, int count,
                                    int part)
{
    const struct step_arguments arguments = {
        .seat = seat,
        .slots = MODEL_SLOTS,
        .index = (uint16_t)index,
        .count = (uint16_t)count,
    };
    struct step_operations whole;
    struct step_operations parts[MUTANT_PARTS];

    step_build(step, &arguments, &whole);
    mutant_spoil(step, &whole, parts);
    return parts[part];
}

bool kernel_may(const unsigned char *values, enum sem_index seat, enum step step, int index,
                int count, int part)
{
    struct step_operations todo = build(seat, step, index, count, part);
    int left[SEM_COUNT];

    for (int i = 0; i < SEM_COUNT; i++)
        left[i] = values[i];
    for (size_t i = 0; i < todo.count; i++) {
        const struct sembuf *operation = &todo.operation[i];
        int *value = &left[operation->sem_num];

        if (operation->sem_op == 0 && *value != 0)
            return false;
        *value += operation->sem_op;
        if (*value < 0)
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
