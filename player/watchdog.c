/*
 * watchdog.c - two counters of ticks, and SIGKILL. What the kill leaves behind, supervise.c and
 * the ring put right.
 */
#include "player/watchdog.h"

#include <errno.h>
#include <sys/timerfd.h>

#include "player/session.h"

enum {
    TICKS = 2,                /* within the shorter limit */
    CONSUMER_START_MS = 15000 /* to open a device, which a sound server may hold up */
};

static void set(struct session *s, uint32_t every_ms)
{
    const struct timespec every = {.tv_sec = every_ms / 1000,
                                   .tv_nsec = (long)(every_ms % 1000) * 1000000};
    const struct itimerspec timer = {.it_value = every, .it_interval = every};

    timerfd_settime(s->watchdog.timer, 0, &timer, NULL);
    s->watchdog.running = every_ms > 0;
}

static uint32_t tick_ms(const struct session *s)
{
    const struct options *o = s->options;
    uint32_t shorter = o->consumer_timeout_ms < o->producer_timeout_ms ? o->consumer_timeout_ms
                                                                       : o->producer_timeout_ms;

    return shorter / TICKS;
}

int watchdog_open(struct session *s)
{
    s->watchdog.tick_ms = tick_ms(s);
    s->watchdog.timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    return s->watchdog.timer < 0 ? -errno : 0;
}

void watchdog_adjust(struct session *s)
{
    s->watchdog.tick_ms = tick_ms(s);
    if (s->watchdog.running)
        set(s, s->watchdog.tick_ms);
}

void watchdog_run(struct session *s)
{
    if (!s->watchdog.running)
        set(s, s->watchdog.tick_ms);
}

/*
 * Is there something that the consumer should be doing? An output without a clock may take its
 * time, but nobody sleeps for blocks while there are some.
 */
static bool consumer_has_work(const struct session *s, const struct semset_snapshot *ring)
{
    bool blocks = ring->value[SEM_FREE] + 1 < ring_slots(s->instance.ring);

    if (s->consumer.process.pid == 0 || s->device_lost || s->state != STATE_PLAYING)
        return false;
    if (!s->ready)
        return true;
    return blocks &&
           (s->realtime || semset_waiting_grow(ring_set_id(s->instance.ring), SEM_FILLED) != 0);
}

static void watch_consumer(struct session *s, const struct semset_snapshot *ring)
{
    struct watchdog *w = &s->watchdog;
    uint32_t beat = atomic_load(&ring_segment(s->instance.ring)->beat);
    uint32_t limit = s->ready ? s->options->consumer_timeout_ms : CONSUMER_START_MS;

    limit *= s->slow.factor;
    w->consumer_ticks = consumer_has_work(s, ring) && beat == w->beat ? w->consumer_ticks + 1 : 0;
    w->beat = beat;
    if (w->consumer_ticks * w->tick_ms < limit)
        return;
    w->consumer_ticks = 0;
    s->gaps[GAP_DEVICE_STALLED]++;
    children_condemn(&s->consumer, "it did not move");
}

/* It sleeps because there is little room, or has nothing to do (yet), or is not there. */
static bool producer_rests(struct session *s, const struct semset_snapshot *ring)
{
    bool room = ring->value[SEM_FREE] >= ring_slots(s->instance.ring) / 2;
    const struct feeder_track *t = feeder_decoding(s);

    return s->producer.process.pid == 0 || !t || t->hungry || t->asked ||
           (!room && semset_waiting_grow(ring_set_id(s->instance.ring), SEM_FREE) != 0);
}

static void watch_producer(struct session *s, const struct semset_snapshot *ring, bool rests)
{
    struct watchdog *w = &s->watchdog;
    uint32_t head = ring->value[SEM_HEAD];

    w->producer_ticks = rests || head != w->head ? 0 : w->producer_ticks + 1;
    w->head = head;
    if (w->producer_ticks * w->tick_ms < s->options->producer_timeout_ms * s->slow.factor)
        return;
    w->producer_ticks = 0;
    children_condemn(&s->producer, "no block for too long");
}

/*
 * All that was decoded has been heard, and yet somebody's last word is missing: that of a consumer
 * that died before it, or that of a producer which said that it had decoded what it had not.
 */
static void watch_end(struct session *s, const struct semset_snapshot *ring)
{
    struct watchdog *w = &s->watchdog;
    bool empty = ring->value[SEM_FILLED] == 0 && ring->value[SEM_HEAD] == ring->value[SEM_TAIL];
    bool waiting = s->state == STATE_PLAYING && feeder_now(s) && !feeder_decoding(s);

    w->end_ticks = empty && waiting ? w->end_ticks + 1 : 0;
    if (w->end_ticks > TICKS)
        feeder_all_heard(s);
}

void watchdog_tick(struct session *s)
{
    struct semset_snapshot ring;
    bool rests;

    if (supervise_broken(s) || ring_snapshot(s->instance.ring, &ring) < 0)
        return;
    rests = producer_rests(s, &ring);
    if (!s->slow.turns) { /* whoever waits for a turn cannot move */
        watch_consumer(s, &ring);
        watch_producer(s, &ring, rests);
    }
    watch_end(s, &ring);
    if (rests && s->state != STATE_PLAYING)
        set(s, 0);
}
