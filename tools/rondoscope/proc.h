/*
 * proc.h - what /proc and the clocks tell of another process.
 */
#ifndef TOOLS_RONDOSCOPE_PROC_H
#define TOOLS_RONDOSCOPE_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { PROC_THREADS_MAX = 64 };

struct proc_facts {
    char state;       /* of the first thread, as the letter in /proc/PID/status */
    unsigned threads; /* that were looked at */
    uint64_t pending; /* signals, bit n - 1 for signal n: the process's, and all threads' */
    uint64_t blocked; /* by the first thread */
    uint64_t ignored;
    uint64_t caught;
    uint64_t sleeps; /* how often all threads have gone to sleep so far */
    uint64_t cpu_ns; /* used by all threads so far */
};

/* 0, or a negative errno: -ESRCH: there is no such process; -EACCES: hidden from this user. */
int proc_read(pid_t pid, struct proc_facts *ret_facts);

/* Whether a number is that of one of its threads. */
bool proc_has_thread(pid_t pid, pid_t thread);

/* Takes one thread's /proc/PID/task/TID/status, a text, into the facts; for proc_read(). */
void proc_add_thread(const char *status, bool first, struct proc_facts *facts);

#endif
