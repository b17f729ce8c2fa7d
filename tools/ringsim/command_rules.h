/*
 * command_rules.h - ringsim's options, one row each. Private to command*.c.
 */
#ifndef TOOLS_RINGSIM_COMMAND_RULES_H
#define TOOLS_RINGSIM_COMMAND_RULES_H

#include "tools/ringsim/command.h"

/* What an option's value goes into, and where to say why it cannot. */
struct command_context {
    struct command *command;
    const char *column;
    char *why; /* empty, unless there is more to say than what is accepted */
    size_t why_size;
};

enum command_scope { COMMAND_BOTH, COMMAND_RUN_ONLY, COMMAND_SIZE_ONLY };

struct command_rule {
    const char *name;
    const char *accepts; /* NULL: it takes no value */
    int (*take)(struct command_context *context, const char *value);
    enum command_scope scope;
};

/* In the order in which values are to be taken. */
enum { COMMAND_RULES = 21 };
extern const struct command_rule command_rules[COMMAND_RULES];

#endif
