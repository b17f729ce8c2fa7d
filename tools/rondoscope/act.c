/*
 * act.c - what each key does.
 *
 * A signal goes through the pidfd of whoever sits in the seat, so it meets nobody else, even if
 * its number has been given to another process since. The ring's values are asked for just
 * before, and the list of the healing begins with them.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>

#include "tools/rondoscope/live_parts.h"
#include "tools/rondoscope/panel.h"
#include "tools/rondoscope/tty.h"

enum { KEY_ESCAPE = 0x1b, KEY_CONTROL_L = 'L' & 0x1f };

#define SLOW_FACTOR "25"

static void send_signal(struct live *live, int number)
{
    const char *role = flight_role_name(live->chosen);
    int process = gather_process(live->gather, live->chosen, NULL);
    struct semset_snapshot values = live->picture->values;

    if (process < 0 || !live->picture->process[live->chosen].taken) {
        live_say(live, "there is no %s to send a signal to", role);
        return;
    }
    gather_snapshot(live->gather, &values);
    live->at = VIEW_LIVE;
    healing_signal(&live->healing, live->picture, &values, live->chosen, number, flight_now_ns());
    if (pidfd_send_signal(process, number, NULL, 0) < 0)
        live_say(live, "the %s gets no signal: %s", role, strerror(errno));
    else
        live_say(live, "SIG%s to the %s", sigabbrev_np(number), role);
}

static void request(struct live *live, const char *verb, const char *argument)
{
    int error = ask_start(&live->ask, live->picture->name, verb, argument);

    if (error == -EBUSY)
        live_say(live, "%s: still waiting for the answer", live->ask.what);
    else if (error < 0)
        live_say(live, "%s: %s", verb, strerror(-error));
    else
        live_say(live, "%s ...", live->ask.what);
}

void act_answered(struct live *live)
{
    char text[LIVE_MESSAGE_MAX];

    ask_finish(&live->ask, text, sizeof(text));
    live_say(live, "%s", text);
}

/* Through the entries of the healing; before the first one is the first, behind the last is now. */
static void go_to(struct live *live, int at)
{
    if (!live->healing.begun || live->healing.count == 0) {
        live_say(live, "nothing to go through: k, s or a death begins a list");
        return;
    }
    if (!live->healing.replayable) {
        live_say(live, "this one began before it was seen, so the ring before it is not known");
        return;
    }
    if (at < 0)
        at = 0;
    live->at = at < (int)live->healing.count ? at : VIEW_LIVE;
}

static void go_back(struct live *live)
{
    go_to(live, live->at == VIEW_LIVE ? (int)live->healing.count - 1 : live->at - 1);
}

static void go_on(struct live *live)
{
    if (live->at != VIEW_LIVE)
        go_to(live, live->at + 1);
}

static void escape(struct live *live)
{
    if (live->at != VIEW_LIVE)
        live->at = VIEW_LIVE;
    else if (live->healing.begun)
        live->healing.begun = false;
    else
        live->focus = VIEW_FOCUS_NONE;
}

static void choose_next(struct live *live)
{
    static const enum flight_role next[FLIGHT_ROLES] = {
        [FLIGHT_PLAYER] = FLIGHT_PRODUCER,
        [FLIGHT_PRODUCER] = FLIGHT_CONSUMER,
        [FLIGHT_CONSUMER] = FLIGHT_PLAYER,
    };

    live->chosen = next[live->chosen];
}

static void move_slot(struct live *live, int by)
{
    int slots = live->picture->slots;
    int now = live->slot == VIEW_FOLLOW ? live->picture->values.value[SEM_TAIL] : live->slot;

    if (slots > 0)
        live->slot = (now + by + slots) % slots;
}

static void focus(struct live *live, enum view_focus wanted)
{
    live->focus = live->focus == wanted ? VIEW_FOCUS_NONE : wanted;
}

/* Keys that only change what is shown; false: it is none of them. */
static bool press_view(struct live *live, int key)
{
    switch (key) {
    case 'p':
        live->chosen = FLIGHT_PRODUCER;
        return true;
    case 'c':
        live->chosen = FLIGHT_CONSUMER;
        return true;
    case 'r':
        live->chosen = FLIGHT_PLAYER;
        return true;
    case '\t':
        choose_next(live);
        return true;
    case '[':
        go_back(live);
        return true;
    case ']':
        go_on(live);
        return true;
    case '0':
        live->at = VIEW_LIVE;
        return true;
    case KEY_ESCAPE:
        escape(live);
        return true;
    case TTY_LEFT:
        move_slot(live, -1);
        return true;
    case TTY_RIGHT:
        move_slot(live, 1);
        return true;
    case TTY_HOME:
        live->slot = VIEW_FOLLOW;
        return true;
    case 'v':
        focus(live, VIEW_FOCUS_SLOTS);
        return true;
    case 'e':
        focus(live, VIEW_FOCUS_EVENTS);
        return true;
    default:
        return false;
    }
}

static void press_deed(struct live *live, int key)
{
    switch (key) {
    case 'k':
        send_signal(live, SIGKILL);
        break;
    case 's':
        send_signal(live, SIGSTOP);
        break;
    case 'u':
    case 'g':
        send_signal(live, SIGCONT);
        break;
    case 'm':
        if (live->picture->pace == RING_PACE_NONE)
            request(live, "slow", SLOW_FACTOR);
        else
            request(live, "slow", "off");
        break;
    case ' ':
        request(live, "step", NULL);
        break;
    case '?':
        live->help = 0;
        break;
    case 'q':
        live->quit = true;
        break;
    case KEY_CONTROL_L:
        tty_spoiled();
        break;
    default:
        live_say(live, "no such key; ? lists them");
    }
}

static void turn_page(struct live *live)
{
    int rows, columns;

    tty_size(&rows, &columns);
    live->help = panel_help_next(live->help, rows);
    if (live->help == 0)
        live->help = LIVE_NO_HELP;
}

void act_press(struct live *live, int key)
{
    live->changed = true;
    live->message[0] = '\0';
    if (live->help != LIVE_NO_HELP)
        turn_page(live);
    else if (!press_view(live, key))
        press_deed(live, key);
}
