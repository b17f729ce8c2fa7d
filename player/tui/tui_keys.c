/*
 * tui_keys.c - keys, what they do, and the rows of help: one table for each, tied by the action.
 */
#include "player/tui/tui_keys.h"

#include <stddef.h>

#include "player/tui/tui_input.h"

enum { CTRL_L = 0x0c };

static const struct {
    uint32_t key;
    enum tui_action action;
} keys[] = {
    {' ', TUI_TOGGLE},
    {'n', TUI_NEXT},
    {'p', TUI_PREVIOUS},
    {'q', TUI_STOP},
    {TUI_KEY_LEFT, TUI_BACK},
    {TUI_KEY_RIGHT, TUI_FORWARD},
    {'[', TUI_BACK_FAR},
    {']', TUI_FORWARD_FAR},
    {'0', TUI_TENTH},
    {'1', TUI_TENTH},
    {'2', TUI_TENTH},
    {'3', TUI_TENTH},
    {'4', TUI_TENTH},
    {'5', TUI_TENTH},
    {'6', TUI_TENTH},
    {'7', TUI_TENTH},
    {'8', TUI_TENTH},
    {'9', TUI_TENTH},
    {'+', TUI_LOUDER},
    {'=', TUI_LOUDER},
    {'-', TUI_SOFTER},
    {'z', TUI_SHUFFLE},
    {'r', TUI_REPEAT},
    {'l', TUI_LOOP},
    {'s', TUI_STEP},
    {TUI_KEY_UP, TUI_UP},
    {'k', TUI_UP},
    {TUI_KEY_DOWN, TUI_DOWN},
    {'j', TUI_DOWN},
    {TUI_KEY_PAGE_UP, TUI_PAGE_UP},
    {TUI_KEY_PAGE_DOWN, TUI_PAGE_DOWN},
    {TUI_KEY_HOME, TUI_FIRST},
    {'g', TUI_FIRST},
    {TUI_KEY_END, TUI_LAST},
    {'G', TUI_LAST},
    {'c', TUI_CURRENT},
    {TUI_KEY_ENTER, TUI_PLAY},
    {'/', TUI_SEARCH},
    {TUI_KEY_ESCAPE, TUI_ESCAPE},
    {'a', TUI_ADD},
    {'d', TUI_REMOVE},
    {TUI_KEY_DELETE, TUI_REMOVE},
    {'K', TUI_MOVE_UP},
    {'J', TUI_MOVE_DOWN},
    {CTRL_L, TUI_REDRAW},
    {'?', TUI_HELP},
};

/* The order of enum rows is that of tui_keys_help[]. */
enum rows {
    ROW_TOGGLE,
    ROW_TRACK,
    ROW_SEEK,
    ROW_SEEK_FAR,
    ROW_TENTH,
    ROW_VOLUME,
    ROW_SHUFFLE,
    ROW_REPEAT,
    ROW_LOOP,
    ROW_STEP,
    ROW_STOP,
    ROW_CHOOSE,
    ROW_PAGE,
    ROW_ENDS,
    ROW_CURRENT,
    ROW_PLAY,
    ROW_SEARCH,
    ROW_MATCH,
    ROW_ADD,
    ROW_REMOVE,
    ROW_MOVE,
    ROW_REDRAW,
    ROW_HELP,
    ROWS
};

const struct tui_keys_row tui_keys_help[] = {
    [ROW_TOGGLE] = {"Space", "pause, resume"},
    [ROW_TRACK] = {"n, p", "next, previous track"},
    [ROW_SEEK] = {"Left, Right", "5 s back, forward"},
    [ROW_SEEK_FAR] = {"[, ]", "30 s back, forward"},
    [ROW_TENTH] = {"0 to 9", "to so many tenths of the track"},
    [ROW_VOLUME] = {"+, -", "louder, softer"},
    [ROW_SHUFFLE] = {"z", "shuffle on, off"},
    [ROW_REPEAT] = {"r", "repeat off, all, one"},
    [ROW_LOOP] = {"l", "loop: from here, to here, off"},
    [ROW_STEP] = {"s", "the next step, with --step"},
    [ROW_STOP] = {"q", "stop"},
    [ROW_CHOOSE] = {"Up, Down, k, j", "choose a track"},
    [ROW_PAGE] = {"PgUp, PgDn", "a page up, down"},
    [ROW_ENDS] = {"g, G, Home, End", "first, last track"},
    [ROW_CURRENT] = {"c", "to the track that plays"},
    [ROW_PLAY] = {"Enter", "play the chosen track"},
    [ROW_SEARCH] = {"/", "search while typing"},
    [ROW_MATCH] = {"n, N, Esc", "searching: next, previous, done"},
    [ROW_ADD] = {"a", "add a file, folder or list"},
    [ROW_REMOVE] = {"d, Del", "take the track out of the list"},
    [ROW_MOVE] = {"K, J", "move the track up, down"},
    [ROW_REDRAW] = {"Ctrl-L", "draw everything anew"},
    [ROW_HELP] = {"?", "these keys"},
    [ROWS] = {NULL, NULL},
};

const struct tui_keys_row tui_keys_mouse[] = {
    {"Click", "go there in the track; choose a track"},
    {"Double click", "play that track"},
    {"Wheel", "scroll the list; over the waveform, seek"},
    {NULL, NULL},
};

static const enum rows row_of[TUI_ACTIONS] = {
    [TUI_NOTHING] = ROWS,        [TUI_TOGGLE] = ROW_TOGGLE,     [TUI_NEXT] = ROW_TRACK,
    [TUI_PREVIOUS] = ROW_TRACK,  [TUI_STOP] = ROW_STOP,         [TUI_BACK] = ROW_SEEK,
    [TUI_FORWARD] = ROW_SEEK,    [TUI_BACK_FAR] = ROW_SEEK_FAR, [TUI_FORWARD_FAR] = ROW_SEEK_FAR,
    [TUI_TENTH] = ROW_TENTH,     [TUI_LOUDER] = ROW_VOLUME,     [TUI_SOFTER] = ROW_VOLUME,
    [TUI_SHUFFLE] = ROW_SHUFFLE, [TUI_REPEAT] = ROW_REPEAT,     [TUI_LOOP] = ROW_LOOP,
    [TUI_STEP] = ROW_STEP,       [TUI_UP] = ROW_CHOOSE,         [TUI_DOWN] = ROW_CHOOSE,
    [TUI_PAGE_UP] = ROW_PAGE,    [TUI_PAGE_DOWN] = ROW_PAGE,    [TUI_FIRST] = ROW_ENDS,
    [TUI_LAST] = ROW_ENDS,       [TUI_CURRENT] = ROW_CURRENT,   [TUI_PLAY] = ROW_PLAY,
    [TUI_SEARCH] = ROW_SEARCH,   [TUI_MATCH] = ROW_MATCH,       [TUI_MATCH_BACK] = ROW_MATCH,
    [TUI_ESCAPE] = ROW_MATCH,    [TUI_ADD] = ROW_ADD,           [TUI_REMOVE] = ROW_REMOVE,
    [TUI_MOVE_UP] = ROW_MOVE,    [TUI_MOVE_DOWN] = ROW_MOVE,    [TUI_REDRAW] = ROW_REDRAW,
    [TUI_HELP] = ROW_HELP,
};

enum tui_action tui_keys_find(uint32_t key, bool searching)
{
    if (searching && (key == 'n' || key == 'N'))
        return key == 'n' ? TUI_MATCH : TUI_MATCH_BACK;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (keys[i].key == key)
            return keys[i].action;
    return TUI_NOTHING;
}

const struct tui_keys_row *tui_keys_row(enum tui_action action)
{
    return row_of[action] < ROWS ? &tui_keys_help[row_of[action]] : NULL;
}
