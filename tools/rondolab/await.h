/*
 * await.h - looking again and again until something has happened that nothing tells of.
 *
 *     struct await await = await_begin();
 *     while (!CONDITION && await_tick(&await) == 0)
 *         ;
 *
 * Where the thing is a prediction, a timeout is an observation too: the numbers are compared all
 * the same, and say that it has not happened. No verdict depends on how fast anything is.
 */
#ifndef TOOLS_RONDOLAB_AWAIT_H
#define TOOLS_RONDOLAB_AWAIT_H

#include <stdint.h>
#include <sys/types.h>

enum { AWAIT_S = 30, AWAIT_TICK_US = 500 };

struct await {
    uint64_t until_ns;
};

struct await await_begin(void);

/* Sleeps for a moment. -ETIMEDOUT: AWAIT_S have passed since it began. */
int await_tick(struct await *await);

/* 'R' runs, 'S' sleeps, 'T' is stopped, 'Z' is dead, as /proc/PID/stat has it; 'X': no such
 * process is there. */
char await_state(pid_t pid);

/* Its parent; 0: there is no such process. */
pid_t await_parent(pid_t pid);

/* Until the process is in one of these states, "ZX" for dead, reaped or not. -ETIMEDOUT. */
int await_process(pid_t pid, const char *states);

#endif
