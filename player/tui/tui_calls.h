/*
 * tui_calls.h - requests to the player, and the thread that waits for its answers.
 *
 * A request is sent and forgotten; its answer comes through tui_calls_take(), with the kind that it
 * was sent with. A message queue cannot be polled, a socket can: the thread sleeps in msgrcv and
 * makes a packet of each answer.
 */
#ifndef PLAYER_TUI_CALLS_H
#define PLAYER_TUI_CALLS_H

#include <pthread.h>
#include <termios.h>

#include "shmring/cmdq.h"

/* What an answer is for; the first letter of the request's id. */
enum tui_call {
    TUI_CALL_STATUS = 's',   /* the status, now */
    TUI_CALL_WATCH = 'w',    /* the status, when something has changed */
    TUI_CALL_LIST = 'l',     /* a page of the list */
    TUI_CALL_FIND = 'f',     /* a track that was searched for */
    TUI_CALL_MESSAGES = 'm', /* what was said */
    TUI_CALL_ORDER = 'o',    /* anything that changes something */
};

struct tui_calls {
    pthread_t thread;
    struct cmdq queues;
    pid_t player;
    int process; /* a pidfd of it */
    int inside;  /* the thread's end of the socket pair */
    int outside; /* readable when there is an answer */
    uint32_t sent;
    struct termios
        restore; /* for the thread, should this process hang in a terminal that is shut */
};

/*
 * Finds the player of that name. Signals have to be blocked before, and the struct stays where it
 * is. -ENOENT: there is none; others as from instance_open_queues().
 */
int tui_calls_start(struct tui_calls *calls, const char *name);

/* argument NULL: none. -EAGAIN: the queue is full; -EIDRM: it is gone; -E2BIG: it is too long. */
int tui_calls_send(struct tui_calls *calls, enum tui_call kind, const char *verb,
                   const char *argument);

/* Asks for the status when the count of changes is another one. Errors as above. */
int tui_calls_watch(struct tui_calls *calls, uint32_t news);

/*
 * The next answer; `text` has room for CMDQ_TEXT_MAX. 0, -EAGAIN: there is none; -EIDRM: the player
 * has gone.
 */
int tui_calls_take(struct tui_calls *calls, enum tui_call *ret_kind, char *text);

/* At the end of the process; the thread ends with it. */
void tui_calls_stop(struct tui_calls *calls);

#endif
