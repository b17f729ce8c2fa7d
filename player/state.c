/*
 * state.c - the table. Every cell is written down, so that none is decided by accident.
 */
#include "player/state.h"

static const struct transition table[STATE_COUNT][EVENT_COUNT] =
    {
        [STATE_PLAYING] =
            {
                [EVENT_PLAY] = {STATE_PLAYING, ACTION_NONE},
                [EVENT_PAUSE] = {STATE_PAUSED, ACTION_SHUT},
                [EVENT_TOGGLE] = {STATE_PAUSED, ACTION_SHUT},
                [EVENT_MOVE] = {STATE_PLAYING, ACTION_MOVE},
                [EVENT_SUSPEND] = {STATE_SUSPENDED, ACTION_SUSPEND},
                [EVENT_CONTINUE] = {STATE_PLAYING, ACTION_REDRAW},
                [EVENT_STOP] = {STATE_FADING, ACTION_FADE},
                [EVENT_QUIT] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_LAST] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_FADED] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_BROKEN] = {STATE_OVER, ACTION_LEAVE},
            },
        [STATE_PAUSED] =
            {
                [EVENT_PLAY] = {STATE_PLAYING, ACTION_OPEN},
                [EVENT_PAUSE] = {STATE_PAUSED, ACTION_NONE},
                [EVENT_TOGGLE] = {STATE_PLAYING, ACTION_OPEN},
                [EVENT_MOVE] = {STATE_PAUSED, ACTION_MOVE},
                [EVENT_SUSPEND] = {STATE_PAUSED, ACTION_SUSPEND},
                [EVENT_CONTINUE] = {STATE_PAUSED, ACTION_REDRAW},
                [EVENT_STOP] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_QUIT] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_LAST] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_FADED] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_BROKEN] = {STATE_OVER, ACTION_LEAVE},
            },
        [STATE_SUSPENDED] =
            {
                [EVENT_PLAY] = {STATE_PLAYING, ACTION_OPEN},
                [EVENT_PAUSE] = {STATE_PAUSED, ACTION_REDRAW},
                [EVENT_TOGGLE] = {STATE_PAUSED, ACTION_REDRAW},
                [EVENT_MOVE] = {STATE_SUSPENDED, ACTION_MOVE},
                [EVENT_SUSPEND] = {STATE_SUSPENDED, ACTION_SUSPEND},
                [EVENT_CONTINUE] = {STATE_PLAYING, ACTION_OPEN},
                [EVENT_STOP] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_QUIT] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_LAST] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_FADED] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_BROKEN] = {STATE_OVER, ACTION_LEAVE},
            },
        [STATE_FADING] =
            {
                [EVENT_PLAY] = {STATE_FADING, ACTION_NONE},
                [EVENT_PAUSE] = {STATE_FADING, ACTION_NONE},
                [EVENT_TOGGLE] = {STATE_FADING, ACTION_NONE},
                [EVENT_MOVE] = {STATE_FADING, ACTION_NONE},
                [EVENT_SUSPEND] = {STATE_FADING, ACTION_NONE},
                [EVENT_CONTINUE] = {STATE_FADING, ACTION_NONE},
                [EVENT_STOP] = {STATE_FADING, ACTION_NONE},
                [EVENT_QUIT] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_LAST] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_FADED] = {STATE_OVER, ACTION_LEAVE},
                [EVENT_BROKEN] = {STATE_OVER, ACTION_LEAVE},
            },
        [STATE_OVER] =
            {
                [EVENT_PLAY] = {STATE_OVER, ACTION_NONE},
                [EVENT_PAUSE] = {STATE_OVER, ACTION_NONE},
                [EVENT_TOGGLE] = {STATE_OVER, ACTION_NONE},
                [EVENT_MOVE] = {STATE_OVER, ACTION_NONE},
                [EVENT_SUSPEND] = {STATE_OVER, ACTION_NONE},
                [EVENT_CONTINUE] = {STATE_OVER, ACTION_NONE},
                [EVENT_STOP] = {STATE_OVER, ACTION_NONE},
                [EVENT_QUIT] = {STATE_OVER, ACTION_NONE},
                [EVENT_LAST] = {STATE_OVER, ACTION_NONE},
                [EVENT_FADED] = {STATE_OVER, ACTION_NONE},
                [EVENT_BROKEN] = {STATE_OVER, ACTION_NONE},
            },
};

static const char *const names[STATE_COUNT] = {
    [STATE_PLAYING] = "playing", [STATE_PAUSED] = "paused", [STATE_SUSPENDED] = "suspended",
    [STATE_FADING] = "stopping", [STATE_OVER] = "over",
};

struct transition state_next(enum state state, enum event event)
{
    return table[state][event];
}

const char *state_name(enum state state)
{
    return names[state];
}
