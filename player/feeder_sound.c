/*
 * feeder_sound.c - what is to become of a track's sound on its way to the output.
 *
 * A device is asked with the track as it is. What it refuses it names a substitute for, which is
 * kept, and goes to the producer with every job: so the next track of that shape comes as the
 * device takes it, without a gap. An output of one format, a file, is a case of its own: the first
 * track's shape is that of all, whoever of the children dies.
 */
#include <errno.h>
#include <string.h>

#include "player/feeder_plan.h"
#include "player/session.h"

static bool same_shape(const struct job_shape *a, const struct job_shape *b)
{
    return a->rate == b->rate && a->channels == b->channels && a->format == b->format;
}

/* A file, or a stream: it has the shape of the first track, and no other. */
static bool one_format(const struct session *s)
{
    return strcmp(s->options->output.kind, "wav") == 0 ||
           strcmp(s->options->output.kind, "raw") == 0;
}

struct job_sound feeder_sound(const struct session *s)
{
    const struct job_shape *fixed = &s->sound.fixed;

    if (fixed->rate > 0)
        return (struct job_sound){
            .rate = fixed->rate, .channels = fixed->channels, .format = fixed->format};
    return (struct job_sound){.rate = s->options->rate, .channels = (uint16_t)s->options->channels};
}

/* As it would be for an output that takes everything. */
static struct job_shape as_asked(const struct session *s, const struct job_reply *facts)
{
    struct job_shape shape = {facts->source_rate, facts->source_channels, facts->source_format};
    bool changed = false;

    if (s->options->rate > 0) {
        changed = shape.rate != s->options->rate;
        shape.rate = s->options->rate;
    }
    if (s->options->channels > 0) {
        changed = changed || shape.channels != s->options->channels;
        shape.channels = (uint16_t)s->options->channels;
    }
    if (changed)
        shape.format = SAMPLE_F32;
    return shape;
}

void feeder_fix_sound(struct session *s, const struct feeder_track *t)
{
    const struct job_reply *facts = &t->facts;
    const struct job_shape shape = {facts->rate, facts->channels, facts->format};
    const struct job_shape asked = as_asked(s, facts);
    uint32_t index;

    if (!one_format(s))
        return;
    if (!s->sounded && t == s->feeder.line)
        s->sound.fixed = shape;
    if (same_shape(&shape, &asked) || playlist_find(&s->list, t->entry, &index) < 0)
        return;
    screen_note(s, "%s: made %u Hz, %u channels, %s, as the output is, of %u Hz, %u channels, %s",
                s->list.entries[index].path, shape.rate, shape.channels,
                sample_format_name(shape.format), facts->source_rate, facts->source_channels,
                sample_format_name(facts->source_format));
}

/* The newest first, and no more than fit into a job. */
static bool remember(struct session_sound *sound, const struct job_refusal *refusal)
{
    for (uint32_t i = 0; i < JOB_REFUSALS; i++)
        if (same_shape(&sound->refusals[i].refused, &refusal->refused))
            return false;
    memmove(&sound->refusals[1], &sound->refusals[0],
            (JOB_REFUSALS - 1) * sizeof(sound->refusals[0]));
    sound->refusals[0] = *refusal;
    return true;
}

int feeder_refused(struct session *s, const struct report *report)
{
    const struct feeder_track *t = feeder_find(s, report->epoch, report->track);
    const struct job_refusal *refusal = &report->refusal;
    const struct feeder_start start = {.frame = report->frame, .hz = refusal->refused.rate};
    struct order_place place;

    if (!t || !t->opened || playlist_find(&s->list, t->entry, &place.index) < 0)
        return 0; /* it is told again */
    place.round = t->round;
    if (!same_shape(&refusal->refused,
                    &(const struct job_shape){t->facts.rate, t->facts.channels, t->facts.format}) ||
        !remember(&s->sound, refusal))
        return -EBADMSG;
    if (one_format(s))
        s->sound.fixed = refusal->instead;
    return feeder_jump(s, &place, start);
}

void feeder_forget_refusals(struct session *s)
{
    memset(s->sound.refusals, 0, sizeof(s->sound.refusals));
}
