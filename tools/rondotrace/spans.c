/*
 * spans.c - walks along the merged events with a hand for each child: the claims it has, by slot,
 * and the sleep it is in.
 *
 * A death ends what its process had in hand. It is known from the player's note or, where that is
 * missing, from the first event of the successor. A gap, or a state that is not known, ends all
 * claims: nobody can tell what became of them.
 */
#include "tools/rondotrace/spans.h"

#include <errno.h>
#include <stdlib.h>

enum { NONE = -1 };

/* A slot, as the record has told of it so far. */
struct place {
    int open[FLIGHT_PLAYER]; /* the span of a child's claim, or NONE */
    uint64_t block;          /* the newest block that was committed in it */
    uint64_t committed_ns;   /* 0: none was */
    uint32_t pid;            /* who did */
    bool claimed;            /* by a consumer, since */
};

struct walk {
    const struct merge *merge;
    struct place *place;
    struct spans spans;
    size_t room;
    const struct merge_entry *waits[FLIGHT_ROLES]; /* its last BEGIN or TURN, while it holds */
    uint32_t pid[FLIGHT_ROLES];
    bool known; /* the ring's state, just before */
    int error;
};

static int add(struct walk *w, const struct span *span)
{
    if (w->spans.count == SPANS_MAX)
        w->spans.cut = true;
    if (w->spans.cut || w->error < 0)
        return NONE;
    if (w->spans.count == w->room) {
        size_t room = w->room * 2 + 1024;
        struct span *more = realloc(w->spans.span, room * sizeof(*more));

        if (!more) {
            w->error = -ENOMEM;
            return NONE;
        }
        w->spans.span = more;
        w->room = room;
    }
    w->spans.span[w->spans.count] = *span;
    return (int)w->spans.count++;
}

static void close_claim(struct walk *w, enum flight_role role, uint64_t slot, enum span_end end,
                        uint64_t now_ns)
{
    int *open = &w->place[slot].open[role];

    if (*open != NONE) {
        w->spans.span[*open].end = end;
        w->spans.span[*open].end_ns = now_ns;
    }
    *open = NONE;
}

static void close_all(struct walk *w, enum flight_role role, enum span_end end, uint64_t now_ns)
{
    for (uint16_t slot = 0; slot < w->merge->slots; slot++)
        close_claim(w, role, slot, end, now_ns);
}

static void open_claim(struct walk *w, const struct merge_entry *entry, uint64_t block)
{
    uint16_t slot = (uint16_t)(block % w->merge->slots);
    struct place *place = &w->place[slot];
    bool fill = entry->role == FLIGHT_PRODUCER;
    struct span span = {
        .kind = fill ? SPAN_FILL : SPAN_HOLD,
        .end = SPAN_OPEN,
        .role = entry->role,
        .pid = entry->event.pid,
        .begin_ns = entry->at_ns,
        .end_ns = w->merge->end_ns,
        .slot = slot,
        .block = block,
    };

    if (!fill && place->committed_ns > 0 && place->block == block) {
        span.committed_ns = place->committed_ns;
        span.from = place->pid;
        span.again = place->claimed;
        place->claimed = true;
    }
    close_claim(w, entry->role, slot, SPAN_LOST, entry->at_ns);
    place->open[entry->role] = add(w, &span);
}

static void commit(struct walk *w, const struct merge_entry *entry, uint64_t block)
{
    uint64_t slot = block % w->merge->slots;

    close_claim(w, entry->role, slot, SPAN_COMMITTED, entry->at_ns);
    if (entry->role == FLIGHT_PRODUCER) {
        w->place[slot].block = block;
        w->place[slot].committed_ns = entry->at_ns;
        w->place[slot].pid = entry->event.pid;
        w->place[slot].claimed = false;
    }
}

static void follow_step(struct walk *w, const struct merge_entry *entry)
{
    for (uint64_t i = 0; i < entry->blocks; i++) {
        uint64_t block = entry->block + i;

        switch (entry->event.step) {
        case STEP_PRODUCER_CLAIM:
        case STEP_CONSUMER_CLAIM:
        case STEP_CONSUMER_CLAIM_STALE:
            open_claim(w, entry, block);
            break;
        case STEP_PRODUCER_COMMIT_CLAIM:
            commit(w, entry, block);
            open_claim(w, entry, block + 1);
            break;
        case STEP_CONSUMER_RELEASE:
            close_claim(w, entry->role, block % w->merge->slots, SPAN_RELEASED, entry->at_ns);
            break;
        default:
            commit(w, entry, block);
        }
    }
}

static void end_wait(struct walk *w, enum flight_role role, enum span_end end, int16_t result,
                     uint64_t now_ns)
{
    const struct merge_entry *began = w->waits[role];
    struct span span;

    w->waits[role] = NULL;
    if (!began || now_ns - began->at_ns < SPANS_SLEPT_NS)
        return;
    span = (struct span){
        .kind = began->event.kind == FLIGHT_TURN ? SPAN_TURN : SPAN_SLEEP,
        .end = end,
        .role = role,
        .pid = began->event.pid,
        .begin_ns = began->at_ns,
        .end_ns = now_ns,
        .step = began->event.step,
        .result = result,
    };
    add(w, &span);
}

/* What a process was at ends with it. */
static void end_process(struct walk *w, enum flight_role role, uint64_t now_ns)
{
    end_wait(w, role, SPAN_DIED, 0, now_ns);
    if (role != FLIGHT_PLAYER)
        close_all(w, role, SPAN_DIED, now_ns);
    w->pid[role] = 0;
}

static void follow_wait(struct walk *w, const struct merge_entry *entry)
{
    end_wait(w, entry->role, entry->gap ? SPAN_LOST : SPAN_WOKEN,
             merge_is_step(entry) ? entry->event.result : 0, entry->at_ns);
    if (merge_is_step(entry) && entry->event.kind != FLIGHT_END)
        w->waits[entry->role] = entry;
}

static void follow(struct walk *w, const struct merge_entry *entry)
{
    enum flight_role role = entry->role;

    if (w->pid[role] != 0 && w->pid[role] != entry->event.pid)
        end_process(w, role, entry->at_ns);
    w->pid[role] = entry->event.pid;
    if (entry->event.kind == FLIGHT_ENDED && w->pid[entry->event.step] == entry->event.value)
        end_process(w, entry->event.step, entry->at_ns);
    follow_wait(w, entry);
    if (w->known && (!entry->ring.known || entry->gap)) {
        close_all(w, FLIGHT_PRODUCER, SPAN_LOST, entry->at_ns);
        close_all(w, FLIGHT_CONSUMER, SPAN_LOST, entry->at_ns);
    }
    w->known = entry->ring.known;
    follow_step(w, entry);
}

static int by_begin(const void *one, const void *other)
{
    const struct span *a = one, *b = other;

    if (a->begin_ns != b->begin_ns)
        return a->begin_ns < b->begin_ns ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return (a->block > b->block) - (a->block < b->block);
}

/* Each claim goes into the first hand that is empty, if it is not one of a log that lies. */
static int give_hands(const struct merge *merge, struct spans *spans)
{
    uint64_t *full_ns = calloc(merge->slots, sizeof(*full_ns)); /* until when a hand is full */
    unsigned hands = 0;
    uint32_t pid = 0;

    if (!full_ns)
        return -ENOMEM;
    for (size_t i = 0; i < spans->count; i++) {
        struct span *span = &spans->span[i];
        unsigned hand = 0;

        if (span->kind != SPAN_HOLD)
            continue;
        if (span->pid != pid)
            hands = 0;
        pid = span->pid;
        while (hand < hands && full_ns[hand] > span->begin_ns)
            hand++;
        if (hand == merge->slots)
            hand--;
        if (hand == hands)
            hands++;
        full_ns[hand] = span->end == SPAN_OPEN ? UINT64_MAX : span->end_ns;
        span->hand = (uint16_t)hand;
    }
    free(full_ns);
    return 0;
}

int spans_find(const struct merge *merge, struct spans *ret_spans)
{
    struct walk w = {.merge = merge, .place = calloc(merge->slots, sizeof(*w.place))};

    if (!w.place)
        return -ENOMEM;
    for (uint16_t slot = 0; slot < merge->slots; slot++)
        w.place[slot].open[FLIGHT_PRODUCER] = w.place[slot].open[FLIGHT_CONSUMER] = NONE;
    for (size_t i = 0; i < merge->count && w.error == 0; i++)
        follow(&w, &merge->entry[i]);
    for (enum flight_role role = 0; role < FLIGHT_ROLES; role++)
        end_wait(&w, role, SPAN_OPEN, 0, merge->end_ns);
    free(w.place);
    if (w.spans.count > 0)
        qsort(w.spans.span, w.spans.count, sizeof(*w.spans.span), by_begin);
    if (w.error == 0)
        w.error = give_hands(merge, &w.spans);
    if (w.error < 0)
        spans_free(&w.spans);
    else
        *ret_spans = w.spans;
    return w.error;
}

void spans_free(struct spans *spans)
{
    free(spans->span);
    *spans = (struct spans){0};
}
