/*
 * spool_helper.h - starts a program of somebody else's that turns bytes into other bytes.
 *
 * It is looked for in PATH, runs in a process group of its own without a terminal, and is killed
 * when the player ends, however that comes. It may write to nothing but what it is given, nor,
 * without `network`, reach a TCP port, as far as the kernel's Landlock governs that.
 */
#ifndef PLAYER_SPOOL_HELPER_H
#define PLAYER_SPOOL_HELPER_H

#include <stdbool.h>
#include <stdint.h>

#include "player/spawn.h"

enum {
    HELPER_MEMORY = 3,     /* the descriptor of `memory` in it */
    HELPER_NOT_FOUND = 127 /* its exit status where there is no such program */
};

struct spool_helper {
    char *const *argv;
    int input;      /* its standard input; -1: /dev/null */
    int output;     /* its standard output */
    int words;      /* its standard error */
    int memory;     /* what it may write to */
    bool network;   /* it may reach others */
    uint64_t limit; /* bytes; a SIGXFSZ ends who writes more */
};

/* The process is the caller's to reap. A negative errno. */
int spool_helper_start(const struct spool_helper *helper, struct process *ret_process);

#endif
