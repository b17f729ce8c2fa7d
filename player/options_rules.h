/*
 * options_rules.h - the table of options: their names, what they accept, who takes their value.
 * Private to options*.c.
 */
#ifndef PLAYER_OPTIONS_RULES_H
#define PLAYER_OPTIONS_RULES_H

#include "player/options.h"

struct options_rule {
    const char *name;
    char letter;         /* 0: it has none */
    const char *accepts; /* NULL: it takes no value */
    int (*take)(struct options *options, const char *value);
    enum options_action action; /* what is asked for, if not playing; `take` is NULL then */
};

enum { OPTIONS_RULES = 22 };
extern const struct options_rule options_rules[OPTIONS_RULES];

#endif
