/*
 * replay.c - the protocol's arithmetic, event by event.
 *
 * HEAD and TAIL only go forward: an event whose index is already behind was in the snapshot.
 * Every count is kept within what a ring can hold, whatever a hostile producer's log says.
 */
#include "tools/rondoscope/replay.h"

bool replay_begin(uint16_t slots, const struct semset_snapshot *values, struct replay *ret_replay)
{
    const uint16_t *value = values->value;
    struct ring_claims claims;

    if (slots == 0 || ring_claims(slots, values, &claims) < 0)
        return false;
    *ret_replay = (struct replay){
        .slots = slots,
        .head = value[SEM_HEAD],
        .tail = value[SEM_TAIL],
        .unheard = value[SEM_FILLED] + claims.consumer,
        .claimed = claims.producer,
        .held = claims.consumer,
        .paused = value[SEM_PAUSED] > 0,
        .locked = value[SEM_LOCK] == 0,
    };
    for (int role = 0; role < FLIGHT_ROLES; role++)
        ret_replay->taken[role] = value[SEM_PRODUCER + role] == 0;
    return true;
}

static int within(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

/* By how many slots an index goes forward to `next`; 0: it is there, or beyond it, already. */
static int advance(const struct replay *replay, int from, unsigned next)
{
    int by = ((int)(next % (unsigned)replay->slots) - from + replay->slots) % replay->slots;

    return by <= replay->slots / 2 ? by : 0;
}

static void produced(struct replay *replay, const struct flight_event *event)
{
    int by = advance(replay, replay->head, event->slot + 1u);

    replay->head = (replay->head + by) % replay->slots;
    replay->unheard = within(replay->unheard + by, 0, replay->slots);
}

static void consumed(struct replay *replay, const struct flight_event *event)
{
    int by = advance(replay, replay->tail, (unsigned)event->slot + event->count);

    replay->tail = (replay->tail + by) % replay->slots;
    replay->unheard = within(replay->unheard - by, 0, replay->slots);
}

static void producer_step(struct replay *replay, const struct flight_event *event)
{
    if (event->step == STEP_PRODUCER_COMMIT || event->step == STEP_PRODUCER_COMMIT_CLAIM)
        produced(replay, event);
    replay->claimed = within(event->held, 0, replay->unheard < replay->slots);
}

static void consumer_step(struct replay *replay, const struct flight_event *event)
{
    if (event->step == STEP_CONSUMER_COMMIT)
        consumed(replay, event);
    replay->held = within(event->held, 0, replay->unheard);
}

static void step(struct replay *replay, enum flight_role role, const struct flight_event *event)
{
    switch (event->step) {
    case STEP_TAKE_SEAT:
        replay->taken[role] = true;
        return;
    case STEP_PAUSE:
        replay->paused = true;
        return;
    case STEP_RESUME:
        replay->paused = false;
        return;
    case STEP_LOCK:
    case STEP_UNLOCK:
        replay->locked = event->step == STEP_LOCK;
        return;
    default:
        break;
    }
    if (role == FLIGHT_PRODUCER)
        producer_step(replay, event);
    else if (role == FLIGHT_CONSUMER)
        consumer_step(replay, event);
}

void replay_event(struct replay *replay, const struct picture_event *event)
{
    if (event->event.kind == FLIGHT_ENDED)
        replay_death(replay, (enum flight_role)event->event.step);
    else if (event->event.kind == FLIGHT_END && event->event.result == 0)
        step(replay, event->role, &event->event);
}

void replay_death(struct replay *replay, enum flight_role role)
{
    replay->taken[role] = false;
    if (role == FLIGHT_PRODUCER)
        replay->claimed = 0;
    else if (role == FLIGHT_CONSUMER)
        replay->held = 0;
}

void replay_values(const struct replay *replay, struct semset_snapshot *ret_values)
{
    struct semset_snapshot values = {{0}};

    values.value[SEM_FREE] =
        (uint16_t)within(replay->slots - replay->unheard - replay->claimed, 0, replay->slots);
    values.value[SEM_FILLED] = (uint16_t)within(replay->unheard - replay->held, 0, replay->slots);
    values.value[SEM_HEAD] = (uint16_t)replay->head;
    values.value[SEM_TAIL] = (uint16_t)replay->tail;
    values.value[SEM_PAUSED] = replay->paused;
    values.value[SEM_LOCK] = !replay->locked;
    for (int role = 0; role < FLIGHT_ROLES; role++)
        values.value[SEM_PRODUCER + role] = !replay->taken[role];
    *ret_values = values;
}

void replay_picture(const struct replay *replay, const struct picture *live,
                    struct picture_slot *slots, struct picture *ret_picture)
{
    struct picture picture = *live;

    replay_values(replay, &picture.values);
    picture.values.value[SEM_TURN] = live->values.value[SEM_TURN];
    for (int i = 0; i < SEM_COUNT; i++) {
        picture.semaphore[i].value = picture.values.value[i];
        picture.semaphore[i].grow = picture.semaphore[i].zero = PICTURE_UNKNOWN;
    }
    picture.sound = ring_claims(picture.slots, &picture.values, &picture.claims) == 0;
    for (uint16_t i = 0; i < picture.slots; i++)
        slots[i] = (struct picture_slot){
            .state = picture.sound
                         ? ring_slot_state(picture.slots, &picture.values, &picture.claims, i)
                         : RING_SLOT_FREE,
            .headed = true,
        };
    picture.slot = slots;
    *ret_picture = picture;
}
