/*
 * stage_queue.h - a client of the message queues that knows nothing but msgsnd and msgrcv.
 *
 * It is the test's own process: replies to it have its pid as their type.
 */
#ifndef TESTS_E2E_STAGE_QUEUE_H
#define TESTS_E2E_STAGE_QUEUE_H

#include "shmring/cmdq.h"
#include "tests/e2e/stage.h"

enum { QUEUE_MESSAGE_MAX = 8192, QUEUE_STOP = 1, QUEUE_TRANSPORT = 2, QUEUE_OTHER = 3 };

struct queue {
    struct stage_process *rondo;
    int requests;
    int replies;
    unsigned last;                 /* the last id that was used */
    char reply[CMDQ_TEXT_MAX + 1]; /* what queue_reply() returned */
};

/* Waits until the rondo has made its queues. */
void queue_open(struct stage_process *rondo, struct queue *ret_queue);

/* Sends these bytes; waits for room. */
void queue_send(const struct queue *queue, long type, const void *bytes, size_t size);

/* Sends "PID ID WORDS", and returns the ID, a number. */
unsigned queue_ask(struct queue *queue, long type, const char *words);

/* The next reply to this process, or NULL: there is none now, or the queue is gone. */
const char *queue_look(struct queue *queue);

/* Waits for the next reply to this process; with an id, fails if that is not the reply's. */
const char *queue_reply(struct queue *queue);
const char *queue_reply_to(struct queue *queue, unsigned id);

/* Asks, and takes the reply: it has this id, and is "ok":true or false. */
const char *queue_done(struct queue *queue, long type, const char *words);
const char *queue_refused(struct queue *queue, long type, const char *words);

#endif
