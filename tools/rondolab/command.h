/*
 * command.h - rondolab's command line.
 */
#ifndef TOOLS_RONDOLAB_COMMAND_H
#define TOOLS_RONDOLAB_COMMAND_H

#include <stdint.h>
#include <stdio.h>

#include "tools/rondolab/experiment.h"

enum command_action { COMMAND_LIST, COMMAND_RUN, COMMAND_EXPLAIN, COMMAND_HELP, COMMAND_VERSION };

enum { COMMAND_CHOSEN_MAX = 64 };

struct command {
    enum command_action action;
    const struct experiment *chosen[COMMAND_CHOSEN_MAX]; /* run, explain */
    size_t count;
    const char *out;    /* the folder for plots */
    const char *format; /* "svg", "png" or "csv" */
    const char *sound;  /* NULL: one that the lab makes */
    uint64_t seed;
};

/* 0, or -EINVAL and one line in why[why_size]: what was wrong, and what is accepted. */
int command_read(int argc, char **argv, struct command *ret_command, char *why, size_t why_size);

void command_help(FILE *out);

#endif
