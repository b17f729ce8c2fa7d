/*
 * feeder.c - what the producer is given, and what becomes of it.
 *
 * The producer works the line off from the front: OPENED, then DONE or FAILED for each. The
 * consumer then says STARTED and ENDED. A track leaves the line when both have said their last
 * word, when the next one has started, or when it failed before a single block. After a producer's
 * death feeder_resume() compares the line with the newest block in the ring and hands over the
 * rest.
 */
#include "player/feeder.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "player/feeder_plan.h"
#include "player/session_list.h"

struct feeder_track *feeder_find(struct session *s, uint32_t epoch, uint32_t track)
{
    struct feeder *f = &s->feeder;

    for (uint32_t i = 0; i < f->count && epoch == f->epoch; i++)
        if (f->line[i].track == track)
            return &f->line[i];
    return NULL;
}

static void remove_at(struct feeder *f, uint32_t i)
{
    if (f->line[i].file >= 0)
        close(f->line[i].file);
    f->count--;
    memmove(&f->line[i], &f->line[i + 1], (f->count - i) * sizeof(f->line[0]));
}

/* What has begun goes on as it was. */
static int send(struct session *s, struct feeder_track *t)
{
    struct job job = {
        .kind = JOB_PLAY,
        .epoch = s->feeder.epoch,
        .track = t->track,
        .start = t->start.frame,
        .start_hz = t->start.hz,
        .start_ms = t->start.ms,
        .exact = t->begun,
        .range = t->range,
        .sound = t->begun ? t->sound : feeder_sound(s),
    };

    t->sound = job.sound;
    memcpy(job.refusals, s->sound.refusals, sizeof(job.refusals));
    feeder_flow_begins(s, t, &job);
    return jobs_send(s->producer.channel, &job, t->file);
}

/*
 * What cannot be sent now, because the producer is dead or has not taken what was sent before,
 * is sent when there is a new one (feeder_resume()), or when there is room (loop.c).
 */
static void send_tracks(struct session *s)
{
    struct feeder *f = &s->feeder;
    uint32_t room = f->careful ? 1 : FEEDER_AHEAD;

    for (uint32_t i = 0; i < f->count && room > 0; i++) {
        struct feeder_track *t = &f->line[i];
        int error;

        if (t->done)
            continue;
        if (t->file < 0) /* it is being spooled, and the others come after it */
            return;
        error = t->sent ? 0 : send(s, t);
        t->sent = error == 0;
        f->waits = f->waits || error == -EAGAIN;
        room--;
        if (!t->opened) /* it may have to be converted first, and the others come after it */
            return;
    }
}

void feeder_send(struct session *s)
{
    s->feeder.waits = false;
    send_tracks(s);
    feeder_flow(s);
}

/*
 * Who is over leaves, others come in, and after the last it is the end. Who has been heard to
 * his end stays until the producer's last word: it may be a complaint.
 */
static void go_on(struct session *s)
{
    struct feeder *f = &s->feeder;

    for (uint32_t i = f->count; i > 0; i--)
        if (f->line[i - 1].done && f->line[i - 1].ended)
            remove_at(f, i - 1);
    feeder_fill(s);
    if (f->count == 0 && !f->more)
        session_event(s, EVENT_LAST);
}

/*
 * Paused, the gate is opened for a moment, so that the consumer throws away what is stale and the
 * producer gets room. Of the new epoch there is nothing yet that it could play: nobody has orders
 * to decode it. Should it miss the moment, it throws things away when it goes on.
 */
static int wake_to_discard(struct session *s)
{
    int error = 0;

    if (s->state == STATE_PAUSED)
        error = ring_resume(s->instance.ring);
    if (s->state == STATE_PAUSED && error == 0)
        error = ring_pause(s->instance.ring);
    return error == -EALREADY ? 0 : error;
}

int feeder_jump(struct session *s, const struct order_place *place, struct feeder_start start)
{
    const struct feeder_step step = {.place = *place, .from_ms = start.ms};
    struct feeder *f = &s->feeder;
    bool same = f->count > 0 && f->line[0].entry == s->list.entries[place->index].track;
    uint32_t track = same ? f->line[0].track : f->handed++;
    struct job_reply facts = {0};
    struct ring_orders orders;
    int error;

    if (same && f->line[0].opened)
        facts = f->line[0].facts;
    feeder_close(s);
    f->left_count = 0;
    orders = (struct ring_orders){.epoch = ++f->epoch, .track = track, .frame = start.frame};
    error = ring_set_orders(s->instance.ring, &orders);
    if (error == 0)
        error = wake_to_discard(s);
    if (error < 0)
        return error;
    if (feeder_append(s, &step, &start, track) && facts.kind == JOB_OPENED) {
        f->line[0].facts = facts;
        f->line[0].opened = true;
    }
    go_on(s);
    spools_prune(s);
    return 0;
}

/* Nothing more of it comes; what the ring has of it is played. */
static void leave_off(struct session *s, struct feeder_track *t, const char *why)
{
    session_track_failed(s, t->entry, why);
    t->done = true;
    t->ended = t->ended || !t->begun;
}

void feeder_reply(struct session *s, const struct job_reply *reply)
{
    struct feeder_track *t = feeder_find(s, reply->epoch, reply->track);

    if (!t || reply->kind == JOB_STEPPED)
        return;
    switch (reply->kind) {
    case JOB_HUNGRY:
        feeder_hungry(s, t, reply->frames);
        return;
    case JOB_OPENED:
        feeder_opened(s, t, reply);
        session_check_loop(s, t);
        break;
    case JOB_DONE:
        t->done = true;
        s->feeder.careful = false;
        break;
    default:
        if (feeder_convert(s, t, reply))
            break;
        t->begun = t->begun || reply->frames > 0;
        leave_off(s, t, reply->text);
    }
    go_on(s);
    screen_draw(s);
}

/* The first of the line is over, but for what the device has of it. */
static void leave(struct feeder *f)
{
    const struct feeder_track *t = &f->line[0];

    f->left[f->left_count++ % FEEDER_LEFT] =
        (struct feeder_left){.track = t->track, .entry = t->entry, .round = t->round};
    remove_at(f, 0);
}

void feeder_started(struct session *s, uint32_t epoch, uint32_t track)
{
    if (!feeder_find(s, epoch, track))
        return;
    while (s->feeder.line[0].track != track)
        leave(&s->feeder);
    feeder_fill(s);
}

void feeder_ended(struct session *s, uint32_t epoch, uint32_t track)
{
    struct feeder_track *t = feeder_find(s, epoch, track);

    if (t)
        t->ended = true;
    go_on(s);
}

void feeder_spooled(struct session *s, const struct spool *spool, const char *why)
{
    for (uint32_t i = 0; i < s->feeder.count; i++) {
        struct feeder_track *t = &s->feeder.line[i];
        const char *reason = why;

        if (t->file >= 0 || t->done || !spool_serves(s, spool, t->entry))
            continue;
        if (why || feeder_open(s, t, &reason) < 0)
            leave_off(s, t, reason);
    }
    go_on(s);
    screen_draw(s);
}

/* The line's place of the newest block in the ring; what comes before it is done. */
static void mark_done(struct session *s, const struct ring_resume_point *point)
{
    struct feeder_track *t = feeder_find(s, point->epoch, point->track);

    if (!t)
        return;
    for (struct feeder_track *before = s->feeder.line; before < t; before++)
        before->done = true;
    if (point->at_end)
        t->done = true;
    if (t->done || !point->begun)
        return;
    t->begun = true;
    t->start = (struct feeder_start){.frame = point->frame};
}

int feeder_resume(struct session *s)
{
    struct feeder *f = &s->feeder;
    struct ring_resume_point point;
    int error = ring_resume_point(s->instance.ring, &point);

    if (error < 0)
        return error;
    mark_done(s, &point);
    for (uint32_t i = 0; i < f->count; i++)
        f->line[i].sent = false;
    go_on(s);
    return 0;
}

void feeder_give_up(struct session *s, const char *why)
{
    struct feeder_track *t = feeder_decoding(s);

    if (!t)
        return;
    t->cut = true;
    leave_off(s, t, why);
    go_on(s);
    feeder_ran_empty(s); /* which may have happened long ago */
}

bool feeder_ran_empty(struct session *s)
{
    struct feeder_track *t = feeder_now(s);
    struct semset_snapshot ring;

    if (!t || !t->cut || ring_snapshot(s->instance.ring, &ring) < 0 ||
        ring.value[SEM_FREE] < ring_slots(s->instance.ring))
        return false;
    t->ended = true;
    go_on(s);
    return true;
}

void feeder_all_heard(struct session *s)
{
    for (uint32_t i = 0; i < s->feeder.count; i++)
        s->feeder.line[i].ended = s->feeder.line[i].ended || s->feeder.line[i].done;
    go_on(s);
}

void feeder_close(struct session *s)
{
    while (s->feeder.count > 0)
        remove_at(&s->feeder, s->feeder.count - 1);
}
