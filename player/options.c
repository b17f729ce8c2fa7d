/*
 * options.c - rondo's command line, by the table in options_rules.c: what getopt_long() needs is
 * made from it, and so is every message.
 */
#include "player/options.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "player/options_rules.h"
#include "player/text.h"

enum {
    LONG_OPTION = 256,  /* plus the rule's index */
    QUOTED_COLUMNS = 60 /* as much of a wrong value is repeated */
};

/* getopt's view of the rules; shorts begins with the ':' that tells a missing value apart. */
static void build_getopt(struct option longs[OPTIONS_RULES + 1], char shorts[2 * OPTIONS_RULES + 2])
{
    *shorts++ = ':';
    for (int i = 0; i < OPTIONS_RULES; i++) {
        longs[i] = (struct option){
            .name = options_rules[i].name,
            .has_arg = options_rules[i].accepts ? required_argument : no_argument,
            .val = LONG_OPTION + i,
        };
        if (!options_rules[i].letter)
            continue;
        *shorts++ = options_rules[i].letter;
        if (options_rules[i].accepts)
            *shorts++ = ':';
    }
    *shorts = '\0';
    longs[OPTIONS_RULES] = (struct option){0};
}

/* The rule of what getopt_long() returned or left in optopt, or NULL. */
static const struct options_rule *find_rule(int value)
{
    if (value >= LONG_OPTION)
        return &options_rules[value - LONG_OPTION];
    for (int i = 0; i < OPTIONS_RULES; i++) {
        if (value != 0 && options_rules[i].letter == value)
            return &options_rules[i];
    }
    return NULL;
}

/* Says what getopt_long() did not like; `value` is what it returned. */
static void explain(int value, const char *argument, char *why, size_t why_size)
{
    const struct options_rule *rule = find_rule(optopt);
    char letter[3] = {'-', (char)optopt, '\0'};
    char quoted[4 * QUOTED_COLUMNS];

    if (value == ':') {
        snprintf(why, why_size, "--%s: needs %s", rule->name, rule->accepts);
    } else if (rule) {
        snprintf(why, why_size, "--%s: takes no value", rule->name);
    } else {
        text_fit(text_utf8(), quoted, sizeof(quoted), optopt ? letter : argument, QUOTED_COLUMNS);
        snprintf(why, why_size, "'%s' is not an option; see rondo --help", quoted);
    }
}

/* Takes all options before the files, or up to an action. */
static int parse_options(int argc, char **argv, struct options *options, char *why, size_t why_size)
{
    struct option longs[OPTIONS_RULES + 1];
    char shorts[2 * OPTIONS_RULES + 2];
    char quoted[4 * QUOTED_COLUMNS];
    int value;

    build_getopt(longs, shorts);
    optind = 0;
    opterr = 0;
    while (options->action == OPTIONS_PLAY &&
           (value = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        const struct options_rule *rule = find_rule(value);
        if (!rule) {
            explain(value, argv[optind - 1], why, why_size);
            return -EINVAL;
        }
        options->action = rule->action;
        if (rule->take && rule->take(options, optarg)) {
            text_fit(text_utf8(), quoted, sizeof(quoted), optarg, QUOTED_COLUMNS);
            snprintf(why, why_size, "--%s: '%s' is not %s", rule->name, quoted, rule->accepts);
            return -EINVAL;
        }
    }
    return 0;
}

void options_defaults(struct options *ret_options)
{
    *ret_options = (struct options){
        .output = {.kind = "auto"},
        .name = "default",
        .buffer_ms = 5000,
        .latency_ms = 80,
        .volume = 100,
        .spool_limit_mib = 1024,
        .consumer_timeout_ms = 1000,
        .producer_timeout_ms = 10000,
        .sandbox = true,
        .slow = 1,
    };
}

int options_parse_onto(int argc, char **argv, struct options *options, char *why, size_t why_size)
{
    int error = parse_options(argc, argv, options, why, why_size);

    if (!error)
        error = options_slow_output(options, why, why_size);
    if (error)
        return error;
    if (options->json && !options->scan) {
        snprintf(why, why_size, "--json: only --scan prints that");
        return -EINVAL;
    }
    if (options->scan && optind >= argc) {
        snprintf(why, why_size, "no file to scan; see rondo --help");
        return -EINVAL;
    }
    if (options->action == OPTIONS_PLAY && !options->resume && optind >= argc) {
        snprintf(why, why_size, "no file to play; see rondo --help");
        return -EINVAL;
    }
    options->argc = argc;
    options->argv = argv;
    options->files = argv + optind;
    options->file_count = (uint32_t)(argc - optind);
    return 0;
}

int options_parse(int argc, char **argv, struct options *ret_options, char *why, size_t why_size)
{
    struct options options;
    int error;

    options_defaults(&options);
    error = options_parse_onto(argc, argv, &options, why, why_size);
    if (!error)
        *ret_options = options;
    return error;
}
