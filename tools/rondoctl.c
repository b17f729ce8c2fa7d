/*
 * rondoctl.c - controls a running player from the command line.
 *
 * One request, one reply, through the player's message queues. Here are the options, the
 * verbs and all that is printed; rondoctl_call.c talks to the player, rondoctl_plain.c writes
 * its status for people, and rondoctl_doctor.c looks at what no player may be left to tell. Only
 * the form is checked here: whether the verb exists, and has an argument where it needs one. What
 * an argument may be is for the player to judge, so that every client gets the same answer.
 */
#include <getopt.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shmring/cmdq.h"
#include "shmring/instance.h"
#include "tools/rondoctl_call.h"
#include "tools/rondoctl_doctor.h"
#include "tools/rondoctl_list.h"
#include "tools/rondoctl_plain.h"
#include "tools/rondoctl_verbs.h"
#include "tools/rondoctl_words.h"

enum { STATUS_OUTPUT = 1, STATUS_USAGE = 2 };
enum { TIMEOUT_MS = 2000, TIMEOUT_S_MAX = 3600 };

static const struct option long_options[] = {
    {"name", required_argument, NULL, 'n'},
    {"timeout", required_argument, NULL, 't'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

/* What the command line asks for. */
struct command {
    enum { COMMAND_CALL, COMMAND_DOCTOR, COMMAND_HELP, COMMAND_VERSION } kind;
    struct rondoctl_call call;
    bool option; /* the verb's was given */
    const struct rondoctl_verb *verb;
    char **words; /* behind it */
};

static void print_help(void)
{
    puts("Usage: rondoctl [OPTION]... VERB [ARGUMENT]\n"
         "Controls a running rondo.\n");
    for (const struct rondoctl_verb *verb = rondoctl_verbs; verb->name; verb++)
        printf("  %-8s %-14s %s\n", verb->name, verb->argument ? verb->argument : "", verb->does);
    puts("\nOptions stand before the verb:\n"
         "  -n, --name NAME      the instance; without it, \"default\"\n"
         "  --timeout SECONDS    how long to wait for the player; without it, 2\n"
         "  --help, --version\n\n"
         "Exit status: 0 done, 1 refused by the player, 2 wrong usage, 3 no such instance,\n"
         "4 no answer in time. Of doctor: 0 nothing dead is there (any more), 1 something\n"
         "is, 3 the runtime directory is refused.");
}

static int refuse_usage(const char *what, const char *given, const char *accepted)
{
    fprintf(stderr, "rondoctl: %s \"", what);
    rondoctl_plain_text(given, stderr);
    fprintf(stderr, "\"; accepted: %s\n", accepted);
    return STATUS_USAGE;
}

static int refuse_verb(const char *given)
{
    fputs(given ? "rondoctl: unknown verb \"" : "rondoctl: a verb is missing", stderr);
    rondoctl_plain_text(given ? given : "", stderr);
    fputs(given ? "\"; accepted:" : "; accepted:", stderr);
    for (const struct rondoctl_verb *verb = rondoctl_verbs; verb->name; verb++)
        fprintf(stderr, " %s", verb->name);
    fputc('\n', stderr);
    return STATUS_USAGE;
}

static int refuse_arguments(const struct rondoctl_verb *verb)
{
    fprintf(stderr, "rondoctl: accepted: %s%s%s\n", verb->name, verb->argument ? " " : "",
            verb->argument ? verb->argument : " alone, it takes no argument");
    return STATUS_USAGE;
}

/* getopt stands behind a long option, but not always behind a letter that it refuses. */
static int refuse_option(const char *last)
{
    const char letter[] = {'-', (char)optopt, '\0'};

    return refuse_usage("unknown option", strncmp(last, "--", 2) == 0 ? last : letter,
                        "--name, --timeout, --help, --version");
}

static bool parse_timeout(const char *text, uint32_t *ret_ms)
{
    char *end;
    double seconds = strtod(text, &end);

    if (end == text || *end || !(seconds >= 0.001 && seconds <= TIMEOUT_S_MAX))
        return false;
    *ret_ms = (uint32_t)(seconds * 1000 + 0.5);
    return true;
}

/* 0, or an exit status when the usage is wrong. Leaves optind at the verb. */
static int read_options(int argc, char **argv, struct command *command)
{
    int option;

    /* '+': the verb ends the options, -10 in "seek -10" is none; ':': getopt prints nothing. */
    while ((option = getopt_long(argc, argv, "+:n:", long_options, NULL)) != -1) {
        switch (option) {
        case 'n':
            if (!instance_name_valid(optarg))
                return refuse_usage("wrong name", optarg, "1 to 32 letters, digits, - and _");
            command->call.instance = optarg;
            break;
        case 't':
            if (!parse_timeout(optarg, &command->call.timeout_ms))
                return refuse_usage("wrong timeout", optarg, "0.001 to 3600 seconds");
            break;
        case 'h':
            command->kind = COMMAND_HELP;
            return 0;
        case 'V':
            command->kind = COMMAND_VERSION;
            return 0;
        case ':':
            return refuse_usage("nothing follows", argv[optind - 1],
                                "--name NAME, --timeout SECONDS");
        default:
            return refuse_option(argv[optind - 1]);
        }
    }
    return 0;
}

/* Reads the verb and its arguments; 0 or an exit status. */
static int read_verb(char **words, struct command *command)
{
    const struct rondoctl_verb *verb = rondoctl_verbs;

    if (!words[0])
        return refuse_verb(NULL);
    while (verb->name && strcmp(verb->name, words[0]) != 0)
        verb++;
    if (!verb->name)
        return refuse_verb(words[0]);
    if (!rondoctl_words_fit(verb, words + 1))
        return refuse_arguments(verb);

    command->kind = verb->looks ? COMMAND_DOCTOR : COMMAND_CALL;
    command->call.verb = verb->name;
    command->call.ends = verb->ends;
    command->call.asks = verb->asks;
    command->option = verb->option && words[1];
    command->verb = verb;
    command->words = words + 1;
    return 0;
}

static void print_status(const struct command *command, struct json_object *status)
{
    if (command->option)
        rondoctl_plain_status(status, stdout);
    else if (command->call.asks)
        rondoctl_plain_json(status, stdout);
}

/* One request, and its answer. */
static enum rondoctl_result send_request(const struct command *command, unsigned number)
{
    struct rondoctl_call call = command->call;
    struct json_object *status = NULL;
    char argument[CMDQ_TEXT_MAX], why[CMDQ_TEXT_MAX];
    enum rondoctl_result result = RONDOCTL_REFUSED;
    int error = rondoctl_words_request(command->verb, command->words, number, argument);

    call.argument = *argument ? argument : NULL;
    if (error < 0)
        snprintf(why, sizeof(why), "%s: %s", command->verb->name, strerror(-error));
    else if (command->verb->lists)
        result = rondoctl_list(&call, command->option, stdout, why, sizeof(why));
    else
        result = rondoctl_call(&call, &status, why, sizeof(why));
    if (result != RONDOCTL_DONE) {
        fputs("rondoctl: ", stderr);
        rondoctl_plain_text(why, stderr);
        fputc('\n', stderr);
    } else if (!command->verb->lists) {
        print_status(command, status);
    }
    json_object_put(status);
    return result;
}

/* What is refused keeps nothing else from being done. */
static int call_player(const struct command *command)
{
    unsigned count = rondoctl_words_count(command->verb, command->words);
    enum rondoctl_result worst = RONDOCTL_DONE;

    for (unsigned i = 0; i < count && worst <= RONDOCTL_REFUSED; i++) {
        enum rondoctl_result result = send_request(command, i);
        worst = result > worst ? result : worst;
    }
    return (int)worst;
}

int main(int argc, char **argv)
{
    struct command command = {.call = {.instance = "default", .timeout_ms = TIMEOUT_MS}};
    int result = read_options(argc, argv, &command);

    if (result == 0 && command.kind == COMMAND_CALL)
        result = read_verb(argv + optind, &command);
    if (result != 0)
        return result;

    if (command.kind == COMMAND_HELP)
        print_help();
    else if (command.kind == COMMAND_VERSION)
        puts("rondoctl " RONDO_VERSION);
    else if (command.kind == COMMAND_DOCTOR)
        result = (int)rondoctl_doctor(command.option, stdout, stderr);
    else
        result = call_player(&command);

    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("rondoctl: standard output");
        return STATUS_OUTPUT;
    }
    return result;
}
