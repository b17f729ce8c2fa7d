/*
 * keys.c - a state machine over the bytes of a terminal.
 *
 *   GROUND    a plain key, or ESC
 *   ESCAPE    '[' or 'O' begins a sequence; anything else is a key after a lone ESC
 *   SEQUENCE  parameters (0x20 to 0x3f) until a final byte (from 0x40 on) names the key
 *   LAST      one more byte: the Linux console sends ESC [ [ A for F1
 *
 * A control character ends a sequence, for a terminal sends none inside of one.
 */
#include "player/keys.h"

enum { ESC = 0x1b };

static const enum key plain[UINT8_MAX + 1] = {
    [' '] = KEY_SPACE, ['n'] = KEY_N, ['N'] = KEY_N, ['p'] = KEY_P, ['P'] = KEY_P,
    ['q'] = KEY_Q,     ['Q'] = KEY_Q, ['s'] = KEY_S, ['S'] = KEY_S,
};

static const enum key arrows[UINT8_MAX + 1] = {
    ['A'] = KEY_UP,
    ['B'] = KEY_DOWN,
    ['C'] = KEY_RIGHT,
    ['D'] = KEY_LEFT,
};

static enum key feed_ground(struct keys *keys, uint8_t byte)
{
    keys->state = byte == ESC ? KEYS_ESCAPE : KEYS_GROUND;
    return plain[byte];
}

static enum key feed_escape(struct keys *keys, uint8_t byte)
{
    if (byte != '[' && byte != 'O')
        return feed_ground(keys, byte);
    keys->state = KEYS_SEQUENCE;
    keys->odd = false;
    return KEY_NONE;
}

static enum key feed_sequence(struct keys *keys, uint8_t byte)
{
    if (byte < 0x20)
        return feed_ground(keys, byte);
    if (byte < 0x40) {
        keys->odd |= byte != ';' && (byte < '0' || byte > '9');
        return KEY_NONE;
    }
    keys->state = byte == '[' ? KEYS_LAST : KEYS_GROUND;
    return keys->odd ? KEY_NONE : arrows[byte];
}

enum key keys_feed(struct keys *keys, uint8_t byte)
{
    switch (keys->state) {
    case KEYS_ESCAPE:
        return feed_escape(keys, byte);
    case KEYS_SEQUENCE:
        return feed_sequence(keys, byte);
    case KEYS_LAST:
        keys->state = KEYS_GROUND;
        return KEY_NONE;
    case KEYS_GROUND:
        break;
    }
    return feed_ground(keys, byte);
}
