/*
 * state.h - what the player is doing, what can happen to it, and what it then does.
 *
 * A signal, a key, a request, a child's word: each becomes an event, and state_next() is a
 * pure table from state and event to the next state and one action. Everything else, such as
 * where a seek goes, is a parameter of the action and no business of the table's.
 */
#ifndef PLAYER_STATE_H
#define PLAYER_STATE_H

enum state {
    STATE_PLAYING,
    STATE_PAUSED,    /* the gate is shut */
    STATE_SUSPENDED, /* stopped as a job while playing: the gate is shut for that time only */
    STATE_FADING,    /* the last 40 ms */
    STATE_OVER,      /* everything is being removed */
    STATE_COUNT
};

enum event {
    EVENT_PLAY,
    EVENT_PAUSE,
    EVENT_TOGGLE,
    EVENT_MOVE,     /* to another track or another place */
    EVENT_SUSPEND,  /* SIGTSTP */
    EVENT_CONTINUE, /* SIGCONT */
    EVENT_STOP,     /* fade and end */
    EVENT_QUIT,     /* end at once */
    EVENT_LAST,     /* the last track has been heard */
    EVENT_FADED,    /* the fade is over, or took too long */
    EVENT_BROKEN,   /* it cannot go on; why has been said */
    EVENT_COUNT
};

enum action {
    ACTION_NONE,
    ACTION_SHUT,    /* pause the ring */
    ACTION_OPEN,    /* resume the ring */
    ACTION_MOVE,    /* new orders */
    ACTION_SUSPEND, /* pause the ring, give the terminal back, and stop this process */
    ACTION_REDRAW,
    ACTION_FADE,
    ACTION_LEAVE, /* remove everything, and end */
    ACTION_COUNT
};

struct transition {
    enum state state;
    enum action action;
};

struct transition state_next(enum state state, enum event event);

/* "playing", "paused", ...: as status and display show it. */
const char *state_name(enum state state);

#endif
