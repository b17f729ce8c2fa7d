/*
 * watch.h - clients that wait for something to change, and what has been said lately.
 *
 * `watch NUMBER` is a request whose answer, the status, comes when the player's count of changes
 * is another one than NUMBER: at once, or later. So nobody has to ask again and again, and while
 * nothing changes nobody wakes up. That time passes while it plays is no change.
 */
#ifndef PLAYER_WATCH_H
#define PLAYER_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "shmring/cmdq.h"

enum { WATCH_CLIENTS = 8, WATCH_MESSAGES = 8, WATCH_TEXT = 900 };

struct watch {
    uint32_t news; /* counts the changes */
    uint32_t told; /* the count when the clients were last told */
    uint32_t count;
    struct watch_client {
        pid_t client;
        char id[CMDQ_ID_MAX + 1];
    } client[WATCH_CLIENTS];
    uint32_t said; /* counts the messages; the one with the number n, from 0, is at n modulo: */
    char message[WATCH_MESSAGES][WATCH_TEXT];
};

struct session;

/* Something has changed. */
void watch_changed(struct session *s);

/* One line that was said to the listener; it is a change. */
void watch_said(struct session *s, const char *text);

/*
 * Keeps the client for the next change; a client waits once, and its newest request counts. -EBUSY:
 * there are enough of them.
 */
int watch_add(struct session *s, const struct cmdq_request *request);

/* Answers all who wait, if anything has changed; once a turn of the loop. */
void watch_tell(struct session *s);

#endif
