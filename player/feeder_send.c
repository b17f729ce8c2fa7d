/*
 * feeder_send.c - hands over what is in the line, and what goes with it.
 */
#include <errno.h>
#include <string.h>

#include "player/feeder_plan.h"
#include "player/session.h"

/* Its sound was in the ring to its end when its producer died, and only silence is wanted. */
static bool is_over(const struct feeder_track *t)
{
    return t->join.gap > 0 && t->begun && t->start.frame >= t->facts.frames;
}

/* What has begun goes on as it was. */
static int send(struct session *s, struct feeder_track *t)
{
    bool alone = t == s->feeder.line || t[-1].done; /* the one before is not decoded any more */
    int error = alone && feeder_tail_needed(t) ? feeder_send_tail(s, t) : 0;
    struct job job = {
        .kind = JOB_PLAY,
        .epoch = s->feeder.epoch,
        .track = t->track,
        .start = t->start.frame,
        .start_hz = t->start.hz,
        .start_ms = t->start.ms,
        .exact = t->begun,
        .over = is_over(t),
        .range = t->range,
        .sound = t->begun ? t->sound : feeder_sound(s, t),
        .join = t->join,
        .given = is_over(t) ? t->start.frame - t->facts.frames : 0,
        .asks = t->asks,
        .ask_ms = t->ask_ms,
    };

    if (error < 0)
        return error;
    t->sound = job.sound;
    memcpy(job.refusals, s->sound.refusals, sizeof(job.refusals));
    feeder_flow_begins(s, t, &job);
    return jobs_send(s->producer.channel, &job, t->file);
}

/*
 * What cannot be sent now, because the producer is dead or has not taken what was sent before,
 * is sent when there is a new one (feeder_resume()), or when there is room (loop.c).
 */
void feeder_send(struct session *s)
{
    struct feeder *f = &s->feeder;
    uint32_t room = f->careful ? 1 : FEEDER_AHEAD;

    f->waits = false;
    for (uint32_t i = 0; i < f->count && room > 0; i++) {
        struct feeder_track *t = &f->line[i];
        int error;

        if (t->done)
            continue;
        if (t->file < 0 || loud_holds(s, t)) /* it comes later, and the others after it */
            break;
        error = t->sent ? 0 : send(s, t);
        t->sent = error == 0;
        f->waits = f->waits || error == -EAGAIN;
        room--;
        if (!t->opened) /* it may have to be converted first, and the others come after it */
            break;
    }
    feeder_answer(s);
    feeder_flow(s);
}
