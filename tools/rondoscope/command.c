/*
 * command.c - options, each of which is wrong in its own words.
 */
#include "tools/rondoscope/command.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shmring/instance.h"

static const struct option long_options[] = {
    {"name", required_argument, NULL, 'n'},
    {"once", no_argument, NULL, 'o'},
    {"json", no_argument, NULL, 'j'},
    {"interval", required_argument, NULL, 'i'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

static const char accepted[] = "--name, --once, --json, --interval, --help, --version";

static int refuse(char *why, size_t size, const char *what, const char *given, const char *takes)
{
    snprintf(why, size, "%s \"%s\"; accepted: %s", what, given, takes);
    return -EINVAL;
}

static int read_interval(const char *text, uint32_t *ret_ms)
{
    char *end;
    unsigned long ms = strtoul(text, &end, 10);

    if (text[0] < '0' || text[0] > '9' || *end || ms < COMMAND_INTERVAL_MS ||
        ms > COMMAND_INTERVAL_MAX_MS)
        return -EINVAL;
    *ret_ms = (uint32_t)ms;
    return 0;
}

/* getopt stands behind a long option, but not always behind a letter that it refuses. */
static int refuse_option(const char *last, char *why, size_t size)
{
    const char letter[] = {'-', (char)optopt, '\0'};

    return refuse(why, size, "unknown option", strncmp(last, "--", 2) == 0 ? last : letter,
                  accepted);
}

static int read_option(int option, char **argv, struct command *command, char *why, size_t size)
{
    switch (option) {
    case 'n':
        if (!instance_name_valid(optarg))
            return refuse(why, size, "wrong name", optarg, "1 to 32 letters, digits, - and _");
        command->instance = optarg;
        return 0;
    case 'o':
        command->kind = COMMAND_ONCE;
        return 0;
    case 'j':
        command->kind = COMMAND_JSON;
        return 0;
    case 'i':
        if (read_interval(optarg, &command->interval_ms) < 0)
            return refuse(why, size, "wrong interval", optarg, "100 to 60000 milliseconds");
        return 0;
    case 'h':
        command->kind = COMMAND_HELP;
        return 0;
    case 'V':
        command->kind = COMMAND_VERSION;
        return 0;
    case ':':
        return refuse(why, size, "nothing follows", argv[optind - 1], "--name NAME, --interval MS");
    default:
        return refuse_option(argv[optind - 1], why, size);
    }
}

int command_read(int argc, char **argv, struct command *ret_command, char *why, size_t why_size)
{
    struct command command = {.instance = "default"};
    int option;

    optind = 0; /* anew, also for who calls it twice */
    while ((option = getopt_long(argc, argv, "+:n:", long_options, NULL)) != -1) {
        int error = read_option(option, argv, &command, why, why_size);

        if (error < 0)
            return error;
        if (command.kind == COMMAND_HELP || command.kind == COMMAND_VERSION)
            break;
    }
    if (command.kind <= COMMAND_JSON && argv[optind])
        return refuse(why, why_size, "unexpected argument", argv[optind], accepted);
    if (command.interval_ms == 0)
        command.interval_ms = command.kind == COMMAND_ONCE || command.kind == COMMAND_JSON
                                  ? COMMAND_MEASURE_MS
                                  : COMMAND_INTERVAL_MS;
    *ret_command = command;
    return 0;
}
