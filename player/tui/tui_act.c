/*
 * tui_act.c - keys become requests, or move what is shown.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/tui/tui.h"
#include "player/tui/tui_keys.h"

enum { SEEK_FAR = 30, VOLUME = 5 };

static void order(struct tui *tui, const char *verb)
{
    tui_ask(tui, TUI_CALL_ORDER, verb, NULL);
}

void tui_seek_to(struct tui *tui, double seconds)
{
    if (tui->facts.duration > 0)
        tui_ask(tui, TUI_CALL_ORDER, "seek", "%.3f", seconds);
}

static void next_repeat(struct tui *tui)
{
    const char *now = tui->facts.repeat;

    tui_ask(tui, TUI_CALL_ORDER, "repeat", "%s",
            strcmp(now, "off") == 0   ? "all"
            : strcmp(now, "all") == 0 ? "one"
                                      : "off");
}

/* Its first end, then its second, then no more. */
static void next_loop(struct tui *tui)
{
    char text[64];

    if (tui->facts.loop_to > 0) {
        tui_ask(tui, TUI_CALL_ORDER, "loop", "off");
    } else if (!tui->loop_begun) {
        tui->loop_begun = true;
        tui->loop_from = tui->sound.position;
        snprintf(text, sizeof(text), "loop from %.1f s; l again: to there", tui->loop_from);
        tui_say(tui, false, text);
    } else {
        tui_ask(tui, TUI_CALL_ORDER, "loop", "%.3f-%.3f", tui->loop_from, tui->sound.position);
        tui->loop_begun = false;
    }
}

/* The place of a track in the list changes, and it stays chosen. */
static void shift(struct tui *tui, int by)
{
    uint32_t from = tui->list.chosen, to = from + (uint32_t)by;

    if (from == 0 || to < 1 || to > tui->list.tracks)
        return;
    tui_ask(tui, TUI_CALL_ORDER, "move", "%u %u", from, to);
    tui_list_move(&tui->list, by);
}

static void find_again(struct tui *tui, bool back)
{
    uint32_t tracks = tui->list.tracks, from = tui->list.chosen;

    if (tracks == 0 || from == 0)
        return;
    from = back ? (from == 1 ? tracks : from - 1) : from % tracks + 1;
    tui_ask(tui, TUI_CALL_FIND, "find", "%s%u %s", back ? "-" : "", from, tui->search);
}

void tui_order_chosen(struct tui *tui, const char *verb)
{
    if (tui->list.chosen > 0)
        tui_ask(tui, TUI_CALL_ORDER, verb, "%u", tui->list.chosen);
}

static void escape(struct tui *tui)
{
    tui->search[0] = '\0';
    tui->loop_begun = false;
}

/* What changes how it plays. True: it was that. */
static bool act_on_player(struct tui *tui, enum tui_action action, uint32_t key)
{
    switch (action) {
    case TUI_TOGGLE:
        order(tui, "toggle");
        break;
    case TUI_NEXT:
        order(tui, "next");
        break;
    case TUI_PREVIOUS:
        order(tui, "previous");
        break;
    case TUI_STOP:
        if (tui->owned)
            order(tui, "stop");
        else
            tui->over = true;
        break;
    case TUI_BACK:
    case TUI_FORWARD:
        tui_ask(tui, TUI_CALL_ORDER, "seek", "%+d", action == TUI_BACK ? -TUI_SEEK : TUI_SEEK);
        break;
    case TUI_BACK_FAR:
    case TUI_FORWARD_FAR:
        tui_ask(tui, TUI_CALL_ORDER, "seek", "%+d", action == TUI_BACK_FAR ? -SEEK_FAR : SEEK_FAR);
        break;
    case TUI_TENTH:
        tui_seek_to(tui, tui->facts.duration * (key - '0') / 10);
        break;
    case TUI_LOUDER:
    case TUI_SOFTER:
        tui_ask(tui, TUI_CALL_ORDER, "volume", "%+d", action == TUI_LOUDER ? VOLUME : -VOLUME);
        break;
    case TUI_SHUFFLE:
        tui_ask(tui, TUI_CALL_ORDER, "shuffle", "%s", tui->facts.shuffle ? "off" : "on");
        break;
    case TUI_REPEAT:
        next_repeat(tui);
        break;
    case TUI_LOOP:
        next_loop(tui);
        break;
    case TUI_STEP:
        if (tui->facts.stepping)
            order(tui, "step");
        break;
    default:
        return false;
    }
    return true;
}

/* What moves within the list, or changes it. */
static void act_on_list(struct tui *tui, enum tui_action action)
{
    int64_t page = tui->list.rows > 1 ? tui->list.rows - 1 : 1;

    switch (action) {
    case TUI_UP:
    case TUI_DOWN:
        tui_list_move(&tui->list, action == TUI_UP ? -1 : 1);
        break;
    case TUI_PAGE_UP:
    case TUI_PAGE_DOWN:
        tui_list_move(&tui->list, action == TUI_PAGE_UP ? -page : page);
        break;
    case TUI_FIRST:
        tui_list_choose(&tui->list, 1);
        break;
    case TUI_LAST:
        tui_list_choose(&tui->list, tui->list.tracks);
        break;
    case TUI_CURRENT:
        tui_list_choose(&tui->list, tui->facts.track);
        tui->list.following = true;
        break;
    case TUI_PLAY:
        tui_order_chosen(tui, "go");
        break;
    case TUI_REMOVE:
        tui_order_chosen(tui, "remove");
        break;
    case TUI_MOVE_UP:
        shift(tui, -1);
        break;
    case TUI_MOVE_DOWN:
        shift(tui, 1);
        break;
    default:
        break;
    }
}

static void act(struct tui *tui, enum tui_action action, uint32_t key)
{
    switch (action) {
    case TUI_SEARCH:
        tui->search_from = tui->list.chosen;
        tui_prompt_begin(&tui->prompt, TUI_PROMPT_SEARCH);
        break;
    case TUI_ADD:
        tui_prompt_begin(&tui->prompt, TUI_PROMPT_ADD);
        break;
    case TUI_MATCH:
    case TUI_MATCH_BACK:
        find_again(tui, action == TUI_MATCH_BACK);
        break;
    case TUI_ESCAPE:
        escape(tui);
        break;
    case TUI_HELP:
        tui->help = true;
        tui->help_top = 0;
        break;
    case TUI_REDRAW:
        tui->anew = true;
        break;
    default:
        if (!act_on_player(tui, action, key))
            act_on_list(tui, action);
    }
}

static void add(struct tui *tui)
{
    char path[PATH_MAX];

    /* The player's folder may be another one. */
    if (strstr(tui->prompt.text, "://") || !realpath(tui->prompt.text, path))
        snprintf(path, sizeof(path), "%s", tui->prompt.text);
    if (path[0])
        tui_ask(tui, TUI_CALL_ORDER, "add", "%s", path);
}

static void act_on_prompt(struct tui *tui, uint32_t key)
{
    enum tui_prompt_result result = tui_prompt_key(&tui->prompt, key);
    bool searching = tui->prompt.kind == TUI_PROMPT_SEARCH;

    if (searching && result == TUI_PROMPT_CHANGED && tui->prompt.text[0])
        tui_ask(tui, TUI_CALL_FIND, "find", "%u %s", tui->search_from ? tui->search_from : 1,
                tui->prompt.text);
    if (searching && result == TUI_PROMPT_GIVEN_UP)
        tui_list_choose(&tui->list, tui->search_from);
    if (result == TUI_PROMPT_DONE && searching)
        strcpy(tui->search, tui->prompt.text);
    else if (result == TUI_PROMPT_DONE)
        add(tui);
    if (result == TUI_PROMPT_DONE || result == TUI_PROMPT_GIVEN_UP)
        tui->prompt.kind = TUI_PROMPT_NONE;
}

static void act_on_help(struct tui *tui, uint32_t key)
{
    int last = tui->help_rows - (tui->layout.rows - 1);

    if (key == TUI_KEY_DOWN || key == 'j')
        tui->help_top += tui->help_top < last;
    else if (key == TUI_KEY_UP || key == 'k')
        tui->help_top -= tui->help_top > 0;
    else
        tui->help = false;
}

static void press(struct tui *tui, uint32_t key)
{
    tui->message[0] = '\0';
    if (tui->prompt.kind != TUI_PROMPT_NONE)
        act_on_prompt(tui, key);
    else if (tui->help)
        act_on_help(tui, key);
    else
        act(tui, tui_keys_find(key, tui->search[0] != '\0'), key);
}

void tui_act(struct tui *tui, const struct tui_event *event)
{
    tui->dirty = tui->dirty || event->kind != TUI_EVENT_NONE;
    switch (event->kind) {
    case TUI_EVENT_KEY:
        press(tui, event->key);
        break;
    case TUI_EVENT_CLICK:
        if (tui->help)
            tui->help = false;
        else
            tui_mouse_click(tui, event);
        break;
    case TUI_EVENT_WHEEL:
        if (!tui->help)
            tui_mouse_wheel(tui, event);
        break;
    case TUI_EVENT_ATTRIBUTES:
        if (event->sixel && tui->art.kind == TUI_PICTURE_NONE)
            tui->art.kind = TUI_PICTURE_SIXEL;
        break;
    default:
        break;
    }
}
