/*
 * feeder_join.c - how a track is joined to the next one: with a fade, with silence, or as it is.
 *
 * The producer asks shortly before it needs to know, for the list may change until then. What was
 * decided stays so while the line is the same, so that a new producer, which is told again, gives
 * the same samples. The track that is faded into keeps the open file of the one before it for as
 * long as it is in the line itself: to the ring, that one is over by then.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "player/feeder_plan.h"
#include "player/session.h"

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* A tag like "3", "03" or "3/12"; 0: it is none. */
static unsigned long number_of(const char *tag)
{
    return strtoul(tag, NULL, 10);
}

/* Two tracks of one album that follow each other there. Without numbers the album has to do. */
static bool one_album(const struct job_reply *a, const struct job_reply *b)
{
    unsigned long first = number_of(a->number), second = number_of(b->number);

    return a->album[0] && strcmp(a->album, b->album) == 0 &&
           (first == 0 || second == 0 || second == first + 1);
}

/* One part of a file, and the part that follows it there, as in a cue sheet. */
static bool one_file(struct session *s, const struct feeder_track *a, const struct feeder_track *b)
{
    const struct playlist_entry *first, *second;
    uint32_t at;

    if (playlist_find(&s->list, a->entry, &at) < 0)
        return false;
    first = &s->list.entries[at];
    if (playlist_find(&s->list, b->entry, &at) < 0)
        return false;
    second = &s->list.entries[at];
    return first->range.end > 0 && second->range.hz > 0 && strcmp(first->path, second->path) == 0 &&
           first->range.end * second->range.hz == second->range.first * first->range.hz;
}

/* A part that is repeated follows itself, and nothing is between. */
static bool repeated_part(const struct session *s, const struct feeder_track *a)
{
    return s->loop.to_ms > 0 && s->loop.entry == a->entry;
}

static uint64_t frames_of(uint32_t ms, const struct feeder_track *t)
{
    return (uint64_t)ms * t->facts.rate / 1000;
}

/* Frames at another rate; no track is so long that this is too much. */
static uint64_t scale(uint64_t frames, uint32_t rate, uint32_t other)
{
    return frames / rate * other + frames % rate * other / rate;
}

/* At the most half of either track, so that a track's two fades never meet. */
static uint64_t fade_of(const struct session *s, const struct feeder_track *a,
                        const struct feeder_track *b)
{
    const struct job_reply *from = &a->facts, *to = &b->facts;
    uint32_t wanted_ms =
        a->ask_ms < s->options->crossfade_ms ? a->ask_ms : s->options->crossfade_ms;
    uint64_t shorter =
        least(from->frames / 2, b->opened ? scale(to->frames / 2, to->rate, from->rate) : 0);
    uint64_t left = from->frames - least(from->frames, feeder_start_frame(&a->start, from->rate));

    if (!b->opened || b->start.frame > 0 || b->start.ms > 0 || a->late || one_album(from, to))
        return 0;
    return least(least(frames_of(wanted_ms, a), shorter), left);
}

/* Keeps what the fade needs of the track before. */
static int keep_tail(struct feeder_track *b, const struct feeder_track *a,
                     const struct job_join *join)
{
    int file = fcntl(a->file, F_DUPFD_CLOEXEC, 0);

    if (file < 0)
        return -errno;
    feeder_drop_tail(&b->tail);
    b->tail = (struct feeder_tail){.file = file,
                                   .fade = join->fade,
                                   .start = a->facts.frames - join->fade,
                                   .track = a->track,
                                   .entry = a->entry,
                                   .rate = a->facts.rate,
                                   .range = a->range,
                                   .sound = {.rate = a->facts.rate,
                                             .channels = a->facts.channels,
                                             .format = a->facts.format,
                                             .gain_mdb = a->sound.gain_mdb}};
    return 0;
}

/* False: the next one's facts are about to come, and have to be known. */
static bool decide(struct session *s, struct feeder_track *a, struct feeder_track *b)
{
    struct job_join join = {.known = 1};

    if (b && b->sent && !b->opened && !b->done)
        return false;
    a->last = !b && !s->feeder.more;
    if (b && !repeated_part(s, a) && !one_file(s, a, b)) {
        join.fade = fade_of(s, a, b);
        join.rate = a->facts.rate;
        join.gap = frames_of(s->options->gap_ms, a);
        join.next = b->track;
    }
    if (join.fade > 0 && keep_tail(b, a, &join) < 0)
        join.fade = 0;
    a->join = join;
    return true;
}

void feeder_answer(struct session *s)
{
    struct feeder *f = &s->feeder;

    for (uint32_t i = 0; i < f->count; i++) {
        struct feeder_track *t = &f->line[i];
        struct job job = {.kind = JOB_JOIN, .epoch = f->epoch, .track = t->track};
        int error;

        if (!t->asked ||
            (!t->join.known && !decide(s, t, i + 1 < f->count ? &f->line[i + 1] : NULL)))
            continue;
        job.join = t->join;
        error = jobs_send(s->producer.channel, &job, -1);
        t->asked = error == -EAGAIN;
        f->waits = f->waits || error == -EAGAIN;
    }
}

void feeder_asks(struct feeder_track *t, const struct job_reply *reply)
{
    t->late = t->facts.frames == 0; /* its length was not known, so it has been played to its end */
    if (t->late)
        t->facts.frames = reply->frames;
    t->asked = t->opened;
}

bool feeder_fades(const struct feeder_track *t, uint64_t frame)
{
    return t && t->opened && t->tail.fade > 0 && t->tail.rate > 0 &&
           frame < scale(t->tail.fade, t->tail.rate, t->facts.rate);
}

bool feeder_tail_needed(const struct feeder_track *t)
{
    uint32_t rate = t->start.hz == 0 && t->opened ? t->facts.rate : t->start.hz;

    return t->tail.fade > 0 &&
           (rate == 0 || scale(t->start.frame, rate, t->tail.rate) < t->tail.fade);
}

int feeder_send_tail(struct session *s, const struct feeder_track *t)
{
    const struct feeder_tail *tail = &t->tail;
    const struct job job = {
        .kind = JOB_TAIL,
        .epoch = s->feeder.epoch,
        .track = tail->track,
        .start = tail->start,
        .exact = 1,
        .range = tail->range,
        .sound = tail->sound,
        .join = {.fade = tail->fade, .rate = tail->rate, .next = t->track, .known = 1},
    };

    return jobs_send(s->producer.channel, &job, tail->file);
}

void feeder_tail_failed(struct session *s, const struct job_reply *reply)
{
    const struct feeder *f = &s->feeder;

    for (uint32_t i = 0; i < f->count && reply->epoch == f->epoch; i++)
        if (f->line[i].tail.fade > 0 && f->line[i].tail.track == reply->track)
            session_track_failed(s, f->line[i].tail.entry, reply->text);
}

bool feeder_give_up_tail(struct session *s, const char *why)
{
    struct feeder_track *t = feeder_decoding(s);

    if (!t || !feeder_tail_needed(t) || t->tail.file < 0)
        return false;
    session_track_failed(s, t->tail.entry, why);
    close(t->tail.file);
    t->tail.file = -1;
    return true;
}

struct feeder_tail feeder_take_tail(struct feeder_track *t)
{
    struct feeder_tail tail = t->tail;

    t->tail = (struct feeder_tail){0};
    return tail;
}

void feeder_drop_tail(struct feeder_tail *tail)
{
    if (tail->fade > 0 && tail->file >= 0)
        close(tail->file);
    *tail = (struct feeder_tail){0};
}

bool feeder_joins_as_before(const struct session *s)
{
    const struct feeder *f = &s->feeder;

    for (uint32_t i = 0; i < f->count; i++) {
        const struct feeder_track *t = &f->line[i];

        if (t->asks != feeder_will_ask(s) || t->ask_ms != s->options->crossfade_ms ||
            (t->last && (f->more || i + 1 < f->count)))
            return false;
    }
    return true;
}

bool feeder_will_ask(const struct session *s)
{
    return s->options->crossfade_ms > 0 || s->options->gap_ms > 0;
}
