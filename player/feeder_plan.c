/*
 * feeder_plan.c - what is handed over after what.
 */
#include <string.h>

#include "player/audiofile.h"
#include "player/session.h"

struct job_range feeder_range(const struct session *s, uint32_t index)
{
    return s->list.entries[index].range;
}

bool feeder_after(struct session *s, const struct feeder_track *t, struct feeder_step *ret_step)
{
    struct order_place place = {.round = t->round};
    struct feeder_step step = {0};

    if (playlist_find(&s->list, t->entry, &place.index) < 0 ||
        !order_next(&s->order, &s->list, &place, false, &step.place))
        return false;
    *ret_step = step;
    return true;
}

bool feeder_append(struct session *s, const struct feeder_step *step, uint64_t start,
                   uint32_t track)
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
        .start = start,
        .start_ms = step->from_ms,
    };
    int error = audiofile_open(entry->path, &t.file);

    if (error < 0)
        session_track_failed(s, entry->track, audiofile_reason(error));
    else
        f->line[f->count++] = t;
    f->more = feeder_after(s, &t, &f->next);
    return error == 0;
}

static uint32_t undone(const struct feeder *f)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < f->count; i++)
        count += !f->line[i].done;
    return count;
}

void feeder_fill(struct session *s)
{
    struct feeder *f = &s->feeder;

    while (f->more && f->count < FEEDER_LINE && undone(f) < FEEDER_AHEAD) {
        const struct feeder_step step = f->next;
        feeder_append(s, &step, 0, f->handed++);
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
