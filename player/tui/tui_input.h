/*
 * tui_input.h - the bytes a terminal sends, as keys, clicks and answers.
 *
 * Feed every byte, in order. A lone ESC looks like the beginning of a sequence: when nothing comes
 * behind it, tui_input_flush() makes it a key. Sequences that mean nothing here are swallowed
 * whole.
 */
#ifndef PLAYER_TUI_INPUT_H
#define PLAYER_TUI_INPUT_H

#include <stdbool.h>
#include <stdint.h>

/* A key is a Unicode character, a control character, or one of these. */
enum tui_key {
    TUI_KEY_ENTER = 0x0d,
    TUI_KEY_ESCAPE = 0x1b,
    TUI_KEY_BACKSPACE = 0x7f,
    TUI_KEY_UP = 0x110000,
    TUI_KEY_DOWN,
    TUI_KEY_LEFT,
    TUI_KEY_RIGHT,
    TUI_KEY_HOME,
    TUI_KEY_END,
    TUI_KEY_PAGE_UP,
    TUI_KEY_PAGE_DOWN,
    TUI_KEY_DELETE
};

enum tui_event_kind {
    TUI_EVENT_NONE,
    TUI_EVENT_KEY,
    TUI_EVENT_CLICK,      /* the left button was pressed */
    TUI_EVENT_WHEEL,      /* `steps` down, or up if below 0 */
    TUI_EVENT_ATTRIBUTES, /* the terminal says what it is */
};

struct tui_event {
    enum tui_event_kind kind;
    uint32_t key;
    int row, column; /* from 0 */
    int steps;
    bool sixel; /* it can draw sixel pictures */
};

enum { TUI_INPUT_NUMBERS = 16 };

/* Where in a sequence the input is; all zero is the beginning. */
struct tui_input {
    enum {
        TUI_INPUT_GROUND,
        TUI_INPUT_CHARACTER,
        TUI_INPUT_ESCAPE,
        TUI_INPUT_SEQUENCE,
        TUI_INPUT_LAST,
        TUI_INPUT_STRING
    } state;
    char mark;        /* '<' or '?' before the numbers */
    bool odd;         /* the sequence holds what is none of ours */
    unsigned count;   /* numbers begun */
    unsigned missing; /* bytes of a character */
    uint32_t code;
    unsigned number[TUI_INPUT_NUMBERS];
};

struct tui_event tui_input_feed(struct tui_input *input, uint8_t byte);

/* Nothing more has come. */
struct tui_event tui_input_flush(struct tui_input *input);

#endif
