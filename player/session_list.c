/*
 * session_list.c - the list changes while it is being played.
 *
 * The track that sounds goes on, wherever it is now. What was handed over ahead of it may no
 * longer be what comes next: unless it still is, the orders are given anew from this frame. The
 * consumer knows what was heard meanwhile, and leaves it out.
 */
#include <errno.h>

#include "player/config.h"
#include "player/session_list.h"

void session_follow(struct session *s, const struct playlist_place *place)
{
    struct session_place at;
    struct order_place to = {0};

    if (feeder_follow(s))
        return;
    if (!place->gone)
        feeder_step_back(s);
    if (!place->gone && session_place(s, &at) == 0) {
        to = (struct order_place){at.index, at.round};
        atomic_store(&ring_segment(s->instance.ring)->goes_on, s->feeder.epoch + 1);
        session_move(s, &to, session_here(&at));
    } else if (place->index < s->list.count) {
        to = (struct order_place){.index = place->index, .round = s->feeder.line[0].round};
        session_move(s, &to, (struct feeder_start){0});
    } else {
        session_event(s, EVENT_LAST);
    }
}

/* What sounds is in the list, so its place need not be told. */
static void follow_change(struct session *s, uint32_t first_new)
{
    struct session_place at;

    order_changed(&s->order);
    if (session_place(s, &at) == 0)
        order_welcome(&s->order, &s->list, &(struct order_place){at.index, at.round}, first_new);
    session_follow(s, &(struct playlist_place){.index = at.index});
    screen_draw(s);
}

static int check_moving(const struct session *s)
{
    return state_next(s->state, EVENT_MOVE).action == ACTION_MOVE ? 0 : -ESHUTDOWN;
}

int session_add(struct session *s, uint32_t index, const char *argument, char *why, size_t why_size)
{
    uint32_t first_new = s->list.next_track;
    int error = check_moving(s);

    if (error == 0 && index > s->list.count)
        error = -ERANGE;
    if (error == 0)
        error = playlist_insert(&s->list, index, argument, why, why_size);
    if (error == 0)
        follow_change(s, first_new);
    return error;
}

int session_shift(struct session *s, uint32_t from, uint32_t to)
{
    int error = check_moving(s);

    if (error == 0 && (from >= s->list.count || to >= s->list.count))
        error = -ERANGE;
    if (error < 0)
        return error;
    playlist_move(&s->list, from, to);
    follow_change(s, s->list.next_track);
    return 0;
}

/* The current track is to go: what follows it sounds at once, or it was the last one. */
static void remove_current(struct session *s, const struct session_place *at)
{
    const struct order_place place = {at->index, at->round};
    struct order_place next;
    bool more = order_next(&s->order, &s->list, &place, true, &next) && next.index != at->index;

    playlist_remove(&s->list, at->index);
    order_changed(&s->order);
    if (more) {
        next.index -= next.index > at->index;
        session_move(s, &next, (struct feeder_start){0});
    } else {
        session_event(s, EVENT_LAST);
    }
}

int session_remove(struct session *s, uint32_t index)
{
    struct session_place at;
    int error = check_moving(s);

    if (error == 0 && index >= s->list.count)
        error = -ERANGE;
    if (error < 0)
        return error;
    if (session_place(s, &at) == 0 && at.index == index) {
        remove_current(s, &at);
        return 0;
    }
    playlist_remove(&s->list, index);
    follow_change(s, s->list.next_track);
    return 0;
}

int session_expand(struct session *s, uint32_t index, const struct playlist *with)
{
    uint32_t first_new = s->list.next_track;
    struct session_place at;
    bool now = session_place(s, &at) == 0 && at.index == index;
    int error = playlist_insert_all(&s->list, index + 1, with);

    if (error < 0)
        return error;
    playlist_remove(&s->list, index);
    if (now) {
        const struct order_place place = {index, at.round};

        order_changed(&s->order);
        order_welcome(&s->order, &s->list, &place, first_new);
        session_move(s, &place, (struct feeder_start){0});
    } else {
        follow_change(s, first_new);
    }
    return 0;
}

int session_clear(struct session *s)
{
    struct session_place at;
    int error = session_place(s, &at);

    if (error == 0)
        error = check_moving(s);
    if (error < 0)
        return error;
    playlist_clear(&s->list, at.index);
    follow_change(s, s->list.next_track);
    return 0;
}

/* The file of options once more; false: it is wrong, which has been said, and nothing is changed.
 */
static bool reload_options(struct session *s)
{
    uint32_t volume = s->current.volume;
    struct options fresh;
    char why[512], others[256];

    if (config_load(s->current.argc, s->current.argv, &fresh, why, sizeof(why)) < 0) {
        screen_say(s, "not reloaded: %s", why);
        return false;
    }
    config_follow(&s->current, &fresh, others, sizeof(others));
    if (*others)
        screen_note(s, "at the next start will change: %s", others);
    if (s->current.volume != volume)
        session_set_volume(s, s->current.volume);
    watchdog_adjust(s);
    return true;
}

void session_reload(struct session *s)
{
    const struct feeder_track *now = feeder_now(s);
    uint32_t first_new = s->list.next_track;
    struct playlist fresh;
    struct playlist_place place;
    uint32_t current = s->list.count;
    char why[512];

    if (terminal_gone(&s->screen.terminal)) {
        session_event(s, EVENT_STOP);
        return;
    }
    if (!reload_options(s))
        return;
    if (now)
        playlist_find(&s->list, now->entry, &current);
    if (playlist_reload(&s->list, current, &fresh, &place, why, sizeof(why)) < 0) {
        screen_say(s, "not reloaded: %s", why);
        return;
    }
    playlist_free(&s->list);
    s->list = fresh;
    order_changed(&s->order);
    if (now && !place.gone)
        order_welcome(&s->order, &s->list, &(struct order_place){place.index, now->round},
                      first_new);
    session_follow(s, &place);
    screen_note(s, "reloaded: %u %s", s->list.count, s->list.count == 1 ? "track" : "tracks");
}
