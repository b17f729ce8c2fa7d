/*
 * loop.c - the one place where the player waits: signals, children, reports, replies, keys,
 * requests and two timers, all as descriptors of one poll.
 *
 * Each wake-up handles what is there and draws at most one line. While paused no timer runs,
 * so nothing wakes the player but somebody who wants something.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "player/session_list.h"

enum { SEEK_KEY_MS = 5000, VOLUME_KEY = 5, REDRAW_MS = 250, REQUESTS_AT_ONCE = 16 };

enum source {
    SOURCE_SIGNALS,
    SOURCE_REPORTS, /* before the consumer's end, so that its last words are heard */
    SOURCE_REPLIES,
    SOURCE_PRODUCER,
    SOURCE_CONSUMER,
    SOURCE_REQUESTS,
    SOURCE_FADE,
    SOURCE_RESTART,
    SOURCE_WATCHDOG,
    SOURCE_MEMORY,
    SOURCE_REDRAW,
    SOURCE_SPOOLS,
    SOURCE_SCREEN,
    SOURCE_KEYS,
    SOURCE_COUNT
};

static void take_signal(struct session *s, const struct signals_taken *taken)
{
    int64_t value_ms = (int64_t)taken->value * 1000;

    switch (taken->order) {
    case SIGNALS_TOGGLE:
        session_event(s, EVENT_TOGGLE);
        break;
    case SIGNALS_RELOAD:
        session_reload(s);
        break;
    case SIGNALS_STOP:
        session_event(s, EVENT_STOP);
        break;
    case SIGNALS_QUIT:
        session_event(s, EVENT_QUIT);
        break;
    case SIGNALS_NEXT:
        session_next(s);
        break;
    case SIGNALS_PREVIOUS:
        session_previous(s);
        break;
    case SIGNALS_SUSPEND:
        session_event(s, EVENT_SUSPEND);
        break;
    case SIGNALS_CONTINUE:
        session_event(s, EVENT_CONTINUE);
        break;
    case SIGNALS_REDRAW:
        screen_redraw(s);
        break;
    case SIGNALS_FORWARD:
    case SIGNALS_BACK:
        if (taken->valued)
            session_seek(s, true, taken->order == SIGNALS_BACK ? -value_ms : value_ms);
        break;
    case SIGNALS_GO:
        if (taken->valued)
            session_seek(s, false, value_ms);
        break;
    case SIGNALS_VOLUME:
        if (taken->valued)
            session_set_volume(s, taken->value);
        break;
    case SIGNALS_TRACK:
        if (taken->valued && taken->value > 0)
            session_go_to(s, (uint32_t)taken->value - 1, 0);
        break;
    default:
        break;
    }
}

static void take_signals(struct session *s)
{
    struct signals_taken taken;

    while (signals_take(s->signal_file, &s->taps, &taken) == 0)
        take_signal(s, &taken);
}

static void seek_by_key(struct session *s, int64_t ms)
{
    if (session_seek(s, true, ms) == -ENODATA)
        screen_note(s, "that has not come yet, or is gone again");
}

static void press(struct session *s, enum key key)
{
    int64_t volume = s->volume;

    switch (key) {
    case KEY_SPACE:
        session_event(s, EVENT_TOGGLE);
        break;
    case KEY_N:
        session_next(s);
        break;
    case KEY_P:
        session_previous(s);
        break;
    case KEY_Q:
        session_event(s, EVENT_STOP);
        break;
    case KEY_RIGHT:
        seek_by_key(s, SEEK_KEY_MS);
        break;
    case KEY_LEFT:
        seek_by_key(s, -SEEK_KEY_MS);
        break;
    case KEY_S:
        if (s->slow.turns)
            slow_step(s, 1);
        break;
    case KEY_UP:
        session_set_volume(s, volume + VOLUME_KEY);
        break;
    case KEY_DOWN:
        session_set_volume(s, volume > VOLUME_KEY ? volume - VOLUME_KEY : 0);
        break;
    default:
        break;
    }
}

static void take_requests(struct session *s)
{
    char text[CMDQ_TEXT_MAX];
    ssize_t length;

    /* Whoever sends without end must not keep the others waiting: poll comes back here. */
    for (int i = 0; i < REQUESTS_AT_ONCE; i++) {
        length = listener_take(&s->listener, text);
        if (length >= 0)
            requests_answer(s, text, (size_t)length);
        else if (length == -E2BIG)
            s->malformed++;
        else
            break;
    }
    /* Paused, nothing else would find out that the segment or the replies have been removed. */
    supervise_broken(s);
}

static void drain_timer(int timer)
{
    uint64_t times;

    if (read(timer, &times, sizeof(times)) < 0)
        return;
}

void loop_animate(struct session *s, bool on)
{
    struct itimerspec every = {0};

    if (!s->screen.line || s->screen.program.wanted)
        return;
    if (on)
        every.it_value.tv_nsec = every.it_interval.tv_nsec = REDRAW_MS * 1000000L;
    timerfd_settime(s->screen.timer, 0, &every, NULL);
}

static void handle(struct session *s, enum source source)
{
    switch (source) {
    case SOURCE_SIGNALS:
        take_signals(s);
        break;
    case SOURCE_REPORTS:
        reports_take(s);
        break;
    case SOURCE_REPLIES:
        reports_take_replies(s);
        feeder_fill(s);
        break;
    case SOURCE_PRODUCER:
        supervise_producer_ended(s);
        break;
    case SOURCE_CONSUMER:
        supervise_consumer_ended(s);
        break;
    case SOURCE_REQUESTS:
        take_requests(s);
        break;
    case SOURCE_FADE:
        drain_timer(s->fade_timer);
        session_event(s, EVENT_FADED);
        break;
    case SOURCE_RESTART:
        drain_timer(s->restart_timer);
        supervise_restart(s);
        break;
    case SOURCE_WATCHDOG:
        drain_timer(s->watchdog.timer);
        watchdog_tick(s);
        break;
    case SOURCE_MEMORY:
        drain_timer(s->memory.timer);
        memory_tick(s);
        break;
    case SOURCE_REDRAW:
        drain_timer(s->screen.timer);
        screen_redraw(s);
        break;
    case SOURCE_SPOOLS:
        spools_take(s);
        break;
    case SOURCE_SCREEN:
        screen_program_ended(s);
        break;
    default:
        if (!screen_read_keys(s, press))
            s->screen.keys_wanted = false;
    }
}

/* Children come and go, and so do their descriptors; poll passes over those below 0. */
static void list_sources(const struct session *s, struct pollfd list[SOURCE_COUNT])
{
    const int file[SOURCE_COUNT] = {
        [SOURCE_SIGNALS] = s->signal_file,
        [SOURCE_REPORTS] = s->consumer.hung_up ? -1 : s->consumer.channel,
        [SOURCE_REPLIES] = s->producer.hung_up ? -1 : s->producer.channel,
        [SOURCE_PRODUCER] = s->producer.process.pid > 0 ? s->producer.process.pidfd : -1,
        [SOURCE_CONSUMER] = s->consumer.process.pid > 0 ? s->consumer.process.pidfd : -1,
        [SOURCE_REQUESTS] = s->listener.outside,
        [SOURCE_FADE] = s->fade_timer,
        [SOURCE_RESTART] = s->restart_timer,
        [SOURCE_WATCHDOG] = s->watchdog.timer,
        [SOURCE_MEMORY] = s->memory.timer,
        [SOURCE_REDRAW] = s->screen.timer,
        [SOURCE_SPOOLS] = s->spools.poll,
        [SOURCE_SCREEN] = s->screen.program.process.pid > 0 ? s->screen.program.process.pidfd : -1,
        [SOURCE_KEYS] = s->screen.keys_wanted ? s->screen.terminal.input : -1,
    };

    for (int i = 0; i < SOURCE_COUNT; i++)
        list[i] = (struct pollfd){.fd = file[i], .events = POLLIN};
    if (s->feeder.waits)
        list[SOURCE_REPLIES].events |= POLLOUT;
}

void loop_run(struct session *s)
{
    struct pollfd list[SOURCE_COUNT];

    while (s->state != STATE_OVER) {
        list_sources(s, list);
        if (poll(list, SOURCE_COUNT, -1) < 0)
            continue;
        for (int i = 0; i < SOURCE_COUNT && s->state != STATE_OVER; i++) {
            if (!list[i].revents)
                continue;
            handle(s, (enum source)i);
            /* A channel whose other end is closed stays readable until the child is reaped. */
            if (i == SOURCE_REPORTS && list[i].revents & POLLHUP)
                s->consumer.hung_up = true;
            if (i == SOURCE_REPLIES && list[i].revents & POLLHUP)
                s->producer.hung_up = true;
        }
        slow_tell(s);
        watch_tell(s);
    }
}
