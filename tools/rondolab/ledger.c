/*
 * ledger.c - see ledger.h.
 */
#include "tools/rondolab/ledger.h"

#include <stdio.h>
#include <string.h>

#include "shmring/ring_view.h"

void ledger_start(struct ledger *ledger, uint16_t slots, const struct semset_snapshot *now)
{
    *ledger = (struct ledger){.slots = slots};
    for (int i = 0; i < SEM_COUNT; i++)
        ledger->value[i] = now->value[i];
}

static bool moves_tail(enum step step)
{
    return step == STEP_CONSUMER_COMMIT;
}

void ledger_step(struct ledger *ledger, enum step step, enum sem_index seat, uint16_t count)
{
    const struct step_arguments arguments = {
        .seat = seat,
        .slots = ledger->slots,
        .index = (uint16_t)ledger->value[moves_tail(step) ? SEM_TAIL : SEM_HEAD],
        .count = count,
    };
    struct step_operations todo;

    step_build(step, &arguments, &todo);
    for (size_t i = 0; i < todo.count; i++) {
        const struct sembuf *o = &todo.operation[i];

        ledger->value[o->sem_num] += o->sem_op;
        if (o->sem_flg & SEM_UNDO)
            ledger->debt[o->sem_num] -= o->sem_op;
    }
}

void ledger_end(struct ledger *ledger)
{
    for (int i = 0; i < SEM_COUNT; i++) {
        int paid = ledger->value[i] + ledger->debt[i];

        ledger->value[i] = paid > 0 ? paid : 0;
        ledger->debt[i] = 0;
    }
}

struct semset_snapshot ledger_snapshot(const struct ledger *ledger)
{
    struct semset_snapshot snapshot;

    for (int i = 0; i < SEM_COUNT; i++)
        snapshot.value[i] = (uint16_t)ledger->value[i];
    return snapshot;
}

static size_t add_seats(const struct semset_snapshot *at, char *text, size_t room)
{
    size_t used = 0;

    for (int seat = SEM_PRODUCER; seat <= SEM_PLAYER; seat++)
        if (at->value[seat] == 0)
            used += (size_t)snprintf(text + used, room - used, ", seat %s",
                                     semset_name((enum sem_index)seat));
    if (used == 0)
        used = (size_t)snprintf(text, room, ", no seat");
    return used;
}

void ledger_text(uint16_t slots, const struct semset_snapshot *at, char ret_text[LEDGER_TEXT_MAX])
{
    static const enum sem_index shown[] = {SEM_FREE, SEM_FILLED, SEM_HEAD,
                                           SEM_TAIL, SEM_PAUSED, SEM_LOCK};
    struct ring_claims claims;
    size_t used = 0;

    for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
        used += (size_t)snprintf(ret_text + used, LEDGER_TEXT_MAX - used, "%s%s %u",
                                 i > 0 ? " " : "", semset_name(shown[i]), at->value[shown[i]]);
    used += add_seats(at, ret_text + used, LEDGER_TEXT_MAX - used);
    if (ring_claims(slots, at, &claims) < 0)
        snprintf(ret_text + used, LEDGER_TEXT_MAX - used, ", claims that cannot be");
    else if (claims.producer + claims.consumer == 0)
        snprintf(ret_text + used, LEDGER_TEXT_MAX - used, ", no claim");
    else
        snprintf(ret_text + used, LEDGER_TEXT_MAX - used, ", claims %d + %d", claims.producer,
                 claims.consumer);
}
