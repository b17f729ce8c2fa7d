/*
 * merge_ring.c - the ring's state along the merged events.
 *
 * Each child's place and claims are known from its own events; what lies between the two places
 * is in the ring. Two difficulties. A step is recorded a moment after it happened, so a consumer
 * that was woken by a commit may be in the record before the commit is: then the state would be
 * impossible, and the commit, which is the next thing that the producer tells, is moved before
 * the claim. And the places are known modulo N only: where the record begins, the ring may hold
 * as many blocks as the places say, or N more or fewer (full or empty; or one side a moment
 * late). Each is tried on what follows, and the one that fits best is true; if none does, the
 * state stays unknown.
 */
#include <string.h>

#include "tools/rondotrace/merge_passes.h"

enum {
    LOOK_AHEAD = 256, /* events of children, to find out how full the ring is */
    MOVE_MAX = 1024   /* places over which one event is moved at most */
};

/* What is known at one point; `at` counts blocks, but each child for itself until `joined`. */
struct now {
    struct child {
        uint64_t at;
        bool placed;
        uint32_t pid;
        uint16_t claims;
        uint16_t borrowed; /* of what the next event has `unrecorded`, taken already */
    } child[FLIGHT_PLAYER];
    bool joined; /* both count the same blocks */
};

static bool possible(const struct now *now, uint16_t slots)
{
    const struct child *producer = &now->child[FLIGHT_PRODUCER];
    const struct child *consumer = &now->child[FLIGHT_CONSUMER];
    uint64_t unheard = producer->at - consumer->at; /* huge if below 0 */

    return unheard <= slots && unheard >= consumer->claims && unheard + producer->claims <= slots;
}

/* From its first place on; the number has to be a new one. */
static void place(struct child *child, uint16_t slot, uint16_t slots)
{
    uint64_t next = child->at + slots;

    child->at = next + (slot + slots - next % slots) % slots;
    child->placed = true;
}

static void advance_child(struct now *now, const struct merge_entry *entry, uint16_t slots)
{
    struct child *child = &now->child[entry->role];

    if (entry->gap) {
        child->placed = false;
        now->joined = false;
    }
    if (child->pid != entry->event.pid) {
        child->pid = entry->event.pid;
        child->at += (uint64_t)(entry->unrecorded - child->borrowed);
        child->borrowed = 0;
    }
    if (merge_has_place(entry) && !child->placed)
        place(child, entry->event.slot, slots);
    child->at += merge_moved(entry);
    if (merge_is_step(entry))
        child->claims = entry->event.held;
}

static void advance(struct now *now, const struct merge_entry *entry, uint16_t slots)
{
    const struct flight_event *event = &entry->event;

    if (entry->role < FLIGHT_PLAYER)
        advance_child(now, entry, slots);
    else if (event->kind == FLIGHT_ENDED && now->child[event->step].pid == event->value)
        now->child[event->step].claims = 0; /* the kernel has paid its debts */
}

/* How often the state would be impossible from here on, until a gap. */
static unsigned contradictions(const struct merge *m, size_t from, struct now now)
{
    unsigned count = !possible(&now, m->slots), seen = 0;

    for (size_t i = from; i < m->count && seen < LOOK_AHEAD; i++) {
        bool child = m->entry[i].role < FLIGHT_PLAYER;

        if (child && m->entry[i].gap)
            break;
        advance(&now, &m->entry[i], m->slots);
        count += !possible(&now, m->slots);
        seen += child;
    }
    return count;
}

/* Both places are known, modulo N: how many blocks lie between them? `from`: what comes next. */
static void join(const struct merge *m, size_t from, struct now *now)
{
    uint64_t slots = m->slots;
    struct child *consumer = &now->child[FLIGHT_CONSUMER];
    uint64_t head = now->child[FLIGHT_PRODUCER].at;
    uint64_t unheard = (head - consumer->at % slots + slots) % slots;
    unsigned fewest = UINT32_MAX;
    bool only = false;
    struct now best = *now;

    for (int round = -1; round <= 1; round++) {
        struct now tried = *now;
        unsigned count;

        if (round >= 0 && head < unheard + (unsigned)round * slots)
            continue;
        tried.child[FLIGHT_CONSUMER].at = head - unheard - (uint64_t)round * slots;
        count = contradictions(m, from, tried);
        only = count < fewest || (only && count > fewest);
        if (count <= fewest) {
            fewest = count;
            best = tried;
        }
    }
    if (only) {
        *now = best;
        now->joined = true;
    }
}

/* What follows in the log of `role`; m->count: nothing does, for a while. */
static size_t next_of(const struct merge *m, size_t after, enum flight_role role)
{
    for (size_t i = after + 1; i < m->count && i - after <= MOVE_MAX; i++)
        if (m->entry[i].role == role)
            return i;
    return m->count;
}

/* A dead one's last commit, in nobody's record, is known from its successor: it has happened. */
static void borrow(struct child *dead, const struct merge_entry *successor)
{
    uint16_t more = (uint16_t)(successor->unrecorded - dead->borrowed);

    dead->at += more;
    dead->claims = dead->claims > more ? (uint16_t)(dead->claims - more) : 0;
    dead->borrowed = successor->unrecorded;
}

/*
 * Entry i cannot be what happens next, unless something of the other child has happened before:
 * finds that, and moves it before the entry, or, if it is in no record, into *before.
 */
static void repair(struct merge *m, size_t i, struct now *before)
{
    enum flight_role other =
        m->entry[i].role == FLIGHT_PRODUCER ? FLIGHT_CONSUMER : FLIGHT_PRODUCER;
    size_t late = next_of(m, i, other);
    struct now tried = *before;
    struct merge_entry entry;

    if (late == m->count || m->entry[late].gap)
        return;
    entry = m->entry[late];
    if (entry.unrecorded > before->child[other].borrowed) {
        borrow(&before->child[other], &entry);
        return;
    }
    advance(&tried, &entry, m->slots);
    advance(&tried, &m->entry[i], m->slots);
    if (!possible(&tried, m->slots))
        return;
    entry.at_ns = m->entry[i].at_ns;
    memmove(&m->entry[i + 1], &m->entry[i], (late - i) * sizeof(entry));
    m->entry[i] = entry;
}

static void tell_blocks(struct merge_entry *entry, const struct now *now)
{
    uint64_t at = now->child[entry->role].at;
    const struct flight_event *event = &entry->event;
    uint16_t count = entry->role == FLIGHT_PRODUCER ? 1 : event->count;
    bool taken = entry->role == FLIGHT_CONSUMER && step_claims(event->step, count) > 0;

    if (!merge_is_done(entry) || !merge_has_place(entry) || (taken && event->held < count))
        return;
    entry->blocks = count;
    /* In hand are the blocks from TAIL on, and the newest of them are those just taken. */
    entry->block = taken ? at + event->held - count : at - merge_moved(entry);
}

static void tell(const struct merge *m, struct merge_entry *entry, const struct now *now)
{
    const struct child *producer = &now->child[FLIGHT_PRODUCER];
    const struct child *consumer = &now->child[FLIGHT_CONSUMER];
    uint64_t unheard = producer->at - consumer->at;

    entry->ring = (struct merge_ring){
        .known = true,
        .head = producer->at,
        .tail = consumer->at,
        .claimed = producer->claims,
        .held = consumer->claims,
        .free = (uint16_t)(m->slots - unheard - producer->claims),
        .filled = (uint16_t)(unheard - consumer->claims),
    };
    if (entry->role < FLIGHT_PLAYER)
        tell_blocks(entry, now);
}

/* Where a log is whole, its child has begun with the ring, in which nothing was. */
static struct now first(const struct merge *m)
{
    struct now now = {.joined = true};

    for (enum flight_role role = 0; role < FLIGHT_PLAYER; role++) {
        const struct merge_entry *entry = m->entry;

        while (entry < m->entry + m->count && entry->role != role)
            entry++;
        if (entry < m->entry + m->count)
            now.child[role].placed = !entry->gap;
        else
            now.child[role].placed = m->lost[role] + m->refused[role] == 0;
        now.joined &= now.child[role].placed;
    }
    return now;
}

void merge_follow(struct merge *m)
{
    struct now now = first(m);

    for (size_t i = 0; i < m->count; i++) {
        struct now before = now;

        advance(&now, &m->entry[i], m->slots);
        if (now.joined && !possible(&now, m->slots) && m->entry[i].role < FLIGHT_PLAYER) {
            repair(m, i, &before);
            now = before;
            advance(&now, &m->entry[i], m->slots);
        }
        if (now.joined && !possible(&now, m->slots))
            now.joined = false;
        if (!now.joined && now.child[FLIGHT_PRODUCER].placed && now.child[FLIGHT_CONSUMER].placed)
            join(m, i + 1, &now);
        if (now.joined && possible(&now, m->slots))
            tell(m, &m->entry[i], &now);
    }
}
