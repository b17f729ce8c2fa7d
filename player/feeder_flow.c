/*
 * feeder_flow.c - tracks that are heard while they still come.
 *
 * The producer reads a stream's window to its end, says that it is hungry, and sleeps. When the
 * window has grown by a quarter of a second, or, after the ring has run empty, by as much as at the
 * beginning, it is told so with one packet; and with another that it does not grow any more.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "player/feeder_plan.h"
#include "player/session.h"

static bool is_stream_of(struct session *s, const struct feeder_track *t, const struct spool *spool)
{
    return t->raw.rate > 0 && spool_serves(s, spool, t->entry);
}

bool feeder_streams(struct session *s, const struct spool *spool)
{
    for (uint32_t i = 0; i < s->feeder.count; i++)
        if (is_stream_of(s, &s->feeder.line[i], spool))
            return true;
    return false;
}

uint64_t feeder_source_frame(const struct feeder_track *t, uint64_t frame)
{
    uint32_t rate = t->opened ? t->facts.rate : t->raw.rate;

    return rate == t->raw.rate ? frame : frame * t->raw.rate / rate;
}

void feeder_flow_begins(struct session *s, struct feeder_track *t, struct job *job)
{
    const struct spool *spool = t->raw.rate > 0 ? spool_find(s, t->entry) : NULL;

    job->raw = t->raw;
    job->more = spool && stream_grows(spool);
    t->hungry = false;
    t->told_end = !job->more;
    t->told_frames = 0;
}

static int send_news(struct session *s, const struct feeder_track *t, bool more)
{
    const struct job job = {
        .kind = JOB_MORE, .epoch = s->feeder.epoch, .track = t->track, .more = more};

    return jobs_send(s->producer.channel, &job, -1);
}

/*
 * What is worth a packet: after the last one, too, for who needs more at a time than there was says
 * that he is hungry at the same place again.
 */
static bool is_news(const struct feeder_track *t, struct spool *spool)
{
    uint64_t known = t->told_frames > t->hungry_from ? t->told_frames : t->hungry_from;

    return t->hungry && stream_has_enough(spool, known);
}

/* What cannot be sent now is found again when there is room, or a new producer. */
static void tell(struct session *s, struct feeder_track *t)
{
    struct spool *spool = spool_find(s, t->entry);
    bool grows = spool && stream_grows(spool);
    int error;

    if (t->told_end || (grows && !is_news(t, spool)))
        return;
    error = send_news(s, t, grows);
    s->feeder.waits = s->feeder.waits || error == -EAGAIN;
    if (error < 0)
        return;
    t->told_end = !grows;
    t->told_frames = spool ? stream_end_frame(spool) : 0;
    t->hungry = false;
}

void feeder_flow(struct session *s)
{
    for (uint32_t i = 0; i < s->feeder.count; i++) {
        struct feeder_track *t = &s->feeder.line[i];

        if (t->raw.rate > 0 && t->sent && !t->done)
            tell(s, t);
    }
}

void feeder_hungry(struct session *s, struct feeder_track *t, uint64_t frame)
{
    if (t->raw.rate == 0)
        return;
    t->hungry = true;
    t->hungry_from = frame;
    feeder_flow(s);
}

bool feeder_starved(struct session *s)
{
    struct feeder_track *t = feeder_now(s);
    struct spool *spool = t ? spool_find(s, t->entry) : NULL;

    if (!spool || t->raw.rate == 0 || !t->hungry || t->told_end)
        return false;
    spool->stream.starved = true;
    return true;
}

void feeder_show_titles(struct session *s)
{
    struct feeder_track *t = feeder_now(s);
    const struct spool *spool = t && t->opened && t->raw.rate > 0 ? spool_find(s, t->entry) : NULL;
    struct session_place place;
    const char *title;

    if (!spool || !spool->link.station.is || session_place(s, &place) < 0)
        return;
    title = stream_title_at(spool, feeder_source_frame(t, place.frame));
    if (!title || !*title || strcmp(title, t->facts.title) == 0)
        return;
    snprintf(t->facts.title, sizeof(t->facts.title), "%s", title);
    if (s->screen.announced && s->screen.track == t->track) { /* its line has another title */
        s->screen.announced = false;
        screen_track(s);
    }
}

struct feeder_track *feeder_waiting(struct session *s)
{
    struct feeder *f = &s->feeder;

    for (uint32_t i = 0; i < f->count; i++)
        if (!f->line[i].done)
            return f->line[i].file < 0 ? &f->line[i] : NULL;
    return NULL;
}
