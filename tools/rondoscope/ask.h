/*
 * ask.h - one request to the player at a time, and its answer, without waiting for it.
 */
#ifndef TOOLS_RONDOSCOPE_ASK_H
#define TOOLS_RONDOSCOPE_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { ASK_TEXT_MAX = 200, ASK_TIMEOUT_MS = 3000 };

/* All zero is the beginning. */
struct ask {
    pid_t child; /* 0: nothing is being asked */
    int answer;  /* readable once it is there */
    char what[64];
};

/* Sends VERB ARGUMENT, which may be NULL. -EBUSY: the last answer is not there yet; -EAGAIN ... */
int ask_start(struct ask *ask, const char *instance, const char *verb, const char *argument);

/* Takes the answer, one line for the screen; waits for it if need be. */
void ask_finish(struct ask *ask, char *ret_text, size_t size);

#endif
