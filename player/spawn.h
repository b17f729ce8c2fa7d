/*
 * spawn.h - starts rondo-producer and rondo-consumer, and tells how they ended.
 *
 * A child is in a process group of its own, so the terminal's Ctrl-C does not reach it; its
 * standard input is /dev/null, and of our descriptors it has only the channel and the
 * standard ones. It is looked for next to this program, then in libexec/rondo.
 */
#ifndef PLAYER_SPAWN_H
#define PLAYER_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

struct process {
    pid_t pid; /* 0: none */
    int pidfd; /* readable once it has ended */
};

/* How a process ended: by a signal, or with an exit status. */
struct spawn_end {
    int signal; /* 0: none */
    int status;
};

/*
 * Writes the program's full path. -ENOENT: it is in neither place, and the path is that of
 * the last that was tried.
 */
int spawn_find(const char *program, char *ret_path, size_t path_size);

/* Starts it; argv ends with NULL. The channel becomes descriptor CHILD_CHANNEL. */
int spawn_start(const char *path, char *const argv[], int channel, struct process *ret_process);

/* Replaces the caller by that program; returns only on failure, with a negative errno. */
int spawn_become(const char *path, char *const argv[]);

/* Sends a signal; a process that is gone already is no error. */
void spawn_signal(const struct process *process, int number);

/* Waits until it has ended, at most timeout_ms (-1: for ever). -ETIMEDOUT. */
int spawn_wait(struct process *process, int timeout_ms);

/* After its end: how it was; the process is none then. */
void spawn_reap(struct process *process, struct spawn_end *ret_end);

#endif
