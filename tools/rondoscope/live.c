/*
 * live.c - the loop: look, draw, and sleep until there is something to do.
 *
 * It wakes up for a key, a signal, an answer, the end of one of the three processes, or the next
 * look. An end is attended to first, and before anything else the values are asked for: what the
 * kernel has given back is to be seen before the successor changes it. All signals that end a
 * program are read, not caught, so the terminal is put back on the way out.
 */
#include "tools/rondoscope/live.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "tools/rondoscope/layout.h"
#include "tools/rondoscope/live_parts.h"
#include "tools/rondoscope/tty.h"

enum { REDRAW_MS = 100, MESSAGE_MS = 6000, NS_IN_MS = 1000000 };
enum { WAKE_KEY, WAKE_SIGNAL, WAKE_ANSWER, WAKE_PROCESS, WAKES = WAKE_PROCESS + FLIGHT_ROLES };

void live_say(struct live *live, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(live->message, sizeof(live->message), format, arguments);
    va_end(arguments);
    live->message_ns = flight_now_ns();
    live->changed = true;
}

/* Another player of that name: what was seen of the last one is no more. */
static void begin_anew(struct live *live)
{
    live->set = live->picture->set.id;
    live->healing.begun = false;
    live->recent.count = 0;
    live->slot = VIEW_FOLLOW;
    live->at = VIEW_LIVE;
}

int live_look(struct live *live)
{
    int error = gather_take(live->gather, &live->picture);
    bool first;

    if (error < 0)
        return error;
    first = live->set != live->picture->set.id;
    if (first)
        begin_anew(live);
    else
        healing_take(&live->healing, live->picture);
    recent_take(&live->recent, live->picture);
    live->looked_ns = flight_now_ns();
    live->changed = true;
    return 0;
}

/* A message, where there is one to be shown. */
static const char *message(struct live *live)
{
    bool old = flight_now_ns() - live->message_ns > (uint64_t)MESSAGE_MS * NS_IN_MS;

    if (old)
        live->message[0] = '\0';
    if (live->message[0])
        return live->message;
    return live->picture->state == DOCTOR_DEAD
               ? "The player has ended; this is what it was at last. q quits."
               : NULL;
}

static void show(struct live *live, struct canvas *canvas)
{
    struct view view = {
        .picture = live->picture,
        .healing = &live->healing,
        .recent = live->recent.event,
        .recent_count = live->recent.count,
        .chosen = live->chosen,
        .focus = live->focus,
        .slot = live->slot,
        .at = live->at,
        .message = message(live),
    };
    struct picture picture;
    struct replay then;

    if (live->at != VIEW_LIVE && healing_replay(&live->healing, (size_t)live->at, &then)) {
        replay_picture(&then, live->picture, live->replayed, &picture);
        view.picture = &picture;
    }
    if (live->help == LIVE_NO_HELP)
        layout_draw(&view, canvas);
    else
        panel_help(canvas, live->help);
    tty_show(canvas, live->options->utf8);
}

static int draw(struct live *live)
{
    struct canvas canvas;
    int rows, columns, error;

    tty_size(&rows, &columns);
    error = canvas_init(&canvas, rows, columns);
    if (error < 0)
        return error;
    show(live, &canvas);
    canvas_free(&canvas);
    live->changed = false;
    live->drawn_ns = flight_now_ns();
    return 0;
}

static void read_signal(struct live *live)
{
    struct signalfd_siginfo info;

    if (read(live->signals, &info, sizeof(info)) != sizeof(info))
        return;
    if (info.ssi_signo == SIGWINCH) {
        tty_resized();
        live->changed = true;
    } else {
        live->quit = true;
    }
}

static int attend_end(struct live *live, enum flight_role role)
{
    const uint64_t now_ns = flight_now_ns();
    struct semset_snapshot after;
    bool paid = gather_snapshot(live->gather, &after) == 0;
    pid_t pid;
    int error;

    gather_process(live->gather, role, &pid);
    healing_end(&live->healing, live->picture, role, pid, now_ns);
    gather_left(live->gather, role);
    error = live_look(live);
    if (error == 0)
        healing_death(&live->healing, live->picture, role, pid, paid ? &after : NULL, now_ns);
    return error;
}

static int attend(struct live *live, const struct pollfd wake[WAKES])
{
    int key, error;

    for (enum flight_role role = 0; role < FLIGHT_ROLES; role++) {
        const struct pollfd *end = &wake[WAKE_PROCESS + role];

        /* Another one may be held by now: looking after the one before may find a new player. */
        error = end->revents && end->fd == gather_process(live->gather, role, NULL)
                    ? attend_end(live, role)
                    : 0;
        if (error < 0)
            return error;
    }
    if (wake[WAKE_SIGNAL].revents)
        read_signal(live);
    if (wake[WAKE_ANSWER].revents)
        act_answered(live);
    while (!live->quit && (key = tty_key()) != TTY_NONE)
        act_press(live, key);
    if (wake[WAKE_KEY].revents & (POLLHUP | POLLERR | POLLNVAL))
        live->quit = true;
    return 0;
}

/* Until the next look, or until what has changed may be drawn. */
static int sleep_ms(const struct live *live)
{
    uint64_t due = live->looked_ns + (uint64_t)live->options->interval_ms * NS_IN_MS;
    uint64_t draw = live->drawn_ns + (uint64_t)REDRAW_MS * NS_IN_MS;
    uint64_t now_ns = flight_now_ns();

    if (live->changed && draw < due)
        due = draw;
    return due > now_ns ? (int)((due - now_ns) / NS_IN_MS) + 1 : 0;
}

static int sleep_and_attend(struct live *live)
{
    struct pollfd wake[WAKES] = {
        [WAKE_KEY] = {.fd = STDIN_FILENO, .events = POLLIN},
        [WAKE_SIGNAL] = {.fd = live->signals, .events = POLLIN},
        [WAKE_ANSWER] = {.fd = live->ask.child > 0 ? live->ask.answer : -1, .events = POLLIN},
    };

    for (int role = 0; role < FLIGHT_ROLES; role++)
        wake[WAKE_PROCESS + role] = (struct pollfd){
            .fd = gather_process(live->gather, (enum flight_role)role, NULL), .events = POLLIN};
    if (poll(wake, WAKES, sleep_ms(live)) < 0)
        return errno == EINTR ? 0 : -errno;
    return attend(live, wake);
}

static int loop(struct live *live)
{
    int error = 0;

    while (error == 0 && !live->quit) {
        uint64_t now_ns = flight_now_ns();

        if (now_ns - live->looked_ns >= (uint64_t)live->options->interval_ms * NS_IN_MS)
            error = live_look(live);
        if (error == 0 && live->changed &&
            now_ns - live->drawn_ns >= (uint64_t)REDRAW_MS * NS_IN_MS)
            error = draw(live);
        if (error == 0)
            error = sleep_and_attend(live);
    }
    return error;
}

static int open_signals(void)
{
    static const int wanted[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH};
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
        sigaddset(&set, wanted[i]);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

int live_run(struct gather *gather, const struct live_options *options)
{
    struct live *live = calloc(1, sizeof(*live));
    int error;

    if (!live)
        return -ENOMEM;
    *live = (struct live){.options = options,
                          .gather = gather,
                          .set = -1,
                          .chosen = FLIGHT_PRODUCER,
                          .slot = VIEW_FOLLOW,
                          .at = VIEW_LIVE,
                          .help = LIVE_NO_HELP};
    live->signals = open_signals();
    error = live->signals < 0 ? -errno : tty_open(options->colour);
    if (error < 0)
        goto out_free;
    error = live_look(live);
    if (error == 0)
        error = loop(live);
    tty_close();
out_free:
    if (live->signals >= 0)
        close(live->signals);
    free(live);
    return error;
}
