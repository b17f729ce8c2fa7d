/*
 * subject.h - a process of the lab's own that does one thing after another, as ordered, and dies
 * when it is told to.
 *
 * What it can do is one function, called in the subject with the context as it was at the fork.
 * Orders and answers go over a socket pair, one packet each. A subject dies with the lab.
 */
#ifndef TOOLS_RONDOLAB_SUBJECT_H
#define TOOLS_RONDOLAB_SUBJECT_H

#include <stdint.h>
#include <sys/types.h>

#include "tools/rondolab/guardian.h"

enum { SUBJECT_NUMBERS_MAX = 16 };

/* When it dies of an order. */
enum moment {
    MOMENT_NEVER,
    MOMENT_BEFORE, /* just before the act, by its own hand */
    MOMENT_AFTER,  /* just after it */
    MOMENT_INSIDE, /* in it: whoever ordered it kills it there */
    MOMENT_RACE    /* the same, but it says first that it begins now */
};

struct order {
    int act;
    uint32_t count;
    enum moment dies;
};

/* error: 0 or a negative errno; the rest is what the act made of it. */
struct answer {
    int error;
    uint32_t count;
    uint32_t damaged;
    uint32_t number[SUBJECT_NUMBERS_MAX];
};

typedef void (*subject_act)(void *context, const struct order *order, struct answer *ret_answer);

struct subject {
    pid_t pid; /* 0: none */
    int channel;
    const struct guardian *guardian;
};

int subject_start(const struct guardian *guardian, subject_act act, void *context,
                  struct subject *ret_subject);

/* Orders an act and waits for the answer: its error, or -ECHILD when the subject has died. */
int subject_do(struct subject *subject, int act, uint32_t count, struct answer *ret_answer);

/* Only orders it; the subject may sleep in it, or die of it. -ECHILD. */
int subject_order(struct subject *subject, const struct order *order);

/*
 * Waits for the answer to what was ordered. A MOMENT_RACE order answers twice. -ECHILD; -ETIMEDOUT:
 * it has not come within AWAIT_S.
 */
int subject_answer(struct subject *subject, struct answer *ret_answer);

/* Waits for its end; how it ended, as waitpid(2) has it, or a negative errno. */
int subject_wait(struct subject *subject);

/* SIGKILL, and waits. Nothing without one. */
void subject_kill(struct subject *subject);

/* Lets it exit by itself, with status 0, and waits. */
void subject_dismiss(struct subject *subject);

#endif
