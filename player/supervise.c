/*
 * supervise.c - what follows from a child's end.
 *
 * Whichever dies, the ring is whole: a new producer goes on after the newest block, a new
 * consumer with the first unheard one. A producer that dies three times at the same place by
 * its own fault (a crash, a violation of its sandbox, the watchdog, words that cannot be true)
 * has a bad file: the track is given up. A SIGKILL or SIGTERM from outside is nobody's fault.
 * A child that dies again and again without progress is started ever later, then given up.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/timerfd.h>

#include "player/clocktext.h"
#include "player/session.h"
#include "shmring/ring_trust.h"

enum {
    STRIKES = 3,
    FRUITLESS_OUTSIDE = 30, /* deaths in a row without progress that others caused */
    FRUITLESS_OWN = 10,
    DELAY_FIRST_MS = 50,
    DELAY_MAX_MS = 1000,
    EXIT_OUTPUT_FAILED = 1, /* the consumer's report has said why */
    EXIT_CANNOT_RUN = 2     /* this status and those above it: the next will fare no better */
};

static void lose(struct session *s)
{
    session_fail(s, SESSION_NO_IPC);
    session_event(s, EVENT_BROKEN);
}

/* What in the ring cannot be so, or NULL. */
static const char *spoiled(const struct session *s)
{
    const struct ring_known known = {
        .paused = s->state == STATE_PAUSED || s->state == STATE_SUSPENDED,
        .fading = s->state == STATE_FADING,
        .producer = s->producer.process.pid > 0,
        .consumer = s->consumer.process.pid > 0,
    };

    return ring_spoiled(s->instance.ring, &known);
}

/* The file that the producer is at, or was. */
static const char *suspect(struct session *s)
{
    const struct feeder_track *t = feeder_decoding(s) ? feeder_decoding(s) : feeder_now(s);
    uint32_t index;

    return t && playlist_find(&s->list, t->entry, &index) == 0 ? s->list.entries[index].path
                                                               : "an unknown file";
}

bool supervise_broken(struct session *s)
{
    const char *what;
    int error;

    if (s->state == STATE_OVER)
        return true;
    error = instance_intact(&s->instance);
    what = error == 0 ? spoiled(s) : NULL;
    if (error == 0 && !what)
        return false;
    if (what) {
        children_condemn(&s->producer, "it has spoiled the ring");
        screen_say(s, "the ring was spoiled (%s), as only a hostile file makes its decoder do: %s",
                   what, suspect(s));
    } else {
        screen_say(s, "%s", instance_explain(error));
    }
    lose(s);
    return true;
}

/* The ring has refused something: what that means is said, and then it is over. */
static void refused(struct session *s, int error)
{
    if (supervise_broken(s))
        return;
    screen_say(s, "%s", instance_explain(error));
    lose(s);
}

static const char *how(const struct spawn_end *end, const char *condemned, char text[64])
{
    if (condemned)
        snprintf(text, 64, "%s", condemned);
    else if (end->signal == SIGSYS)
        snprintf(text, 64, "sandbox violation");
    else if (end->signal > 0)
        snprintf(text, 64, "SIG%s", sigabbrev_np(end->signal));
    else
        snprintf(text, 64, "exit status %d", end->status);
    return text;
}

static void cannot_go_on(struct session *s, const char *program, const char *why)
{
    screen_say(s, "%s cannot be kept running (%s)", program, why);
    lose(s);
}

/* Somebody else's doing: a signal that no fault raises, and not sent by the player. */
static bool from_outside(const struct spawn_end *end, const char *condemned)
{
    return !condemned && (end->signal == SIGKILL || end->signal == SIGTERM);
}

/* At once at first; later with pauses that double. */
static void put_off(struct session *s, const struct session_child *child, bool outside)
{
    uint32_t delay_ms = 0;
    struct itimerspec at;

    if (!outside && child->fruitless > 1)
        delay_ms = DELAY_FIRST_MS << (child->fruitless - 2 < 5 ? child->fruitless - 2 : 5);
    if (delay_ms > DELAY_MAX_MS)
        delay_ms = DELAY_MAX_MS;
    if (delay_ms == 0) {
        supervise_restart(s);
        return;
    }
    at = (struct itimerspec){
        .it_value = {.tv_sec = delay_ms / 1000, .tv_nsec = (long)(delay_ms % 1000) * 1000000}};
    timerfd_settime(s->restart_timer, 0, &at, NULL);
}

void supervise_restart(struct session *s)
{
    int error;

    if (s->state == STATE_OVER || s->state == STATE_FADING)
        return;
    if (s->consumer.process.pid == 0 && children_start_consumer(s, s->sounded) < 0)
        lose(s);
    if (s->producer.process.pid != 0)
        return;
    if (children_start_producer(s) < 0) {
        lose(s);
        return;
    }
    s->producer_new = true;
    error = feeder_resume(s);
    if (error < 0)
        refused(s, error);
}

/* One that had no room, or nothing to play, cannot be blamed for having done nothing. */
static bool had_work(struct session *s, bool producer)
{
    struct semset_snapshot ring;

    if (ring_snapshot(s->instance.ring, &ring) < 0)
        return true;
    return producer ? feeder_decoding(s) && !feeder_decoding(s)->hungry &&
                          ring.value[SEM_FREE] >= ring_slots(s->instance.ring) / 2
                    : s->state == STATE_PLAYING && ring.value[SEM_FILLED] > 0;
}

static void count_fruitless(struct session_child *child, bool progress, bool work)
{
    if (progress)
        child->fruitless = 0;
    child->fruitless += work;
}

static bool same_place(const struct ring_resume_point *a, const struct ring_resume_point *b)
{
    return a->track == b->track && a->frame == b->frame && a->at_end == b->at_end;
}

static void give_up_track(struct session *s, const char *why)
{
    const struct feeder_track *t = feeder_decoding(s);
    char text[256], at[CLOCKTEXT_SIZE];
    uint32_t rate = t && t->opened ? t->facts.rate : 1;

    clocktext_format(t && t->track == s->crash.track ? s->crash.frame * 1000 / rate : 0, at);
    snprintf(text, sizeof(text), "given up at %s: its decoder failed there %d times (%s)", at,
             STRIKES, why);
    s->strikes = 0;
    s->producer.fruitless = 0;
    if (!feeder_give_up_tail(s, text))
        feeder_give_up(s, text);
}

void supervise_producer_ended(struct session *s)
{
    const char *condemned = s->producer.condemned;
    struct ring_resume_point at = {0};
    struct spawn_end end;
    char why[64];
    bool same, outside;
    int error;

    children_reap(s, &s->producer, &end);
    if (s->state == STATE_OVER || supervise_broken(s))
        return;
    error = ring_resume_point(s->instance.ring, &at);
    if (error < 0) {
        refused(s, error);
        return;
    }
    same = s->producer.restarts > 0 &&
           (same_place(&at, &s->crash) || (s->producer_lied && at.track == s->crash.track));
    s->producer_lied = false;
    outside = from_outside(&end, condemned);
    s->crash = at;
    s->producer.restarts++;
    count_fruitless(&s->producer, !same, had_work(s, true));
    s->strikes = (same ? s->strikes : 0) + !outside;
    s->feeder.careful = s->feeder.careful || !outside;
    how(&end, condemned, why);
    if (s->strikes >= STRIKES && end.signal == 0 && end.status >= EXIT_CANNOT_RUN) {
        cannot_go_on(s, "rondo-producer", why);
        return;
    }
    if (s->strikes >= STRIKES)
        give_up_track(s, why);
    if (s->producer.fruitless > FRUITLESS_OUTSIDE)
        cannot_go_on(s, "rondo-producer", why);
    else if (s->state != STATE_OVER)
        put_off(s, &s->producer, outside);
}

void supervise_consumer_ended(struct session *s)
{
    const char *condemned = s->consumer.condemned;
    uint64_t heard = ring_heard(s->instance.ring).total;
    struct spawn_end end;
    char why[64];
    bool outside;

    reports_take(s);
    children_reap(s, &s->consumer, &end);
    if (s->state == STATE_OVER || supervise_broken(s))
        return;
    if (s->state == STATE_FADING) {
        session_event(s, EVENT_FADED);
        return;
    }
    if (end.signal == 0 && end.status == EXIT_OUTPUT_FAILED) {
        session_event(s, EVENT_BROKEN);
        return;
    }
    outside = from_outside(&end, condemned);
    count_fruitless(&s->consumer, heard != s->consumer.progress, had_work(s, false));
    s->consumer.progress = heard;
    s->consumer.restarts++;
    s->ready = s->device_lost = false;
    if (s->consumer.fruitless > (outside ? FRUITLESS_OUTSIDE : FRUITLESS_OWN))
        cannot_go_on(s, "rondo-consumer", how(&end, condemned, why));
    else
        put_off(s, &s->consumer, outside);
}
