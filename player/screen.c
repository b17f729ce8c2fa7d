/*
 * screen.c - standard error as a line that is drawn over, or as a list of lines.
 *
 * A terminal may take nothing: after Ctrl-S, or at the far end of a dead connection. The player
 * must not wait for it, or nobody could stop it any more; so what is not taken at once is lost,
 * and the next line shows what is so by then.
 */
#include "player/screen.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "player/display.h"
#include "player/session.h"
#include "player/text.h"

static const char wipe[] = "\r\033[K";

/* Without waiting only through a description of our own: that of fd 2 is the shell's, too. */
static int open_output(void)
{
    int own = -1;

    if (isatty(STDERR_FILENO))
        own = open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    return own < 0 ? STDERR_FILENO : own;
}

/* Where keys come from. */
static int open_input(bool no_stdin)
{
    return no_stdin ? open("/dev/tty", O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : STDIN_FILENO;
}

void screen_init(struct screen *screen, bool full, bool quiet, bool no_stdin)
{
    const char *term = getenv("TERM");
    const char *no_colour = getenv("NO_COLOR"); /* an empty value does not count */

    *screen = (struct screen){
        .timer = -1,
        .output = open_output(),
        .quiet = quiet,
        .program.wanted = full,
        .utf8 = text_utf8(),
        .tty = isatty(STDERR_FILENO),
        .line = !quiet && isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0,
        .colour = !no_colour || !*no_colour,
    };
    terminal_init(&screen->terminal, open_input(no_stdin), STDERR_FILENO);
}

void screen_close(struct screen *screen)
{
    close(screen->timer);
    if (screen->output != STDERR_FILENO)
        close(screen->output);
    if (screen->terminal.input > STDERR_FILENO)
        close(screen->terminal.input);
}

static void put(const struct session *s, const char *text, size_t bytes)
{
    /* A terminal that is gone is SIGHUP's business. */
    while (bytes > 0) {
        ssize_t written = write(s->screen.output, text, bytes);
        if (written <= 0)
            return;
        text += written;
        bytes -= (size_t)written;
    }
}

static void fill_view(struct session *s, struct display_view *view)
{
    const struct feeder_track *now = feeder_now(s);
    const struct job_reply *facts = now && now->opened ? &now->facts : NULL;
    struct semset_snapshot ring;
    struct session_place place = {0};
    char progress[SPOOL_PROGRESS_MAX];
    struct session_name name;
    bool waits = false;

    *view = (struct display_view){.count = s->list.count, .volume = s->volume};
    if (session_place(s, &place) == 0) {
        view->number = place.index + 1;
        view->path = s->list.entries[place.index].path;
        name = session_name(&s->list.entries[place.index], facts);
        view->title = name.title;
        view->artist = name.artist;
        view->elapsed_ms = place.ms;
    }
    if (facts) {
        view->total_ms = facts->frames * 1000 / facts->rate;
        view->codec = facts->codec;
        view->rate = facts->rate;
        view->channels = facts->channels;
        view->sample = sample_format_name(facts->format);
    }
    if (now && place.index < s->list.count && spool_progress(s, now->entry, progress)) {
        waits = true;
        view->artist = NULL;
        snprintf(s->screen.progress, sizeof(s->screen.progress), "%s: %s", progress, view->path);
        view->title = s->screen.progress;
    }
    if (ring_snapshot(s->instance.ring, &ring) == 0)
        view->ring = 1.0 - (double)ring.value[SEM_FREE] / ring_slots(s->instance.ring);
    view->state = s->device_lost                  ? DISPLAY_LOST
                  : s->state != STATE_PLAYING     ? DISPLAY_PAUSED
                  : !now || !now->opened || waits ? DISPLAY_WAITING
                                                  : DISPLAY_PLAYING;
}

void screen_draw(struct session *s)
{
    watch_changed(s);
    screen_redraw(s);
}

void screen_redraw(struct session *s)
{
    const struct display_style style = {
        .columns = terminal_columns(&s->screen.terminal),
        .utf8 = s->screen.utf8,
        .colour = s->screen.colour,
    };
    struct display_view view;
    char line[sizeof(wipe) + DISPLAY_SIZE];

    if (!s->screen.line || s->screen.program.wanted || s->state == STATE_OVER)
        return;
    fill_view(s, &view);
    memcpy(line, wipe, sizeof(wipe));
    display_line(&view, &style, line + sizeof(wipe) - 1);
    put(s, line, strlen(line));
    s->screen.drawn = true;
}

static void erase(struct session *s)
{
    if (s->screen.drawn)
        put(s, wipe, sizeof(wipe) - 1);
    s->screen.drawn = false;
}

void screen_enter(struct session *s)
{
    if (s->screen.program.wanted) {
        screen_program_enter(s);
        return;
    }
    s->screen.keys_wanted = terminal_enter(&s->screen.terminal) == 0;
    screen_draw(s);
}

void screen_suspend(struct session *s)
{
    erase(s);
    if (s->screen.program.process.pid > 0)
        screen_program_suspend(s);
    else
        terminal_leave(&s->screen.terminal);
}

void screen_leave(struct session *s)
{
    screen_program_leave(s);
    erase(s);
    terminal_leave(&s->screen.terminal);
}

void screen_track(struct session *s)
{
    const struct feeder_track *now = feeder_now(s);
    struct display_view view;
    char line[DISPLAY_SIZE + 1];

    watch_changed(s);
    if (!now || s->screen.quiet || s->screen.line)
        return;
    if (s->screen.announced && s->screen.track == now->track)
        return;
    s->screen.announced = true;
    s->screen.track = now->track;
    fill_view(s, &view);
    display_track(&view, s->screen.utf8, line);
    strcat(line, "\n");
    put(s, line, strlen(line));
}

/* While rondo-screen has the terminal, it shows what is said; errors are said again afterwards. */
static bool has_screen(const struct session *s)
{
    return s->screen.tty && s->screen.program.process.pid > 0;
}

static void hold(struct screen *screen, const char *line)
{
    snprintf(screen->held_text[screen->held % SCREEN_HELD], SCREEN_HELD_TEXT, "%s", line);
    screen->held++;
}

void screen_say_held(struct session *s)
{
    uint32_t first = s->screen.held > SCREEN_HELD ? s->screen.held - SCREEN_HELD : 0;

    for (; first < s->screen.held; first++) {
        const char *line = s->screen.held_text[first % SCREEN_HELD];

        put(s, line, strlen(line));
        put(s, "\n", 1);
    }
    s->screen.held = 0;
}

static void say(struct session *s, bool error, const char *who, const char *format,
                va_list arguments)
{
    char text[2048], safe[2048], line[2100];
    bool redraw = s->screen.drawn;

    vsnprintf(text, sizeof(text), format, arguments);
    text_sanitize(s->screen.utf8, safe, sizeof(safe), text);
    watch_said(s, safe);
    snprintf(line, sizeof(line), "%s%s", who, safe);
    if (has_screen(s)) {
        if (error)
            hold(&s->screen, line);
        return;
    }
    erase(s);
    strcat(line, "\n");
    put(s, line, strlen(line));
    if (redraw)
        screen_draw(s);
}

void screen_say(struct session *s, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(s, true, "rondo: ", format, arguments);
    va_end(arguments);
}

void screen_tell(struct session *s, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(s, false, "", format, arguments);
    va_end(arguments);
}

void screen_note(struct session *s, const char *format, ...)
{
    va_list arguments;

    if (s->screen.quiet)
        return;
    va_start(arguments, format);
    say(s, false, "rondo: ", format, arguments);
    va_end(arguments);
}

bool screen_read_keys(struct session *s, void (*press)(struct session *s, enum key key))
{
    uint8_t typed[64];
    ssize_t count = read(s->screen.terminal.input, typed, sizeof(typed));

    for (ssize_t i = 0; i < count; i++) {
        enum key key = keys_feed(&s->screen.keys, typed[i]);
        if (key != KEY_NONE)
            press(s, key);
    }
    return count > 0;
}
