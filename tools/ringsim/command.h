/*
 * command.h - ringsim's command line, and its help.
 */
#ifndef TOOLS_RINGSIM_COMMAND_H
#define TOOLS_RINGSIM_COMMAND_H

#include <stdio.h>

#include "tools/ringsim/model.h"

enum command_action { COMMAND_RUN, COMMAND_SIZE, COMMAND_HELP, COMMAND_VERSION };

enum { COMMAND_BUFFER_MAX_MS = 60000 }; /* as rondo's --buffer */

struct command {
    enum command_action action;
    uint32_t buffer_ms, block_ms, latency_ms, timeout_ms;
    double period_ms, jitter_ms;
    struct dist decode, restart;
    struct command_fault {
        double per_hour;
        struct dist length;
        bool has_length;
    } fault[FAULTS_KINDS];
    struct faults_schedule schedule;
    uint64_t seed;
    double hours;                   /* run */
    double window_from, window_for; /* run: what the plot shows, in s; window_for 0: not said */
    double per_year, years;         /* size: the goal, and how long each size is simulated */
    const char *plot;               /* NULL: none */
    bool json;
};

/*
 * 0, or -EINVAL and one line in why[] that names what was wrong and what is accepted. argv has to
 * outlive the command. Traces and schedules are read here. command_free() in either case.
 */
int command_parse(int argc, char **argv, struct command *ret_command, char *why, size_t why_size);
void command_free(struct command *command);

/* What is to be simulated, with the slots that --buffer makes. It points into the command. */
struct model_config command_model(const struct command *command);

/* The --buffer, in ms, whose sound fills so many slots; and how few and how many there can be. */
uint32_t command_buffer_ms(const struct command *command, uint32_t slots);
uint32_t command_slots_min(const struct command *command);
uint32_t command_slots_max(const struct command *command);

void command_help(FILE *file);

#endif
