/*
 * tui.h - the screen: everything that its files share.
 */
#ifndef PLAYER_TUI_TUI_H
#define PLAYER_TUI_TUI_H

#include "player/tui/tui_art.h"
#include "player/tui/tui_calls.h"
#include "player/tui/tui_draw.h"
#include "player/tui/tui_input.h"

enum { TUI_SEEK = 5 }; /* seconds */

struct tui {
    const char *name; /* the instance's */
    bool owned;       /* the player started it: they have one terminal, and end together */

    struct tui_calls calls;
    struct tui_facts facts;
    struct tui_list list;
    struct tui_sound sound;
    struct tui_prompt prompt;
    struct tui_art art;
    struct tui_input input;
    struct tui_layout layout;

    char search[TUI_PROMPT_MAX]; /* what n and N go on with; "" nothing */
    uint32_t search_from;        /* the track that was chosen when the search began */
    char message[TUI_DRAW_MESSAGE];
    bool alarming;
    bool messages_asked;
    bool outline_asked;
    uint32_t heard_of; /* messages that have been shown */
    bool loop_begun;
    double loop_from; /* seconds */
    bool help;
    int help_top, help_rows;
    uint32_t clicked; /* the track that was clicked on last, and when */
    uint64_t clicked_ms;

    int signals, timer;
    bool colour;
    bool opened; /* ncurses knows it */
    bool shown;  /* the terminal is ours */
    bool over;
    bool dirty;     /* what is shown is not what is so */
    bool anew;      /* all of it has to be drawn */
    bool art_shown; /* the picture is there */
    bool watch_due; /* the player is to be asked for the next change */
    uint64_t drawn_ms;
};

/* tui_act.c: what a key, a click or an answer of the terminal does. */
void tui_act(struct tui *tui, const struct tui_event *event);

/* To that second of the track; and a verb for the chosen track. */
void tui_seek_to(struct tui *tui, double seconds);
void tui_order_chosen(struct tui *tui, const char *verb);

/* tui_mouse.c */
void tui_mouse_click(struct tui *tui, const struct tui_event *event);
void tui_mouse_wheel(struct tui *tui, const struct tui_event *event);

/* tui_answer.c: what the player says. */
void tui_answer(struct tui *tui, enum tui_call kind, const char *text);

/* Sends a request; what keeps it from being sent is shown. */
void tui_ask(struct tui *tui, enum tui_call kind, const char *verb, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Shows a line at the foot, until the next key. */
void tui_say(struct tui *tui, bool alarming, const char *text);

/* tui_show.c: draws what is so now. */
void tui_show(struct tui *tui);

/* tui_loop.c: shows the player until one of them ends; the exit status. */
int tui_run(struct tui *tui);

#endif
