/*
 * child_process.h - children of a test: started, awaited, ended, and never left behind.
 */
#ifndef TESTS_UNIT_CHILD_PROCESS_H
#define TESTS_UNIT_CHILD_PROCESS_H

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* fork(); the child dies with the test program. */
static inline pid_t child_fork(void)
{
    pid_t parent = getpid();
    pid_t child = fork();

    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(1);
    }
    return child;
}

/* A child that does nothing until child_kill(). */
static inline pid_t child_idle(void)
{
    pid_t child = child_fork();

    while (child == 0)
        pause();
    return child;
}

/* Waits for its end, or its stop under ptrace; returns the status as waitpid() has it. */
static inline int child_wait(pid_t child)
{
    int status = -1;

    waitpid(child, &status, 0);
    return status;
}

static inline void child_kill(pid_t child)
{
    kill(child, SIGKILL);
    child_wait(child);
}

/* The PID of a process that has ended: nobody has it, for the numbers go round slowly. */
static inline pid_t child_dead(void)
{
    pid_t child = child_idle();

    child_kill(child);
    return child;
}

/* 'R' runs, 'S' sleeps, 'T' is stopped, as /proc/PID/stat has it; 'X': it has ended. */
static inline char child_state(pid_t child)
{
    char path[64];
    char line[512];
    const char *after = NULL;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/stat", child);
    file = fopen(path, "re");
    if (file && fgets(line, sizeof(line), file))
        after = strrchr(line, ')');
    if (file)
        fclose(file);
    return after ? after[2] : 'X';
}

/* Returns when the child sleeps in the kernel, or has ended. */
static inline void child_wait_asleep(pid_t child)
{
    while (child_state(child) == 'R')
        sched_yield();
}

/* Stops the child, and returns when it is stopped. */
static inline void child_stop(pid_t child)
{
    kill(child, SIGSTOP);
    while (child_state(child) != 'T')
        sched_yield();
}

#endif
