/*
 * listener.h - the thread that sleeps in msgrcv and hands each request to the event loop.
 *
 * A message queue cannot be polled, a socket can: every request becomes one packet, and an
 * empty packet says that the queue is gone. The thread ends with the queue.
 */
#ifndef PLAYER_LISTENER_H
#define PLAYER_LISTENER_H

#include <pthread.h>

#include "shmring/cmdq.h"

struct listener {
    pthread_t thread;
    struct cmdq queues;
    int inside;  /* the thread's end of the socket pair */
    int outside; /* the event loop's: readable when there is a request */
};

/* The struct must stay where it is until listener_stop(). Signals have to be blocked before. */
int listener_start(struct listener *listener, const struct cmdq *queues);

/*
 * Takes the next packet; `text` has room for CMDQ_TEXT_MAX. Returns its length without the
 * zero that ends it, -EAGAIN: none, -EIDRM: the queue is gone, -E2BIG: one was too long.
 */
ssize_t listener_take(struct listener *listener, char *text);

/* After the queue has been removed: waits for the thread's end. */
void listener_stop(struct listener *listener);

#endif
