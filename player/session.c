/*
 * session.c - events become actions; orders become moves.
 */
#include "player/session.h"

#include <errno.h>
#include <signal.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { FADE_LIMIT_MS = 250, RESTART_MS = 3000, VOLUME_MAX_PERCENT = 130 };

void session_fail(struct session *s, int status)
{
    if (s->status == SESSION_PLAYED || s->status == SESSION_TRACK_FAILED)
        s->status = status;
}

void session_track_failed(struct session *s, uint32_t track, const char *why)
{
    struct playlist_entry *entry;
    uint32_t index;

    if (playlist_find(&s->list, track, &index) < 0)
        return;
    entry = &s->list.entries[index];
    if (entry->failed)
        return;
    entry->failed = true;
    s->failed++;
    session_fail(s, SESSION_TRACK_FAILED);
    screen_say(s, "%s: %s", entry->path, why);
}

/* More than any track has, and small enough to reckon with; a block's word is not enough. */
#define FRAMES_MAX (UINT64_C(1) << 48)

/* The ring refuses: what that means has to be said, and then it is over. */
static void broken(struct session *s, int error)
{
    if (error >= 0 || s->state == STATE_OVER)
        return;
    screen_say(s, "%s", instance_explain(error));
    session_fail(s, SESSION_NO_IPC);
    session_event(s, EVENT_BROKEN);
}

static void shut(struct session *s)
{
    int error = ring_pause(s->instance.ring);

    broken(s, error == -EALREADY ? 0 : error);
}

static void open_gate(struct session *s)
{
    int error = ring_resume(s->instance.ring);

    broken(s, error == -EALREADY ? 0 : error);
}

/* As a job: silent, the terminal as it was, then stopped; SIGCONT goes on from here. */
static void suspend(struct session *s)
{
    shut(s);
    screen_suspend(s);
    loop_animate(s, false);
    raise(SIGSTOP);
}

/*
 * The consumer fades and says so. One that sleeps for a block has nothing to fade and could
 * not hear of it, so then it is over at once.
 */
static void fade(struct session *s)
{
    const struct itimerspec limit = {.it_value = {.tv_nsec = FADE_LIMIT_MS * 1000000L}};
    bool asleep = semset_waiting_grow(ring_set_id(s->instance.ring), SEM_FILLED) != 0;

    atomic_store(&ring_segment(s->instance.ring)->fade, 1);
    if (asleep || s->device_lost || !s->ready)
        session_event(s, EVENT_FADED);
    else
        timerfd_settime(s->fade_timer, 0, &limit, NULL);
}

void session_event(struct session *s, enum event event)
{
    struct transition next = state_next(s->state, event);

    s->hurry = s->hurry || event == EVENT_STOP || event == EVENT_QUIT;
    s->state = next.state;
    switch (next.action) {
    case ACTION_SHUT:
        shut(s);
        break;
    case ACTION_OPEN:
        open_gate(s);
        break;
    case ACTION_SUSPEND:
        suspend(s);
        break;
    case ACTION_FADE:
        fade(s);
        break;
    default: /* the caller moves, the loop leaves, and all of them redraw */
        break;
    }
    if (event == EVENT_CONTINUE)
        screen_enter(s);
    loop_animate(s, s->state == STATE_PLAYING);
    if (s->state != STATE_OVER)
        watchdog_run(s);
    spools_run_timer(s);
    memory_follow(s);
    screen_draw(s);
}

int session_place(struct session *s, struct session_place *ret_place)
{
    const struct feeder_track *now = feeder_now(s);
    struct session_place place = {0};
    struct block_header at;
    uint64_t limit;

    if (!now || playlist_find(&s->list, now->entry, &place.index) < 0)
        return -ENOENT;
    place.round = now->round;
    place.rate = now->opened ? now->facts.rate : now->start.hz;
    limit = now->opened && now->facts.frames > 0 && now->facts.frames < FRAMES_MAX
                ? now->facts.frames
                : FRAMES_MAX;
    place.frame = feeder_start_frame(&now->start, place.rate);
    if (ring_position(s->instance.ring, &at) == 0 && at.track == now->track)
        place.frame = at.position;
    if (place.frame > limit)
        place.frame = limit;
    place.ms = place.rate > 0 ? place.frame * 1000 / place.rate : now->start.ms;
    *ret_place = place;
    return 0;
}

struct session_name session_name(const struct playlist_entry *entry, const struct job_reply *facts)
{
    const char *listed = entry->title ? entry->title : "";

    if ((*listed && entry->range.hz > 0) || !facts || !facts->title[0])
        return (struct session_name){.title = listed, .artist = ""};
    return (struct session_name){.title = facts->title, .artist = facts->artist};
}

struct feeder_start session_here(const struct session_place *place)
{
    if (place->rate == 0)
        return (struct feeder_start){.ms = (uint32_t)place->ms};
    return (struct feeder_start){.frame = place->frame, .hz = place->rate};
}

int session_move(struct session *s, const struct order_place *place, struct feeder_start start)
{
    int error;

    if (state_next(s->state, EVENT_MOVE).action != ACTION_MOVE)
        return -ESHUTDOWN;
    if (s->list.entries[place->index].track != s->loop.entry)
        s->loop.to_ms = 0;
    error = feeder_jump(s, place, start);
    broken(s, error);
    session_event(s, EVENT_MOVE);
    return error;
}

int session_go_to(struct session *s, uint32_t index, uint64_t ms)
{
    struct session_place now;
    struct order_place place = {.index = index};

    if (index >= s->list.count)
        return -ERANGE;
    if (session_place(s, &now) == 0) {
        place.round = now.round;
        order_go(&s->order, &s->list, &(struct order_place){now.index, now.round}, index);
    }
    return session_move(s, &place, (struct feeder_start){.ms = (uint32_t)ms});
}

int session_next(struct session *s)
{
    struct session_place now;
    struct order_place next;
    int error = session_place(s, &now);

    if (error < 0)
        return error;
    if (!order_next(&s->order, &s->list, &(struct order_place){now.index, now.round}, true, &next))
        return -ERANGE;
    return session_move(s, &next, (struct feeder_start){0});
}

int session_previous(struct session *s)
{
    struct session_place now;
    struct order_place place, before;
    int error = session_place(s, &now);

    if (error < 0)
        return error;
    place = (struct order_place){now.index, now.round};
    if (now.ms < RESTART_MS && order_previous(&s->order, &s->list, &place, &before))
        place = before;
    return session_move(s, &place, (struct feeder_start){0});
}

int session_seek(struct session *s, bool relative, int64_t ms)
{
    const struct feeder_track *now = feeder_now(s);
    struct session_place place;
    int64_t frame;
    int error = session_place(s, &place);

    if (error < 0)
        return error;
    const struct order_place here = {place.index, place.round};
    if (place.rate == 0) {
        ms += relative ? (int64_t)place.ms : 0;
        return session_move(s, &here, (struct feeder_start){.ms = ms > 0 ? (uint32_t)ms : 0});
    }
    frame = ms * (int64_t)place.rate / 1000 + (relative ? (int64_t)place.frame : 0);
    if (!relative && now->facts.frames > 0 && (uint64_t)frame > now->facts.frames)
        return -ERANGE;
    place.frame = frame > 0 ? (uint64_t)frame : 0;
    if (now->raw.rate > 0 && !spool_has(s, now->entry, feeder_source_frame(now, place.frame)))
        return -ENODATA;
    return session_move(s, &here, session_here(&place));
}

int session_set_volume(struct session *s, int64_t percent)
{
    if (percent < 0 || percent > VOLUME_MAX_PERCENT)
        return -ERANGE;
    s->volume = (uint32_t)percent;
    atomic_store(&ring_segment(s->instance.ring)->volume, s->volume * 10);
    memory_follow(s);
    screen_draw(s);
    return 0;
}
