/*
 * tui_input.c - a state machine over the bytes of a terminal.
 *
 *   GROUND     a plain key, the lead of a character in UTF-8, or ESC
 *   CHARACTER  the bytes that follow a lead
 *   ESCAPE     '[' or 'O' begins a sequence, 'P', ']', '_', '^' or 'X' a string; else a key
 *   SEQUENCE   numbers (0x20 to 0x3f) until a final byte (from 0x40 on) names the key
 *   LAST       one more byte: the Linux console sends ESC [ [ A for F1
 *   STRING     an answer that nobody asked for, to its end (ESC \ or BEL)
 */
#include "player/tui/tui_input.h"

#include <string.h>

enum { ESC = 0x1b, BEL = 0x07, NUMBER_MAX = 99999, WHEEL = 64, MOTION = 32, SIXEL = 4 };

static const struct tui_event nothing = {.kind = TUI_EVENT_NONE};

static struct tui_event key(uint32_t code)
{
    /* Backspace is either, and so is Enter. */
    code = code == '\b' ? TUI_KEY_BACKSPACE : code == '\n' ? TUI_KEY_ENTER : code;
    return (struct tui_event){.kind = TUI_EVENT_KEY, .key = code};
}

static struct tui_event feed_ground(struct tui_input *input, uint8_t byte)
{
    memset(input, 0, sizeof(*input));
    if (byte == ESC) {
        input->state = TUI_INPUT_ESCAPE;
        return nothing;
    }
    if (byte < 0x80)
        return key(byte);
    if (byte < 0xc2 || byte > 0xf4)
        return nothing;
    input->state = TUI_INPUT_CHARACTER;
    input->missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    input->code = byte & (0x3fu >> input->missing);
    return nothing;
}

static struct tui_event feed_character(struct tui_input *input, uint8_t byte)
{
    if ((byte & 0xc0) != 0x80)
        return feed_ground(input, byte);
    input->code = input->code << 6 | (byte & 0x3fu);
    if (--input->missing > 0)
        return nothing;
    input->state = TUI_INPUT_GROUND;
    return input->code < 0x110000 ? key(input->code) : nothing;
}

static struct tui_event feed_escape(struct tui_input *input, uint8_t byte)
{
    if (byte == '[' || byte == 'O') {
        input->state = TUI_INPUT_SEQUENCE;
        return nothing;
    }
    if (byte == 'P' || byte == ']' || byte == '_' || byte == '^' || byte == 'X') {
        input->state = TUI_INPUT_STRING;
        return nothing;
    }
    return feed_ground(input, byte);
}

/* ESC [ NUMBER ~ */
static struct tui_event tilde(unsigned number)
{
    switch (number) {
    case 1:
    case 7:
        return key(TUI_KEY_HOME);
    case 3:
        return key(TUI_KEY_DELETE);
    case 4:
    case 8:
        return key(TUI_KEY_END);
    case 5:
        return key(TUI_KEY_PAGE_UP);
    case 6:
        return key(TUI_KEY_PAGE_DOWN);
    default:
        return nothing;
    }
}

static struct tui_event mouse(const struct tui_input *input, bool pressed)
{
    unsigned button = input->number[0];
    struct tui_event event = {
        .row = (int)input->number[2] - 1,
        .column = (int)input->number[1] - 1,
    };

    if (!pressed || input->count != 3 || button & MOTION || event.row < 0 || event.column < 0)
        return nothing;
    if (button == 0)
        event.kind = TUI_EVENT_CLICK;
    if (button == WHEEL || button == WHEEL + 1) {
        event.kind = TUI_EVENT_WHEEL;
        event.steps = button == WHEEL ? -1 : 1;
    }
    return event;
}

static struct tui_event attributes(const struct tui_input *input)
{
    struct tui_event event = {.kind = TUI_EVENT_ATTRIBUTES};

    for (unsigned i = 1; i < input->count; i++)
        event.sixel = event.sixel || input->number[i] == SIXEL;
    return event;
}

static struct tui_event end_sequence(const struct tui_input *input, uint8_t byte)
{
    static const uint32_t arrows[UINT8_MAX + 1] = {
        ['A'] = TUI_KEY_UP,   ['B'] = TUI_KEY_DOWN, ['C'] = TUI_KEY_RIGHT,
        ['D'] = TUI_KEY_LEFT, ['H'] = TUI_KEY_HOME, ['F'] = TUI_KEY_END,
    };

    if (input->odd)
        return nothing;
    if (input->mark == '<')
        return byte == 'M' || byte == 'm' ? mouse(input, byte == 'M') : nothing;
    if (input->mark == '?')
        return byte == 'c' ? attributes(input) : nothing;
    if (byte == '~')
        return tilde(input->number[0]);
    if (byte == 'M' && input->count == 0) /* the keypad's Enter, after ESC O */
        return key(TUI_KEY_ENTER);
    return arrows[byte] ? key(arrows[byte]) : nothing;
}

static struct tui_event feed_sequence(struct tui_input *input, uint8_t byte)
{
    unsigned *number;

    if (byte < 0x20)
        return feed_ground(input, byte);
    if (byte >= 0x40) {
        input->state = byte == '[' ? TUI_INPUT_LAST : TUI_INPUT_GROUND;
        return end_sequence(input, byte);
    }
    if ((byte == '<' || byte == '?') && input->count == 0 && !input->mark) {
        input->mark = (char)byte;
        return nothing;
    }
    if (byte != ';' && (byte < '0' || byte > '9')) {
        input->odd = true;
        return nothing;
    }
    if (input->count == 0)
        input->count = 1;
    if (byte == ';') {
        input->odd = input->odd || input->count == TUI_INPUT_NUMBERS;
        input->count += !input->odd;
        return nothing;
    }
    number = &input->number[input->count - 1];
    *number = *number * 10 + (unsigned)(byte - '0');
    if (*number > NUMBER_MAX)
        *number = NUMBER_MAX;
    return nothing;
}

static struct tui_event feed_string(struct tui_input *input, uint8_t byte)
{
    if (byte == BEL || (input->mark == ESC && byte == '\\'))
        input->state = TUI_INPUT_GROUND;
    input->mark = (char)byte;
    return nothing;
}

struct tui_event tui_input_feed(struct tui_input *input, uint8_t byte)
{
    switch (input->state) {
    case TUI_INPUT_CHARACTER:
        return feed_character(input, byte);
    case TUI_INPUT_ESCAPE:
        return feed_escape(input, byte);
    case TUI_INPUT_SEQUENCE:
        return feed_sequence(input, byte);
    case TUI_INPUT_LAST:
        input->state = TUI_INPUT_GROUND;
        return nothing;
    case TUI_INPUT_STRING:
        return feed_string(input, byte);
    default:
        return feed_ground(input, byte);
    }
}

struct tui_event tui_input_flush(struct tui_input *input)
{
    if (input->state != TUI_INPUT_ESCAPE)
        return nothing;
    input->state = TUI_INPUT_GROUND;
    return key(TUI_KEY_ESCAPE);
}
