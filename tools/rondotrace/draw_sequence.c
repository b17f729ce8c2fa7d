/*
 * draw_sequence.c - a sequence diagram of a short time: each process has a lane, with its claims
 * and sleeps as boxes, and arrows where one of them makes another go on.
 *
 * Blocks mostly wait in the ring for longer than the diagram is; so besides hand-overs, whose
 * commit is in the picture, an arrow shows who ended a sleep: the commit that freed the slots, or
 * that filled the block, or the player who opened the gate.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/plot/sequence.h"
#include "tools/rondotrace/draw.h"
#include "tools/rondotrace/lines.h"

enum { ITEMS_MAX = 250, HANDS_MAX = 4, LANES_MAX = FLIGHT_ROLES + HANDS_MAX };

static const size_t lane_of[FLIGHT_ROLES] = {
    [FLIGHT_PLAYER] = 0, [FLIGHT_PRODUCER] = 1, [FLIGHT_CONSUMER] = 2};
static const char *const lanes[LANES_MAX] = {"rondo",     "rondo-producer", "rondo-consumer",
                                             "in hand 1", "in hand 2",      "in hand 3",
                                             "in hand 4"};

/* The picture, and its time. */
struct picture {
    const struct draw *draw;
    struct sequence *sequence;
    uint64_t from_ns;
    uint64_t to_ns;
    bool cut; /* shorter than was asked for */
};

static bool shown(const struct picture *p, uint64_t at_ns)
{
    return at_ns >= p->from_ns && at_ns <= p->to_ns;
}

static double seconds(const struct picture *p, uint64_t at_ns)
{
    uint64_t within_ns = at_ns < p->from_ns ? p->from_ns : at_ns > p->to_ns ? p->to_ns : at_ns;

    return draw_seconds(p->draw, within_ns);
}

static bool overlaps(const struct picture *p, const struct span *span)
{
    return span->end_ns >= p->from_ns && span->begin_ns <= p->to_ns;
}

/* The consumer's blocks have lanes of their own; the last of these takes all that are more. */
static size_t lane(const struct span *span)
{
    if (span->kind != SPAN_HOLD)
        return lane_of[span->role];
    return FLIGHT_ROLES + (span->hand < HANDS_MAX ? span->hand : HANDS_MAX - 1u);
}

static size_t count_lanes(const struct picture *p)
{
    size_t lanes_used = FLIGHT_ROLES;

    for (size_t i = 0; i < p->draw->spans->count; i++) {
        const struct span *span = &p->draw->spans->span[i];

        if (overlaps(p, span) && lane(span) >= lanes_used)
            lanes_used = lane(span) + 1;
    }
    return lanes_used;
}

/* The last kill, else the last underrun; NULL: nothing went wrong. */
static const struct mark *last_fault(const struct draw *draw, const struct marks *marks)
{
    const struct mark *fault = NULL;

    for (size_t i = 0; i < marks->count; i++) {
        const struct mark *mark = &marks->mark[i];

        if (marks_tone(mark) == MARK_FAULT && draw_within(draw, mark->at_ns) &&
            (!fault || fault->kind != MARK_KILLED || mark->kind == MARK_KILLED))
            fault = mark;
    }
    return fault;
}

/* A busy ring does more in half a second than a picture can show: then it ends earlier. */
static void shorten(struct picture *p)
{
    const struct spans *spans = p->draw->spans;
    size_t items = 0;

    for (size_t i = 0; i < spans->count; i++) {
        const struct span *span = &spans->span[i];

        if (!overlaps(p, span))
            continue;
        if (items++ < ITEMS_MAX || span->begin_ns <= p->from_ns)
            continue;
        p->to_ns = span->begin_ns;
        p->cut = true;
        return;
    }
}

static void choose_time_of(struct picture *p, const struct marks *marks)
{
    const struct merge *merge = p->draw->merge;
    uint64_t length_ns = (uint64_t)llround(p->draw->for_s * 1e9);
    const struct mark *fault = last_fault(p->draw, marks);
    uint64_t end_ns =
        merge->end_ns < p->draw->window.until_ns ? merge->end_ns : p->draw->window.until_ns;

    if (!isnan(p->draw->from_s))
        p->from_ns = choose_time(merge, p->draw->from_s);
    else if (fault)
        p->from_ns = fault->at_ns > length_ns / 4 ? fault->at_ns - length_ns / 4 : 0;
    else
        p->from_ns = end_ns > length_ns ? end_ns - length_ns : 0;
    p->to_ns = p->from_ns + length_ns;
    shorten(p);
}

static int add_span(struct picture *p, const struct span *span)
{
    static const enum sequence_tone tones[] = {
        [SPAN_FILL] = SEQUENCE_WORK,
        [SPAN_HOLD] = SEQUENCE_HOLD,
        [SPAN_SLEEP] = SEQUENCE_SLEEP,
        [SPAN_TURN] = SEQUENCE_SLEEP,
    };
    char text[64];

    if (!overlaps(p, span))
        return 0;
    if (span->kind == SPAN_FILL || span->kind == SPAN_HOLD)
        snprintf(text, sizeof(text), "block %llu", (unsigned long long)span->block);
    else
        snprintf(text, sizeof(text), "%s %s", span->kind == SPAN_TURN ? "wants" : "sleeps in",
                 lines_step_name(span->step));
    return sequence_slice(p->sequence, lane(span), seconds(p, span->begin_ns),
                          seconds(p, span->end_ns), tones[span->kind], text);
}

static int add_handover(struct picture *p, const struct span *span)
{
    char text[64];

    if (!spans_is_handover(span) || !shown(p, span->committed_ns) || !shown(p, span->begin_ns))
        return 0;
    snprintf(text, sizeof(text), "block %llu", (unsigned long long)span->block);
    return sequence_arrow(p->sequence, lane_of[FLIGHT_PRODUCER], seconds(p, span->committed_ns),
                          lane(span), seconds(p, span->begin_ns), text);
}

/* It can end a sleep of this role. */
static bool wakes(const struct merge_entry *entry, enum flight_role role)
{
    if (!merge_is_done(entry))
        return false;
    switch (entry->event.step) {
    case STEP_CONSUMER_COMMIT:
        return role == FLIGHT_PRODUCER;
    case STEP_PRODUCER_COMMIT:
    case STEP_PRODUCER_COMMIT_CLAIM:
    case STEP_RESUME:
        return role == FLIGHT_CONSUMER;
    default:
        return false;
    }
}

/* Who ended the sleep: the last one that could, during it. */
static const struct merge_entry *waker(const struct merge *merge, const struct span *sleep)
{
    const struct merge_entry *found = NULL;
    size_t low = 0, high = merge->count;

    while (low < high) { /* the first event after its beginning */
        size_t middle = low + (high - low) / 2;

        if (merge->entry[middle].at_ns < sleep->begin_ns)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < merge->count && merge->entry[low].at_ns <= sleep->end_ns; low++)
        if (wakes(&merge->entry[low], sleep->role))
            found = &merge->entry[low];
    return found;
}

static int add_wake(struct picture *p, const struct span *span)
{
    const struct merge_entry *by;

    if (span->kind != SPAN_SLEEP || span->end != SPAN_WOKEN || span->result != 0 ||
        !shown(p, span->end_ns))
        return 0;
    by = waker(p->draw->merge, span);
    if (!by || !shown(p, by->at_ns))
        return 0;
    return sequence_arrow(p->sequence, lane_of[by->role], seconds(p, by->at_ns),
                          lane_of[span->role], seconds(p, span->end_ns), "wakes");
}

/* The first event of a child that the player has started. */
static const struct merge_entry *first_of(const struct merge *merge, const struct mark *started)
{
    for (size_t i = 0; i < merge->count; i++)
        if (merge->entry[i].role == started->role && merge->entry[i].event.pid == started->pid)
            return &merge->entry[i];
    return NULL;
}

static int add_start(struct picture *p, const struct mark *mark)
{
    const struct merge_entry *first = first_of(p->draw->merge, mark);

    if (!first || !shown(p, first->at_ns) || first->at_ns < mark->at_ns)
        return 0;
    return sequence_arrow(p->sequence, lane_of[FLIGHT_PLAYER], seconds(p, mark->at_ns),
                          lane_of[mark->role], seconds(p, first->at_ns), "starts");
}

static int add_mark(struct picture *p, const struct mark *mark)
{
    static const enum sequence_tone tones[] = {
        [MARK_FAULT] = SEQUENCE_FAULT, [MARK_HEAL] = SEQUENCE_HEAL, [MARK_NOTE] = SEQUENCE_WORK};
    bool start = mark->kind == MARK_STARTED || mark->kind == MARK_RESTARTED;
    char text[64];
    int error;

    if (!shown(p, mark->at_ns))
        return 0;
    marks_text(mark, text, sizeof(text));
    error = sequence_note(p->sequence, lane_of[start ? FLIGHT_PLAYER : mark->role],
                          seconds(p, mark->at_ns), tones[marks_tone(mark)], text);
    return start && error == 0 ? add_start(p, mark) : error;
}

static int add_all(struct picture *p, const struct marks *marks)
{
    int error = 0;

    for (size_t i = 0; i < p->draw->spans->count && error == 0; i++) {
        const struct span *span = &p->draw->spans->span[i];

        error = add_span(p, span);
        if (error == 0)
            error = add_handover(p, span);
        if (error == 0)
            error = add_wake(p, span);
    }
    for (size_t i = 0; i < marks->count && error == 0; i++)
        error = add_mark(p, &marks->mark[i]);
    return error;
}

int draw_sequence(const struct draw *draw, const char *path)
{
    struct picture p = {.draw = draw};
    struct marks marks;
    char title[128], caption[192];
    int error = marks_find(draw->merge, &marks);

    if (error < 0)
        return error;
    choose_time_of(&p, &marks);
    snprintf(title, sizeof(title), "Who did what in \"%s\"", draw->name);
    snprintf(caption, sizeof(caption),
             "From %.3f s to %.3f s after the first event in the record.%s",
             draw_seconds(draw, p.from_ns), draw_seconds(draw, p.to_ns),
             p.cut ? " More than that would be too much for a picture." : "");
    error = sequence_create(title, caption, lanes, count_lanes(&p), &p.sequence);
    if (error < 0)
        goto out_free;
    error = add_all(&p, &marks);
    if (error == 0)
        error = sequence_write(p.sequence, path);
    sequence_free(p.sequence);

out_free:
    marks_free(&marks);
    return error;
}
