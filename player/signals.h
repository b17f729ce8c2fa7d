/*
 * signals.h - the signals of `rondo --signals`, read as data.
 */
#ifndef PLAYER_SIGNALS_H
#define PLAYER_SIGNALS_H

#include <stdbool.h>
#include <stdint.h>

/* What a signal asks for; `value` is what a real-time signal carries. */
enum signals_order {
    SIGNALS_NONE,
    SIGNALS_TOGGLE,
    SIGNALS_RELOAD,
    SIGNALS_STOP,
    SIGNALS_QUIT,
    SIGNALS_NEXT,
    SIGNALS_PREVIOUS,
    SIGNALS_SUSPEND,
    SIGNALS_CONTINUE,
    SIGNALS_REDRAW,
    SIGNALS_FORWARD,
    SIGNALS_BACK,
    SIGNALS_GO,
    SIGNALS_VOLUME,
    SIGNALS_TRACK
};

struct signals_taken {
    enum signals_order order;
    int value;
    bool valued; /* sigqueue sent it, so it has a value */
};

/* Remembers when SIGINT came: the third within 1.5 s is a stop. */
struct signals_taps {
    uint64_t ms[2]; /* the last two, the older first; 0: none */
};

/* Blocks the signals that Rondo handles, in this thread and those it starts; a signalfd. */
int signals_open(int *ret_file);

/* The next signal that is waiting; -EAGAIN: none. */
int signals_take(int file, struct signals_taps *taps, struct signals_taken *ret_taken);

/* The order of a SIGINT at that time of a monotonic clock: SIGNALS_TOGGLE or SIGNALS_STOP. */
enum signals_order signals_tap(struct signals_taps *taps, uint64_t now_ms);

#endif
