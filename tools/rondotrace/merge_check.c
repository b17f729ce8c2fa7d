/*
 * merge_check.c - one log by itself: what can be true of a process of that role, and where the
 * log has holes.
 *
 * A place (HEAD, TAIL) moves only with the commits of its seat's holder, so along a log each
 * event's place follows from the one before. Two things break that. Events are missing: a gap.
 * Or a process died between a commit and its record: then its successor begins further on, by one
 * block of the producer, or by no more than what the dead consumer held.
 */
#include "tools/rondotrace/merge_passes.h"

#define STEP_BIT(step) (1u << (step))

static const unsigned steps_of[FLIGHT_ROLES] = {
    [FLIGHT_PRODUCER] = STEP_BIT(STEP_TAKE_SEAT) | STEP_BIT(STEP_PRODUCER_CLAIM) |
                        STEP_BIT(STEP_PRODUCER_COMMIT) | STEP_BIT(STEP_PRODUCER_COMMIT_CLAIM) |
                        STEP_BIT(STEP_PRODUCER_WAIT) | STEP_BIT(STEP_LOCK) | STEP_BIT(STEP_UNLOCK) |
                        STEP_BIT(STEP_SLEEP),
    [FLIGHT_CONSUMER] = STEP_BIT(STEP_TAKE_SEAT) | STEP_BIT(STEP_CONSUMER_CLAIM) |
                        STEP_BIT(STEP_CONSUMER_CLAIM_STALE) | STEP_BIT(STEP_CONSUMER_RELEASE) |
                        STEP_BIT(STEP_CONSUMER_COMMIT) | STEP_BIT(STEP_CONSUMER_WAIT) |
                        STEP_BIT(STEP_LOCK) | STEP_BIT(STEP_UNLOCK) | STEP_BIT(STEP_SLEEP),
    [FLIGHT_PLAYER] = STEP_BIT(STEP_TAKE_SEAT) | STEP_BIT(STEP_PAUSE) | STEP_BIT(STEP_RESUME) |
                      STEP_BIT(STEP_LOCK) | STEP_BIT(STEP_UNLOCK) | STEP_BIT(STEP_VACANT) |
                      STEP_BIT(STEP_SLEEP),
};

static bool step_possible(const struct merge_entry *entry, uint16_t slots)
{
    const struct flight_event *event = &entry->event;
    unsigned held_max = entry->role == FLIGHT_PRODUCER ? 1 : slots - 1u;

    if (!(steps_of[entry->role] & STEP_BIT(event->step)))
        return false;
    if (entry->role == FLIGHT_PLAYER)
        return event->held == 0;
    return event->slot < slots && event->count <= slots && event->held <= held_max;
}

static bool possible(const struct merge_entry *entry, uint16_t slots)
{
    switch (entry->event.kind) {
    case FLIGHT_UNDERRUN:
        return entry->role == FLIGHT_CONSUMER;
    case FLIGHT_EPOCH:
    case FLIGHT_STARTED:
    case FLIGHT_ENDED:
        return entry->role == FLIGHT_PLAYER;
    default:
        return step_possible(entry, slots);
    }
}

bool merge_has_place(const struct merge_entry *entry)
{
    if (!merge_is_step(entry))
        return false;
    switch (entry->event.step) {
    case STEP_PRODUCER_CLAIM:
    case STEP_PRODUCER_COMMIT:
    case STEP_PRODUCER_COMMIT_CLAIM:
    case STEP_CONSUMER_CLAIM:
    case STEP_CONSUMER_CLAIM_STALE:
    case STEP_CONSUMER_RELEASE:
    case STEP_CONSUMER_COMMIT:
        return true;
    default: /* a waiting one may not know its place yet */
        return false;
    }
}

uint16_t merge_moved(const struct merge_entry *entry)
{
    if (!merge_is_done(entry))
        return 0;
    switch (entry->event.step) {
    case STEP_PRODUCER_COMMIT:
    case STEP_PRODUCER_COMMIT_CLAIM:
        return 1;
    case STEP_CONSUMER_COMMIT:
        return entry->event.count;
    default:
        return 0;
    }
}

/* Where a log has come to. */
struct place {
    bool known;
    unsigned slot;
    uint16_t held;              /* what its process had in hand */
    struct merge_entry *joined; /* a process's first event, while its place is not told */
};

/* A successor's first place: what its dead predecessor did last may be in no record. */
static void compare(struct place *place, struct merge_entry *entry, uint16_t slots)
{
    unsigned further = (entry->event.slot + slots - place->slot) % slots;

    if (further == 0)
        return;
    if (place->joined && further <= place->held)
        place->joined->unrecorded = (uint16_t)further;
    else
        entry->gap = true;
}

static void follow(struct place *place, struct merge_entry *entry, uint16_t slots)
{
    if (entry->gap)
        *place = (struct place){0};
    if (merge_has_place(entry)) {
        if (place->known)
            compare(place, entry, slots);
        *place = (struct place){.known = true, .slot = entry->event.slot};
    }
    place->slot = (place->slot + merge_moved(entry)) % slots;
    if (merge_is_step(entry) && !place->joined)
        place->held = entry->event.held;
}

size_t merge_check(struct merge_entry *log, size_t count, uint16_t slots, uint64_t now_ns)
{
    struct place place = {.known = true}; /* a whole log begins with the ring, at 0 */
    uint64_t time_ns = 0;
    size_t kept = 0;
    bool gap = false;

    for (size_t i = 0; i < count; i++) {
        struct merge_entry *entry = &log[kept];

        *entry = log[i];
        entry->gap |= gap;
        gap = !possible(entry, slots) || entry->event.time_ns < time_ns ||
              entry->event.time_ns > now_ns;
        if (gap)
            continue;
        time_ns = entry->event.time_ns;
        if (kept > 0 && entry->event.pid != log[kept - 1].event.pid)
            place.joined = entry;
        follow(&place, entry, slots);
        kept++;
    }
    return kept;
}
