/*
 * gather_set.c - the set in one atomic snapshot, and then who sleeps and who acted last, which the
 * kernel tells one by one: these may be a moment newer than the values.
 */
#include "tools/rondoscope/gather_parts.h"

/* The player made the set, and so acted on every seat before anybody sat in it. */
static pid_t sitter(const struct picture *picture, enum flight_role role)
{
    pid_t player = picture->semaphore[SEM_PLAYER].last;
    pid_t last = picture->semaphore[SEM_PRODUCER + role].last;

    return role != FLIGHT_PLAYER && last == player ? 0 : last;
}

static void look_at_semaphore(int set, enum sem_index index, struct picture_semaphore *semaphore)
{
    int last = semset_last_pid(set, index);

    semaphore->grow = semset_waiting_grow(set, index);
    semaphore->zero = semset_waiting_zero(set, index);
    if (semaphore->grow < 0)
        semaphore->grow = PICTURE_UNKNOWN;
    if (semaphore->zero < 0)
        semaphore->zero = PICTURE_UNKNOWN;
    if (last >= 0)
        semaphore->last = last;
}

void gather_set(struct gather *gather)
{
    struct picture *picture = &gather->picture;
    struct semset_snapshot values;

    picture->set.there = gather_snapshot(gather, &values) == 0;
    if (!picture->set.there)
        return;
    picture->values = values;
    for (int i = 0; i < SEM_COUNT; i++) {
        picture->semaphore[i].value = values.value[i];
        look_at_semaphore(picture->set.id, (enum sem_index)i, &picture->semaphore[i]);
    }
    for (int role = 0; role < FLIGHT_ROLES; role++) {
        picture->process[role].pid = sitter(picture, (enum flight_role)role);
        picture->process[role].taken = values.value[SEM_PRODUCER + role] == 0;
    }
    picture->sound = ring_claims(picture->slots, &values, &picture->claims) == 0;
}
