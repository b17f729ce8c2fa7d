/*
 * tui_keys.h - the table of keys: what each does, and how '?' tells of it.
 */
#ifndef PLAYER_TUI_KEYS_H
#define PLAYER_TUI_KEYS_H

#include <stdbool.h>
#include <stdint.h>

enum tui_action {
    TUI_NOTHING,
    TUI_TOGGLE,
    TUI_NEXT,
    TUI_PREVIOUS,
    TUI_STOP,
    TUI_BACK,
    TUI_FORWARD,
    TUI_BACK_FAR,
    TUI_FORWARD_FAR,
    TUI_TENTH, /* of the track; the key is a digit */
    TUI_LOUDER,
    TUI_SOFTER,
    TUI_SHUFFLE,
    TUI_REPEAT,
    TUI_LOOP,
    TUI_STEP,
    TUI_UP,
    TUI_DOWN,
    TUI_PAGE_UP,
    TUI_PAGE_DOWN,
    TUI_FIRST,
    TUI_LAST,
    TUI_CURRENT,
    TUI_PLAY,
    TUI_SEARCH,
    TUI_MATCH,
    TUI_MATCH_BACK,
    TUI_ESCAPE,
    TUI_ADD,
    TUI_REMOVE,
    TUI_MOVE_UP,
    TUI_MOVE_DOWN,
    TUI_REDRAW,
    TUI_HELP,
    TUI_ACTIONS
};

struct tui_keys_row {
    const char *names; /* "Left, Right" */
    const char *does;
};

/* What is to be done; `searching`: n and N go from match to match. */
enum tui_action tui_keys_find(uint32_t key, bool searching);

/* The rows of '?', each with the keys that it tells of; ended by a NULL name. */
extern const struct tui_keys_row tui_keys_help[];

/* The same for the mouse. */
extern const struct tui_keys_row tui_keys_mouse[];

/* The row that tells of an action; NULL: none does. */
const struct tui_keys_row *tui_keys_row(enum tui_action action);

#endif
