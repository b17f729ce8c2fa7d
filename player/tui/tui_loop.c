/*
 * tui_loop.c - the one place where the screen waits: keys, signals, answers, the player's end, the
 * picture's bytes, and a timer.
 *
 * Pictures are a tenth of a second apart at the least. While it plays, the timer asks for the next
 * one; else only a change does, and nothing wakes this process. The terminal is touched only in its
 * foreground: as a job that is stopped (SIGTSTP) it is given back, and taken again after SIGCONT.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "player/tui/tui.h"
#include "player/tui/tui_paint.h"

enum { EVERY_MS = 100, BACKGROUND_MS = 1000, ESCAPE_MS = 25 };
enum { STATUS_DONE = 0, STATUS_SYSTEM = 4 };

enum source {
    SOURCE_KEYS,
    SOURCE_SIGNALS,
    SOURCE_ANSWERS,
    SOURCE_PLAYER,
    SOURCE_TIMER,
    SOURCE_COVER,
    SOURCE_ART,
    SOURCE_COUNT
};

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static bool in_foreground(void)
{
    pid_t group = tcgetpgrp(STDIN_FILENO);

    return group < 0 || group == getpgrp();
}

static void leave(struct tui *tui)
{
    if (tui->shown)
        tui_paint_suspend();
    tui->shown = false;
}

/*
 * As a job in the background it waits for its turn. A SIGCONT tells of that, but not if the job was
 * not stopped; so it also looks once a second, while it plays.
 */
static void enter(struct tui *tui)
{
    if (tui->shown || !in_foreground())
        return;
    if (tui->opened)
        tui_paint_resume();
    else if (tui_paint_open(tui->colour) < 0)
        tui->over = true;
    tui->opened = true;
    tui->shown = tui->anew = tui->dirty = true;
    tui->art_shown = false;
}

static void take_signals(struct tui *tui)
{
    struct signalfd_siginfo info;

    while (read(tui->signals, &info, sizeof(info)) == sizeof(info)) {
        switch ((int)info.ssi_signo) {
        case SIGTSTP:
            leave(tui);
            raise(SIGSTOP);
            break;
        case SIGCONT:
            enter(tui);
            break;
        case SIGWINCH:
            tui->anew = tui->dirty = true;
            break;
        case SIGINT: /* the player's, where it has the same terminal */
            tui->over = tui->over || !tui->owned;
            break;
        case SIGQUIT:
            break;
        default:
            tui->over = true;
        }
    }
}

static void take_keys(struct tui *tui)
{
    struct pollfd more = {.fd = STDIN_FILENO, .events = POLLIN};
    uint8_t typed[256];
    ssize_t count = read(STDIN_FILENO, typed, sizeof(typed));
    struct tui_event event;

    if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) {
        tui->over = in_foreground(); /* else somebody else reads there now */
        return;
    }
    for (ssize_t i = 0; i < count; i++) {
        event = tui_input_feed(&tui->input, typed[i]);
        tui_act(tui, &event);
    }
    if (tui->input.state == TUI_INPUT_ESCAPE && poll(&more, 1, ESCAPE_MS) == 0) {
        event = tui_input_flush(&tui->input);
        tui_act(tui, &event);
    }
}

static void take_answers(struct tui *tui)
{
    char text[CMDQ_TEXT_MAX];
    enum tui_call kind;
    int error;

    while ((error = tui_calls_take(&tui->calls, &kind, text)) == 0)
        tui_answer(tui, kind, text);
    tui->over = tui->over || error != -EAGAIN;
}

static void set_timer(const struct tui *tui, uint64_t in_ms)
{
    const struct itimerspec in = {
        .it_value = {(time_t)(in_ms / 1000), (long)(in_ms % 1000 * 1000000)}};

    timerfd_settime(tui->timer, 0, &in, NULL);
}

static void handle(struct tui *tui, enum source source)
{
    uint64_t times;

    switch (source) {
    case SOURCE_KEYS:
        take_keys(tui);
        break;
    case SOURCE_SIGNALS:
        take_signals(tui);
        break;
    case SOURCE_ANSWERS:
        take_answers(tui);
        break;
    case SOURCE_PLAYER:
        tui->over = true;
        break;
    case SOURCE_TIMER:
        if (read(tui->timer, &times, sizeof(times)) > 0)
            tui->dirty = true;
        enter(tui);
        break;
    case SOURCE_COVER:
        if (tui_art_found(&tui->art))
            tui->anew = tui->dirty = true;
        break;
    default:
        if (tui_art_read(&tui->art))
            tui->anew = tui->dirty = true;
    }
}

/* Draws now, or later, or not at all; and asks for the next change once this one is shown. */
static void settle(struct tui *tui)
{
    uint64_t age = now_ms() - tui->drawn_ms;

    if (tui->shown && tui->dirty && age >= EVERY_MS) {
        tui_show(tui);
        age = 0;
    }
    if (tui->watch_due && !(tui->shown && tui->dirty))
        tui->watch_due = tui_calls_watch(&tui->calls, tui->facts.news) < 0;
    if (!tui->shown) {
        set_timer(tui, tui->facts.playing ? BACKGROUND_MS : 0);
        return;
    }
    set_timer(tui, tui->dirty || tui->facts.playing || tui->watch_due ? EVERY_MS - age : 0);
}

static void loop(struct tui *tui)
{
    struct tui_art *art = &tui->art;

    while (!tui->over) {
        struct pollfd list[SOURCE_COUNT] = {
            [SOURCE_KEYS] = {.fd = tui->shown ? STDIN_FILENO : -1, .events = POLLIN},
            [SOURCE_SIGNALS] = {.fd = tui->signals, .events = POLLIN},
            [SOURCE_ANSWERS] = {.fd = tui->calls.outside, .events = POLLIN},
            [SOURCE_PLAYER] = {.fd = tui->calls.process, .events = POLLIN},
            [SOURCE_TIMER] = {.fd = tui->timer, .events = POLLIN},
            [SOURCE_COVER] = {.fd = art->cover.process.pid > 0 ? art->cover.process.pidfd : -1,
                              .events = POLLIN},
            [SOURCE_ART] = {.fd = art->output, .events = POLLIN},
        };

        if (poll(list, SOURCE_COUNT, tui_art_timeout_ms(art)) < 0)
            continue;
        for (int i = 0; i < SOURCE_COUNT && !tui->over; i++)
            if (list[i].revents)
                handle(tui, (enum source)i);
        settle(tui);
    }
}

static int open_files(struct tui *tui)
{
    static const int numbers[] = {SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH, SIGHUP, SIGTERM};
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        sigaddset(&set, numbers[i]);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGTTIN, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    tui->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    tui->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    return tui->signals < 0 || tui->timer < 0 ? -errno : 0;
}

int tui_run(struct tui *tui)
{
    if (open_files(tui) < 0 || tcgetattr(STDIN_FILENO, &tui->calls.restore) < 0)
        return STATUS_SYSTEM;
    tui->list.following = true;
    tui_art_begin(&tui->art);
    if (tui_calls_start(&tui->calls, tui->name) < 0)
        return STATUS_DONE; /* it has ended just now */
    tui_sound_open(&tui->sound, tui->name);
    tui_ask(tui, TUI_CALL_STATUS, "status", NULL);
    enter(tui);
    loop(tui);
    tui_paint_close();
    tui_calls_stop(&tui->calls);
    tui_art_end(&tui->art);
    tui_sound_close(&tui->sound);
    return STATUS_DONE;
}
