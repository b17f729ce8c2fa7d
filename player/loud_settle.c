/*
 * loud_settle.c - when a track's gain is decided: as late as can be, but nobody waits for it.
 */
#include "player/loud.h"

#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "player/loud_ask.h"
#include "player/session_list.h"

enum { TAGS_MS = 1000 };

bool loud_heard_live(const struct session *s)
{
    const char *kind = s->options->output.kind;

    return strcmp(kind, "wav") != 0 && strcmp(kind, "raw") != 0 && strcmp(kind, "null") != 0;
}

static void set_hold(struct loud *l, uint32_t ms)
{
    const struct itimerspec once = {
        .it_value = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000}};

    timerfd_settime(l->hold_timer, 0, &once, NULL);
}

/* Holds the track for at most so long, counted from the first time. False: that is over. */
static bool hold(struct loud *l, const struct feeder_track *t, uint32_t ms)
{
    if (l->held && l->held_track == t->track)
        return !l->expired;
    l->held = true;
    l->expired = false;
    l->held_track = t->track;
    set_hold(l, ms);
    return true;
}

static void let_go(struct loud *l, const struct feeder_track *t)
{
    if (l->held && l->held_track == t->track) {
        l->held = false;
        set_hold(l, 0);
    }
}

/* Whether what comes before it in the line is still being decoded. */
static bool has_time(const struct session *s, const struct feeder_track *t)
{
    for (const struct feeder_track *before = s->feeder.line; before < t; before++)
        if (!before->done)
            return true;
    return false;
}

/* It is not known enough; whether it may wait until it is. */
static bool may_wait(struct session *s, const struct feeder_track *t, bool tagged, bool asked)
{
    bool first = t == s->feeder.line;

    if (!asked)
        return false;
    if (!loud_heard_live(s))
        return true;
    if (has_time(s, t))
        return true;
    if (!tagged)
        return hold(&s->loud, t, TAGS_MS);
    return !first && hold(&s->loud, t, s->options->buffer_ms / 2);
}

/* False: it has to wait. */
static bool settle(struct session *s, struct feeder_track *t)
{
    const struct options *o = s->options;
    struct loud_facts *facts = NULL;
    struct loud_subject subject;
    bool known, measure, blocked;

    if (t->loud.decided)
        return true;
    if (o->replaygain != LOUD_OFF && loud_subject_of(s, t, &subject))
        facts = loud_cache_get(&s->loud.cache, &subject.key);
    known = loud_gain_decide(o->replaygain, o->preamp_mdb, facts, &t->loud, &measure);
    /* The producer has to refuse it first; then it is decoded by ffmpeg, and comes here again. */
    blocked = !known && facts && facts->foreign && !subject.decoded;
    if (blocked)
        return true;
    if (!known && may_wait(s, t, facts && facts->tagged, facts != NULL))
        return false;
    if (!known)
        t->loud = (struct loud_gain){.decided = true, .unknown = facts != NULL};
    let_go(&s->loud, t);
    return true;
}

bool loud_holds(struct session *s, struct feeder_track *t)
{
    t->held = !t->sent && !settle(s, t);
    return t->held;
}

void loud_changed(struct session *s)
{
    const struct feeder_track *now = feeder_now(s);

    if (!now || s->state == STATE_OVER)
        return;
    for (uint32_t i = 0; i < s->feeder.count; i++)
        s->feeder.line[i].loud = (struct loud_gain){0};
    session_go_on(s);
}
