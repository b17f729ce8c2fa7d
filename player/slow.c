/*
 * slow.c - the pace, and the account of what happens at it.
 *
 * A child that waits for its turn has said so through its channel, which wakes the loop; then
 * slow_tell() reads what is new in the three logs and tells it in the order of its time. What the
 * producer says there is not to be trusted, but it only becomes words on the screen.
 */
#include "player/slow.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/clocktext.h"
#include "player/session.h"
#include "shmring/step_text.h"

#define INDENT "%20s" /* below what a process does */

enum { AT_ONCE = 64, ASLEEP_NS = 1000000 };

/* An event, with whose it is. */
struct told {
    struct flight_event event;
    enum flight_role role;
    bool last; /* nothing came after it in its log */
};

static bool is_slow(const struct slow *slow)
{
    return slow->turns || slow->factor > 1;
}

/* Begins at what happens from now on. */
static void begin_account(struct slow *slow)
{
    slow->began_ns = flight_now_ns();
    for (int role = 0; role < FLIGHT_ROLES; role++) {
        slow->cursor[role] = UINT64_MAX; /* which is taken for the newest */
        slow->slept_ns[role] = 0;
    }
}

static int set_pace(struct session *s, bool turns, uint32_t factor)
{
    uint32_t pace = turns ? RING_PACE_TURN : factor > 1 ? factor * RING_PACE_MS : RING_PACE_NONE;
    bool was = is_slow(&s->slow);
    int error;

    if (s->ready && !s->slowable)
        return -ENOTSUP;
    error = ring_set_pace(s->instance.ring, pace);
    if (error < 0)
        return error;
    s->slow.turns = turns;
    s->slow.factor = factor;
    if (!was && is_slow(&s->slow))
        begin_account(&s->slow);
    return 0;
}

int slow_set(struct session *s, uint32_t factor)
{
    return set_pace(s, false, factor);
}

int slow_step(struct session *s, uint32_t turns)
{
    if (!s->slow.turns)
        return set_pace(s, true, 1);
    return ring_give_turns(s->instance.ring, (uint16_t)turns);
}

int slow_begin(struct session *s)
{
    const struct options *o = s->options;
    int error = set_pace(s, o->step, o->slow);

    /* From the very first event on. */
    memset(s->slow.cursor, 0, sizeof(s->slow.cursor));
    return error;
}

static void tell_filled(struct session *s, const char *name, const struct flight_event *event)
{
    struct ring *ring = s->instance.ring;
    char at[CLOCKTEXT_SIZE];
    struct block_header block;
    uint64_t ms;

    if (block_read(ring_block(ring, event->slot), ring_slot_bytes(ring), &block) < 0)
        return;
    ms = block.position / block.rate * 1000 + block.position % block.rate * 1000 / block.rate;
    clocktext_format(ms, at);
    screen_tell(s, "%s has filled slot %u: %u frames, from %s.%03u on", name,
                event->slot % ring_slots(ring), block.frames, at, (unsigned)(ms % 1000));
}

static void tell_wish(struct session *s, const char *name, const struct told *told)
{
    enum step step = (enum step)told->event.step;
    struct step_operations operations;
    char text[STEP_TEXT_MAX];

    step_of_event(&told->event, told->role, ring_slots(s->instance.ring), &operations);
    step_text(&operations, text);
    screen_tell(s, "%s wants %s", name, step_name(step));
    screen_tell(s, INDENT "semop {%s}", "", text);
    screen_tell(s, INDENT "%s", "", step_meaning(step));
}

static void tell_end(struct session *s, const char *name, const struct told *told)
{
    const struct flight_event *event = &told->event;
    const char *step = step_name((enum step)event->step);
    uint64_t *slept_ns = &s->slow.slept_ns[told->role];
    uint64_t for_ns = *slept_ns > 0 && event->time_ns > *slept_ns ? event->time_ns - *slept_ns : 0;
    char after[48] = "";

    *slept_ns = 0;
    if (for_ns >= ASLEEP_NS)
        snprintf(after, sizeof(after), " after %llu ms", (unsigned long long)(for_ns / 1000000));
    s->slow.refused = event->result < 0;
    if (event->result < 0)
        screen_tell(s, "%s could not do %s%s: %s", name, step, after,
                    strerrorname_np(-event->result));
    else if (told->role == FLIGHT_PLAYER)
        screen_tell(s, "%s did %s%s", name, step, after);
    else
        screen_tell(s, "%s did %s%s; slots in hand: %u", name, step, after, event->held);
}

static void tell_child(struct session *s, const char *name, const struct told *told)
{
    const char *child = flight_role_name((enum flight_role)told->event.step);

    if (told->event.kind == FLIGHT_STARTED)
        screen_tell(s, "%s has started the %s, process %u", name, child, told->event.value);
    else
        screen_tell(s, "%s has buried the %s, process %u%s%s", name, child, told->event.value,
                    told->event.result > 0 ? ", killed by SIG" : "",
                    told->event.result > 0 ? sigabbrev_np(told->event.result) : "");
}

static void tell_one(struct session *s, const struct told *told)
{
    const struct flight_event *event = &told->event;
    double seconds =
        event->time_ns > s->slow.began_ns ? (double)(event->time_ns - s->slow.began_ns) / 1e9 : 0;
    char name[40];

    snprintf(name, sizeof(name), "%9.3f %-9s", seconds, flight_role_name(told->role));
    switch (event->kind) {
    case FLIGHT_TURN:
        if (event->step == STEP_PRODUCER_COMMIT_CLAIM ||
            (event->step == STEP_PRODUCER_COMMIT && !s->slow.refused))
            tell_filled(s, name, event);
        tell_wish(s, name, told);
        break;
    case FLIGHT_BEGIN:
        s->slow.slept_ns[told->role] = event->time_ns;
        if (told->last)
            screen_tell(s, "%s sleeps in %s", name, step_name((enum step)event->step));
        break;
    case FLIGHT_END:
        tell_end(s, name, told);
        break;
    case FLIGHT_UNDERRUN:
        screen_tell(s, "%s has run dry, %u times so far", name, event->value);
        break;
    case FLIGHT_EPOCH:
        screen_tell(s, "%s orders epoch %u", name, event->value);
        break;
    default:
        tell_child(s, name, told);
    }
}

static int by_time(const void *a, const void *b)
{
    const struct told *left = a, *right = b;

    return (left->event.time_ns > right->event.time_ns) -
           (left->event.time_ns < right->event.time_ns);
}

/* What is new in the three logs, in the order of its time; as much as there is room for. */
static size_t read_logs(struct session *s, struct told told[FLIGHT_ROLES * AT_ONCE])
{
    struct flight_event events[AT_ONCE];
    size_t count = 0;

    for (enum flight_role role = 0; role < FLIGHT_ROLES; role++) {
        const struct flight_log *log = flight_log(ring_segment(s->instance.ring), role);
        size_t read = flight_read(log, &s->slow.cursor[role], events, AT_ONCE, &s->slow.lost);

        for (size_t i = 0; i < read; i++)
            told[count++] = (struct told){.event = events[i], .role = role, .last = i + 1 == read};
    }
    qsort(told, count, sizeof(*told), by_time);
    return count;
}

void slow_tell(struct session *s)
{
    struct told told[FLIGHT_ROLES * AT_ONCE];
    size_t count;

    if (!is_slow(&s->slow) || s->screen.quiet)
        return;
    do {
        count = read_logs(s, told);
        for (size_t i = 0; i < count; i++)
            tell_one(s, &told[i]);
    } while (count == FLIGHT_ROLES * AT_ONCE);
    if (s->slow.lost > 0)
        screen_tell(s, INDENT "(%llu events came too fast to be told)", "",
                    (unsigned long long)s->slow.lost);
    s->slow.lost = 0;
}
