/*
 * command.c - see command.h. Nothing is looked for, and nothing written, before all of it has
 * proved right.
 */
#include "tools/rondotrace/command.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "shmring/instance.h"
#include "tools/plot/plot.h"

enum { SECONDS_MAX = 1000000000, LAST_MAX = 1000000 };

enum option_letter {
    OPTION_SINCE = 256,
    OPTION_UNTIL,
    OPTION_ROLE,
    OPTION_LAST,
    OPTION_CSV,
    OPTION_CHROME,
    OPTION_DECODE_TIMES,
    OPTION_PLOT,
    OPTION_FROM,
    OPTION_FOR
};

static const struct option long_options[] = {
    {"name", required_argument, NULL, 'n'},
    {"wait", no_argument, NULL, 'w'},
    {"clock", no_argument, NULL, 'c'},
    {"meaning", no_argument, NULL, 'm'},
    {"last", required_argument, NULL, OPTION_LAST},
    {"role", required_argument, NULL, OPTION_ROLE},
    {"since", required_argument, NULL, OPTION_SINCE},
    {"until", required_argument, NULL, OPTION_UNTIL},
    {"csv", required_argument, NULL, OPTION_CSV},
    {"decode-times", required_argument, NULL, OPTION_DECODE_TIMES},
    {"chrome", required_argument, NULL, OPTION_CHROME},
    {"plot", required_argument, NULL, OPTION_PLOT},
    {"from", required_argument, NULL, OPTION_FROM},
    {"for", required_argument, NULL, OPTION_FOR},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

static const char accepted_options[] =
    "-n, --wait, --clock, --meaning, --last, --role, --since, --until, --csv, --decode-times, "
    "--chrome, --plot, --from, --for, --help, --version";
static const char accepted_seconds[] =
    "seconds since the first event; below 0: before the last one";
static const char accepted_plots[] =
    "--plot fill|latency|sequence FILE, which ends with .svg, .png or .csv";

static const char *const plot_names[] = {
    [COMMAND_FILL] = "fill", [COMMAND_LATENCY] = "latency", [COMMAND_SEQUENCE] = "sequence"};

/* Where a complaint goes. */
struct complaint {
    char *text;
    size_t size;
};

/* What was given stands in the complaint with a '?' for what might move a terminal. */
static int refuse(const struct complaint *why, const char *what, const char *given,
                  const char *accepted)
{
    char safe[64];
    size_t length = strnlen(given, sizeof(safe) - 1);

    for (size_t i = 0; i < length; i++)
        safe[i] = isprint((unsigned char)given[i]) ? given[i] : '?';
    safe[length] = '\0';
    snprintf(why->text, why->size, "%s \"%s\"; accepted: %s", what, safe, accepted);
    return -EINVAL;
}

static bool parse_seconds(const char *text, double least, double *ret_seconds)
{
    char *end;
    double seconds = strtod(text, &end);

    if (end == text || *end || !(seconds >= least && seconds <= SECONDS_MAX))
        return false;
    *ret_seconds = seconds;
    return true;
}

static bool parse_count(const char *text, size_t *ret_count)
{
    char *end;
    unsigned long count = strtoul(text, &end, 10);

    if (!isdigit((unsigned char)*text) || *end || count < 1 || count > LAST_MAX)
        return false;
    *ret_count = count;
    return true;
}

static bool parse_role(const char *text, struct choice *choice)
{
    for (enum flight_role role = 0; role < FLIGHT_ROLES; role++)
        if (strcmp(text, flight_role_name(role)) == 0) {
            choice->role_given = true;
            choice->role = role;
            return true;
        }
    return false;
}

/* `kind` is the option's argument, and the file the word after it. */
static int add_plot(struct command *command, const char *kind, const char *path,
                    const struct complaint *why)
{
    struct command_plot *plot = &command->plot[command->plots];
    int i = COMMAND_SEQUENCE;

    while (i >= 0 && strcmp(kind, plot_names[i]) != 0)
        i--;
    if (i < 0)
        return refuse(why, "no such plot", kind, accepted_plots);
    if (!path || !plot_path_valid(path))
        return refuse(why, "no such kind of picture", path ? path : "", accepted_plots);
    if (command->plots == COMMAND_PLOTS_MAX)
        return refuse(why, "too many plots from", path, "16 of them");
    plot->kind = (enum command_plot_kind)i;
    plot->path = path;
    command->plots++;
    return 0;
}

static int take_number(int option, struct command *command, const struct complaint *why)
{
    double *const seconds[] = {
        [OPTION_SINCE - OPTION_SINCE] = &command->choice.since_s,
        [OPTION_UNTIL - OPTION_SINCE] = &command->choice.until_s,
    };

    if (option == OPTION_FOR && !parse_seconds(optarg, 1e-6, &command->for_s))
        return refuse(why, "wrong time", optarg, "0.000001 seconds or more");
    if (option == OPTION_FROM && !parse_seconds(optarg, -SECONDS_MAX, &command->from_s))
        return refuse(why, "wrong time", optarg, accepted_seconds);
    if (option <= OPTION_UNTIL &&
        !parse_seconds(optarg, -SECONDS_MAX, seconds[option - OPTION_SINCE]))
        return refuse(why, "wrong time", optarg, accepted_seconds);
    if (option == OPTION_LAST && !parse_count(optarg, &command->choice.last))
        return refuse(why, "wrong number", optarg, "1 to 1000000 events");
    return 0;
}

static int take_option(int option, struct command *command, char **argv,
                       const struct complaint *why)
{
    switch (option) {
    case 'n':
        command->name = optarg;
        if (!instance_name_valid(optarg))
            return refuse(why, "wrong name", optarg, "1 to 32 letters, digits, - and _");
        return 0;
    case 'w':
        command->wait = true;
        return 0;
    case 'c':
        command->clock = true;
        return 0;
    case 'm':
        command->meaning = true;
        return 0;
    case OPTION_ROLE:
        if (!parse_role(optarg, &command->choice))
            return refuse(why, "no such role", optarg, "producer, consumer, player");
        return 0;
    case OPTION_CSV:
        command->csv = optarg;
        return 0;
    case OPTION_DECODE_TIMES:
        command->decode_times = optarg;
        return 0;
    case OPTION_CHROME:
        command->chrome = optarg;
        return 0;
    case OPTION_PLOT:
        return add_plot(command, optarg, argv[optind] ? argv[optind++] : NULL, why);
    default:
        return take_number(option, command, why);
    }
}

/* What getopt could not take. */
static int refuse_option(int option, const char *last, const struct complaint *why)
{
    const char letter[] = {'-', (char)optopt, '\0'};

    if (option == ':')
        return refuse(why, "nothing follows", last, "a word after it, as --help says");
    return refuse(why, "unknown option", strncmp(last, "--", 2) == 0 ? last : letter,
                  accepted_options);
}

int command_parse(int argc, char **argv, struct command *ret_command, char *ret_why, size_t size)
{
    const struct complaint why = {ret_why, size};
    struct command command = {
        .name = "default",
        .choice = {.since_s = NAN, .until_s = NAN},
        .from_s = NAN,
        .for_s = 0.5,
    };
    int option, error = 0;

    while (error == 0 && (option = getopt_long(argc, argv, ":n:", long_options, NULL)) != -1) {
        if (option == '?' || option == ':')
            return refuse_option(option, argv[optind - 1], &why);
        if (option == 'h' || option == 'V') {
            command.kind = option == 'h' ? COMMAND_HELP : COMMAND_VERSION;
            break;
        }
        error = take_option(option, &command, argv, &why);
    }
    if (error == 0 && command.kind == COMMAND_RUN && argv[optind])
        error = refuse(&why, "unexpected word", argv[optind], accepted_options);
    if (error == 0)
        *ret_command = command;
    return error;
}

bool command_exports(const struct command *command)
{
    return command->csv || command->chrome || command->decode_times || command->plots > 0;
}
