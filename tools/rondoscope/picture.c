/*
 * picture.c - what follows from the values of a picture.
 *
 * The kernel tells nobody which debts SEM_UNDO records. The protocol does: a taken seat and a
 * taken lock are owed by who operated on them last, and the claims follow from one snapshot.
 */
#include "tools/rondoscope/picture.h"

const char *picture_state_name(enum doctor_state state)
{
    static const char *const names[] = {
        [DOCTOR_RUNNING] = "running", [DOCTOR_STARTING] = "starting", [DOCTOR_DAMAGED] = "damaged",
        [DOCTOR_ENDING] = "ending",   [DOCTOR_DEAD] = "dead",         [DOCTOR_REFUSED] = "refused",
    };

    return (size_t)state < sizeof(names) / sizeof(names[0]) ? names[state] : "?";
}

void picture_debts(const struct picture *picture, enum flight_role role,
                   struct picture_debts *ret_debts)
{
    const struct picture_process *process = &picture->process[role];
    struct picture_debts debts = {{0}};

    if (process->taken)
        debts.value[SEM_PRODUCER + role] = 1;
    if (process->taken && picture->sound && role == FLIGHT_PRODUCER)
        debts.value[SEM_FREE] = picture->claims.producer;
    if (process->taken && picture->sound && role == FLIGHT_CONSUMER)
        debts.value[SEM_FILLED] = picture->claims.consumer;
    if (process->pid > 0 && picture->semaphore[SEM_LOCK].value == 0 &&
        picture->semaphore[SEM_LOCK].last == process->pid)
        debts.value[SEM_LOCK] = 1;
    *ret_debts = debts;
}

const char *picture_who(const struct picture *picture, pid_t pid)
{
    for (int role = 0; pid > 0 && role < FLIGHT_ROLES; role++)
        if (picture->process[role].pid == pid)
            return flight_role_name((enum flight_role)role);
    return "";
}
