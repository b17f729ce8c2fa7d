/*
 * feeder_plan.c - what is handed over after what.
 */
#include <string.h>
#include <unistd.h>

#include "player/feeder_plan.h"
#include "player/session.h"

static uint32_t common_divisor(uint32_t a, uint32_t b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

/* Where the part ends earlier, in a unit that both can be told in. */
static struct job_range end_at(struct job_range range, uint32_t ms)
{
    uint32_t hz = range.hz > 0 ? range.hz : 1000;
    uint32_t finer = 1000 / common_divisor(hz, 1000);
    struct job_range sooner = {
        .first = range.first * finer, .end = range.end * finer, .hz = hz * finer};
    uint64_t end = sooner.first + (uint64_t)ms * (sooner.hz / 1000);

    if (sooner.end > 0 && sooner.end <= end)
        return range;
    sooner.end = end;
    return sooner;
}

static bool is_part(const struct session_part *part, uint32_t entry)
{
    return part->to_ms > 0 && part->entry == entry;
}

struct job_range feeder_range(const struct session *s, uint32_t index)
{
    const struct playlist_entry *entry = &s->list.entries[index];
    struct job_range range = entry->range;

    if (is_part(&s->last, entry->track))
        range = end_at(range, s->last.to_ms);
    if (is_part(&s->loop, entry->track))
        range = end_at(range, s->loop.to_ms);
    return range;
}

bool feeder_after(struct session *s, const struct feeder_track *t, struct feeder_step *ret_step)
{
    struct order_place place = {.round = t->round};
    struct feeder_step step = {0};

    if (playlist_find(&s->list, t->entry, &place.index) < 0)
        return false;
    if (is_part(&s->loop, t->entry) && !s->list.entries[place.index].failed)
        step = (struct feeder_step){.place = place, .from_ms = s->loop.from_ms};
    else if (!order_next(&s->order, &s->list, &place, false, &step.place))
        return false;
    *ret_step = step;
    return true;
}

bool feeder_append(struct session *s, const struct feeder_step *step,
                   const struct feeder_start *start, uint32_t track)
{
    struct feeder *f = &s->feeder;
    const struct playlist_entry *entry = &s->list.entries[step->place.index];
    struct feeder_track t = {
        .track = track,
        .entry = entry->track,
        .round = step->place.round,
        .file = -1,
        .range = feeder_range(s, step->place.index),
        .from_ms = step->from_ms,
        .start = *start,
    };
    const char *why;
    int error = feeder_open(s, &t, &why);

    if (error < 0)
        session_track_failed(s, entry->track, why);
    else
        f->line[f->count++] = t;
    f->more = feeder_after(s, &t, &f->next);
    return error == 0;
}

void feeder_fill(struct session *s)
{
    struct feeder *f = &s->feeder;

    while (f->more && f->count < FEEDER_LINE && feeder_undone(f) < FEEDER_AHEAD) {
        const struct feeder_step step = f->next;
        feeder_append(s, &step, &(struct feeder_start){.ms = step.from_ms}, f->handed++);
    }
    feeder_send(s);
}

/* As it would be handed over now. */
static bool same_part(const struct session *s, const struct feeder_track *t, uint32_t index)
{
    struct job_range range = feeder_range(s, index);

    return memcmp(&range, &t->range, sizeof(range)) == 0;
}

bool feeder_follow(struct session *s)
{
    struct feeder *f = &s->feeder;
    struct feeder_step step;
    uint32_t index;

    if (f->count == 0 || playlist_find(&s->list, f->line[0].entry, &index) < 0 ||
        !same_part(s, &f->line[0], index))
        return false;
    for (uint32_t i = 1; i < f->count; i++) {
        const struct feeder_track *t = &f->line[i];

        if (!feeder_after(s, t - 1, &step) || s->list.entries[step.place.index].track != t->entry ||
            step.place.round != t->round || step.from_ms != t->from_ms ||
            !same_part(s, t, step.place.index))
            return false;
    }
    f->more = feeder_after(s, &f->line[f->count - 1], &f->next);
    feeder_fill(s);
    return true;
}

void feeder_step_back(struct session *s)
{
    struct feeder *f = &s->feeder;
    uint32_t kept = f->left_count < FEEDER_LEFT ? f->left_count : FEEDER_LEFT;
    struct block_header at;

    if (f->count == 0 || ring_position(s->instance.ring, &at) < 0 || at.track == f->line[0].track)
        return;
    for (uint32_t i = 0; i < kept; i++) {
        const struct feeder_left *left = &f->left[i];
        uint32_t index;

        if (left->track != at.track || playlist_find(&s->list, left->entry, &index) < 0)
            continue;
        if (f->count == FEEDER_LINE && f->line[--f->count].file >= 0)
            close(f->line[f->count].file);
        memmove(&f->line[1], &f->line[0], f->count * sizeof(f->line[0]));
        f->count++;
        f->line[0] = (struct feeder_track){.track = left->track,
                                           .entry = left->entry,
                                           .round = left->round,
                                           .file = -1,
                                           .done = true};
        return;
    }
}
