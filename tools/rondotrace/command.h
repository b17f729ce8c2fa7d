/*
 * command.h - what the command line asks for.
 */
#ifndef TOOLS_RONDOTRACE_COMMAND_H
#define TOOLS_RONDOTRACE_COMMAND_H

#include <stdio.h>

#include "tools/rondotrace/choose.h"

enum { COMMAND_PLOTS_MAX = 16 };

struct command {
    enum { COMMAND_RUN, COMMAND_HELP, COMMAND_VERSION } kind;
    const char *name;
    bool wait;
    bool clock;
    bool meaning;
    struct choice choice;
    const char *csv; /* paths; NULL: not wanted */
    const char *chrome;
    const char *decode_times;
    struct command_plot {
        enum command_plot_kind { COMMAND_FILL, COMMAND_LATENCY, COMMAND_SEQUENCE } kind;
        const char *path;
    } plot[COMMAND_PLOTS_MAX];
    size_t plots;
    double from_s; /* of the sequence; NAN: around the last kill, else the end */
    double for_s;
};

/*
 * Reads the command line; the strings stay argv's. 0, or -EINVAL: it is wrong, and why is in
 * ret_why, one line without its end, in which anything from the command line is made safe to print.
 */
int command_parse(int argc, char **argv, struct command *ret_command, char *ret_why, size_t size);

/* Something is exported, so that no lines are wanted. */
bool command_exports(const struct command *command);

void command_help(FILE *out);

#endif
