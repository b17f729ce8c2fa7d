/*
 * command.c - see command.h. Options may stand before the words and behind them.
 */
#include "tools/rondolab/command.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { QUOTED_MAX = 60 }; /* as much of a wrong word is repeated */

static const struct option long_options[] = {
    {"out", required_argument, NULL, 'o'},
    {"format", required_argument, NULL, 'f'},
    {"seed", required_argument, NULL, 's'},
    {"sound", required_argument, NULL, 'S'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

static const struct {
    const char *word;
    enum command_action action;
} verbs[] = {
    {"list", COMMAND_LIST},
    {"run", COMMAND_RUN},
    {"explain", COMMAND_EXPLAIN},
};

enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

void command_help(FILE *out)
{
    fputs("Usage: rondolab list\n"
          "       rondolab run [OPTION]... NAME...|all\n"
          "       rondolab explain NAME...|all\n"
          "Experiments with faults, on rings and players of its own: what is predicted,\n"
          "beside what is observed.\n"
          "\n"
          "  list               the experiments, a line each\n"
          "  run                does them; each leaves a plot\n"
          "  explain            a page on each: the question, what is done, the prediction,\n"
          "                     and why\n"
          "\n"
          "  -o, --out DIR      where the plots go; without it, \"rondolab\" in this folder\n"
          "      --format NAME  svg (without it), png or csv\n"
          "      --seed N       of the random moments; without it, 1\n"
          "      --sound FILE   what the real player plays; without it, a file made for it\n"
          "  -h, --help\n"
          "      --version\n"
          "\n"
          "Exit status: 0 all was as predicted, 1 something was not, 2 wrong usage, 3\n"
          "something could not be run (a limit of the system, a missing program) or not be\n"
          "written.\n",
          out);
}

/* What may stand in a terminal: the words of the command line are anybody's. */
static const char *quote(const char *word, char text[QUOTED_MAX + 1])
{
    size_t i;

    for (i = 0; i < QUOTED_MAX && word[i]; i++)
        text[i] = word[i] >= ' ' && word[i] <= '~' ? word[i] : '?';
    text[i] = '\0';
    return text;
}

static int refuse(char *why, size_t why_size, const char *what, const char *word,
                  const char *accepted)
{
    char text[QUOTED_MAX + 1];

    snprintf(why, why_size, "%s \"%s\"; accepted: %s", what, quote(word, text), accepted);
    return -EINVAL;
}

static int refuse_name(char *why, size_t why_size, const char *word)
{
    char text[QUOTED_MAX + 1];
    size_t used;

    if (word)
        used = (size_t)snprintf(why, why_size, "no experiment \"%s\"; accepted: all",
                                quote(word, text));
    else
        used = (size_t)snprintf(why, why_size, "which experiment? accepted: all");
    for (size_t i = 0; i < experiments_count && used < why_size; i++)
        used += (size_t)snprintf(why + used, why_size - used, ", %s", experiments[i]->name);
    return -EINVAL;
}

static int read_seed(const char *word, uint64_t *ret_seed)
{
    char *end;

    errno = 0;
    *ret_seed = strtoull(word, &end, 10);
    return *word < '0' || *word > '9' || *end || errno ? -EINVAL : 0;
}

static bool is_format(const char *word)
{
    char path[16];

    return strlen(word) < 8 && snprintf(path, sizeof(path), "x.%s", word) > 0 &&
           plot_path_valid(path);
}

static int read_option(int option, char **argv, struct command *command, char *why, size_t why_size)
{
    switch (option) {
    case 'o':
        command->out = optarg;
        return *optarg ? 0 : refuse(why, why_size, "no folder", optarg, "--out DIR");
    case 'f':
        command->format = optarg;
        return is_format(optarg) ? 0 : refuse(why, why_size, "no format", optarg, "svg, png, csv");
    case 's':
        return read_seed(optarg, &command->seed) == 0
                   ? 0
                   : refuse(why, why_size, "no seed", optarg, "a number of at most 20 digits");
    case 'S':
        command->sound = optarg;
        return access(optarg, R_OK) == 0
                   ? 0
                   : refuse(why, why_size, "no sound", optarg, "a sound file that can be read");
    case 'h':
        command->action = COMMAND_HELP;
        return 0;
    case 'V':
        command->action = COMMAND_VERSION;
        return 0;
    case ':':
        return refuse(why, why_size, "nothing follows", argv[optind - 1],
                      "--out DIR, --format NAME, --seed N, --sound FILE");
    default:
        return refuse(why, why_size, "unknown option", argv[optind - 1],
                      "--out, --format, --seed, --sound, --help, --version");
    }
}

static void choose(struct command *command, const struct experiment *experiment)
{
    for (size_t i = 0; i < command->count; i++)
        if (command->chosen[i] == experiment)
            return;
    if (command->count < COMMAND_CHOSEN_MAX)
        command->chosen[command->count++] = experiment;
}

static int read_names(char **words, struct command *command, char *why, size_t why_size)
{
    if (!words[0])
        return refuse_name(why, why_size, NULL);
    for (; words[0]; words++) {
        const struct experiment *experiment = experiments_find(words[0]);

        if (!experiment && strcmp(words[0], "all") != 0)
            return refuse_name(why, why_size, words[0]);
        if (experiment)
            choose(command, experiment);
        for (size_t i = 0; !experiment && i < experiments_count; i++)
            choose(command, experiments[i]);
    }
    return 0;
}

static int read_words(char **words, struct command *command, char *why, size_t why_size)
{
    static const char accepted[] = "list, run, explain";

    if (!words[0]) {
        snprintf(why, why_size, "do what? accepted: %s", accepted);
        return -EINVAL;
    }
    for (size_t i = 0; i < VERBS; i++) {
        if (strcmp(words[0], verbs[i].word) != 0)
            continue;
        command->action = verbs[i].action;
        if (command->action != COMMAND_LIST)
            return read_names(words + 1, command, why, why_size);
        return words[1] ? refuse(why, why_size, "too much", words[1], "list alone") : 0;
    }
    return refuse(why, why_size, "unknown word", words[0], accepted);
}

int command_read(int argc, char **argv, struct command *ret_command, char *why, size_t why_size)
{
    struct command command = {.action = COMMAND_RUN, .out = "rondolab", .format = "svg", .seed = 1};
    int option, error;

    optind = 0; /* begin anew */
    while ((option = getopt_long(argc, argv, ":o:h", long_options, NULL)) != -1) {
        error = read_option(option, argv, &command, why, why_size);
        if (error < 0)
            return error;
        if (command.action != COMMAND_RUN)
            break;
    }
    error = command.action == COMMAND_RUN ? read_words(argv + optind, &command, why, why_size) : 0;
    if (error == 0)
        *ret_command = command;
    return error;
}
