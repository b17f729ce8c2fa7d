/*
 * command.h - what the command line asks for.
 */
#ifndef TOOLS_RONDOSCOPE_COMMAND_H
#define TOOLS_RONDOSCOPE_COMMAND_H

#include <stddef.h>
#include <stdint.h>

enum {
    COMMAND_INTERVAL_MS = 100, /* of redraws; no more than ten a second */
    COMMAND_MEASURE_MS = 500,  /* of --once and --json */
    COMMAND_INTERVAL_MAX_MS = 60000
};

struct command {
    enum { COMMAND_LIVE, COMMAND_ONCE, COMMAND_JSON, COMMAND_HELP, COMMAND_VERSION } kind;
    const char *instance;
    uint32_t interval_ms;
};

/*
 * 0, or -EINVAL and in why[why_size] one line that says what is wrong and what is accepted. The
 * words stay the caller's.
 */
int command_read(int argc, char **argv, struct command *ret_command, char *why, size_t why_size);

#endif
