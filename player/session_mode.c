/*
 * session_mode.c - repeat, shuffle, and parts of a track that are repeated.
 */
#include <errno.h>
#include <sys/random.h>

#include "player/session_list.h"

/* No file is longer than that many milliseconds, which are 49 days. */
static uint32_t bounded(uint64_t ms)
{
    return ms < UINT32_MAX ? (uint32_t)ms : UINT32_MAX;
}

static struct session_part make_part(uint32_t entry, uint64_t from_ms, uint64_t to_ms)
{
    return (struct session_part){
        .entry = entry, .from_ms = bounded(from_ms), .to_ms = bounded(to_ms)};
}

int session_follow_options(struct session *s)
{
    struct session_place at;
    int error = session_place(s, &at);

    if (error < 0)
        return error;
    if (state_next(s->state, EVENT_MOVE).action != ACTION_MOVE)
        return -ESHUTDOWN;
    session_follow(s, &(struct playlist_place){.index = at.index});
    memory_follow(s);
    screen_draw(s);
    return 0;
}

int session_set_repeat(struct session *s, enum order_repeat repeat)
{
    s->order.repeat = repeat;
    return session_follow_options(s);
}

int session_set_shuffle(struct session *s, bool shuffle)
{
    struct session_place at;
    int error = session_place(s, &at);

    if (error < 0 || shuffle == s->order.shuffle)
        return error;
    order_shuffle(&s->order, &s->list, &(struct order_place){at.index, at.round}, shuffle);
    return session_follow_options(s);
}

/* Behind the part's end there is only one way: to its beginning. */
int session_set_loop(struct session *s, uint64_t from_ms, uint64_t to_ms)
{
    const struct feeder_track *now = feeder_now(s);
    struct session_place at;
    int error = session_place(s, &at);

    if (error < 0)
        return error;
    if (to_ms > 0 && s->loop.to_ms == 0 && at.rate > 0 && now->facts.frames > 0 &&
        from_ms * at.rate / 1000 >= now->facts.frames)
        return -ERANGE;
    s->loop = make_part(now->entry, from_ms, to_ms);
    if (to_ms == 0 || at.ms < to_ms)
        return session_follow_options(s);
    return session_move(s, &(struct order_place){at.index, at.round},
                        (struct feeder_start){.ms = s->loop.from_ms});
}

void session_check_loop(struct session *s, const struct feeder_track *t)
{
    const struct job_reply *facts = &t->facts;
    uint32_t index;

    if (s->loop.to_ms == 0 || s->loop.entry != t->entry || facts->frames == 0 ||
        (uint64_t)s->loop.from_ms * facts->rate / 1000 < facts->frames ||
        playlist_find(&s->list, t->entry, &index) < 0)
        return;
    s->loop.to_ms = 0;
    screen_say(s, "%s: the part to be repeated is behind its end", s->list.entries[index].path);
    session_fail(s, SESSION_TRACK_FAILED);
    session_follow_options(s);
}

/* Those of the session before, unless some are asked for. */
static void take_modes(struct session *s, const struct memory_modes *modes)
{
    s->order.repeat = modes->repeat;
    s->order.shuffle = modes->shuffle;
    s->order.seed = modes->seed;
    s->order.base = modes->base;
    s->order.base_round = modes->base_round;
}

void session_begin(struct session *s, const struct memory_start *start)
{
    const struct options *o = s->options;
    struct order_place first = {0};
    struct feeder_start from = {0};
    uint64_t start_ms = o->start_ms;
    uint32_t seed = o->modes.seed;

    if (!o->modes.seeded && getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != sizeof(seed))
        seed = (uint32_t)s->producer.process.pid;
    s->order.seed = seed;
    s->order.repeat = o->modes.repeat;
    s->order.shuffle = o->modes.shuffle;
    order_first(&s->order, &s->list, 0, &first);
    if (start->resumes) {
        first = (struct order_place){start->index, start->modes.round};
        if (o->modes.repeat == ORDER_REPEAT_OFF && !o->modes.shuffle && !o->modes.seeded)
            take_modes(s, &start->modes);
        else
            order_shuffle(&s->order, &s->list, &first, o->modes.shuffle);
    }
    if (start->resumes && o->start_ms == 0) { /* else somebody has said where */
        from = (struct feeder_start){.frame = start->frame, .hz = start->hz};
        start_ms = start->ms;
    }
    s->last = make_part(s->list.entries[s->list.count - 1].track, 0, o->modes.end_ms);
    s->loop =
        make_part(s->list.entries[first.index].track, o->modes.loop_from_ms, o->modes.loop_to_ms);
    if (s->loop.to_ms > 0 && start_ms == 0 && !start->resumes)
        start_ms = s->loop.from_ms;
    from.ms = bounded(start_ms);
    session_move(s, &first, from);
}
