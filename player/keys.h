/*
 * keys.h - the bytes a terminal sends, as keys.
 *
 * Feed every byte, in order; most give KEY_NONE. No time is measured: after a lone ESC the next
 * key counts as itself. Sequences of keys that mean nothing here are swallowed whole, and a
 * modifier (Shift, Alt, Ctrl) on an arrow is ignored.
 */
#ifndef PLAYER_KEYS_H
#define PLAYER_KEYS_H

#include <stdbool.h>
#include <stdint.h>

enum key {
    KEY_NONE,
    KEY_SPACE,
    KEY_N, /* either case */
    KEY_P,
    KEY_Q,
    KEY_S,
    KEY_UP,
    KEY_DOWN,
    KEY_RIGHT,
    KEY_LEFT,
    KEY_COUNT
};

/* Where in a sequence the input is; all zero is the beginning. */
struct keys {
    enum { KEYS_GROUND, KEYS_ESCAPE, KEYS_SEQUENCE, KEYS_LAST } state;
    bool odd; /* the sequence holds what no arrow's does */
};

enum key keys_feed(struct keys *keys, uint8_t byte);

#endif
