/*
 * bench_options.c - reads the command line, by a table with a row for each option.
 */
#include "tools/ipcbench/bench_options.h"

#include <errno.h>
#include <getopt.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "tools/ipcbench/bench_lists.h"

enum { BLOCKS_MAX = 100000, SECONDS_MAX = 60, LONG_FIRST = 256 };

static const uint32_t usual_sizes[] = {64, 256, 1024, 4096, 16384, 65536};

struct rule {
    const char *name;
    const char *accepts; /* NULL: it takes no value */
    int (*take)(struct bench_options *options, const char *value);
};

static int take_transport(struct bench_options *options, const char *value)
{
    return bench_lists_transports(value, options);
}

static int take_size(struct bench_options *options, const char *value)
{
    return bench_lists_sizes(value, options);
}

static int take_seconds(struct bench_options *options, const char *value)
{
    char *end;
    double seconds = strtod(value, &end);

    if (end == value || *end || !(seconds >= 0.03 && seconds <= SECONDS_MAX))
        return -EINVAL;
    options->time_ns = (uint64_t)(seconds * 1e9);
    options->blocks = 0;
    return 0;
}

static int take_blocks(struct bench_options *options, const char *value)
{
    uint64_t blocks;
    const char *end;

    if (bench_lists_number(value, BLOCKS_MAX, &blocks, &end) < 0 || *end || blocks == 0)
        return -EINVAL;
    options->blocks = blocks;
    return 0;
}

static bool may_run_on(uint64_t cpu)
{
    cpu_set_t set;

    return cpu < CPU_SETSIZE && sched_getaffinity(0, sizeof(set), &set) == 0 &&
           CPU_ISSET((size_t)cpu, &set);
}

static int take_cpus(struct bench_options *options, const char *value)
{
    uint64_t sender, receiver;
    const char *end;

    if (bench_lists_number(value, CPU_SETSIZE, &sender, &end) < 0 || *end != ',' ||
        bench_lists_number(end + 1, CPU_SETSIZE, &receiver, &end) < 0 || *end ||
        !may_run_on(sender) || !may_run_on(receiver))
        return -EINVAL;
    options->cpus[TRANSPORT_SENDER] = (int)sender;
    options->cpus[TRANSPORT_RECEIVER] = (int)receiver;
    return 0;
}

static int take_sound(struct bench_options *options, const char *value)
{
    options->sound = value;
    return *value ? 0 : -EINVAL;
}

static int take_plot(struct bench_options *options, const char *value)
{
    options->plots = value;
    return *value ? 0 : -EINVAL;
}

static int take_json(struct bench_options *options, const char *value)
{
    (void)value;
    options->json = true;
    return 0;
}

static int take_help(struct bench_options *options, const char *value)
{
    (void)value;
    options->action = BENCH_HELP;
    return 0;
}

static int take_version(struct bench_options *options, const char *value)
{
    (void)value;
    options->action = BENCH_VERSION;
    return 0;
}

static const struct rule rules[] = {
    {"transport",
     "ring, pipe, fifo, unix-stream, unix-datagram, unix-seqpacket, tcp, sysv-queue, posix-queue, "
     "futex, with commas between them",
     take_transport},
    {"size", "multiples of 4 from 16 to 262144 bytes, such as 64,4096,16K", take_size},
    {"seconds", "a number from 0.03 to 60", take_seconds},
    {"blocks", "a number from 1 to 100000", take_blocks},
    {"cpus", "two processors that we may run on, such as 0,1", take_cpus},
    {"sound", "a file", take_sound},
    {"plot", "a folder", take_plot},
    {"json", NULL, take_json},
    {"help", NULL, take_help},
    {"version", NULL, take_version},
};

enum { RULES = sizeof(rules) / sizeof(rules[0]) };

static void build_getopt(struct option longs[RULES + 1])
{
    for (int i = 0; i < RULES; i++)
        longs[i] = (struct option){
            .name = rules[i].name,
            .has_arg = rules[i].accepts ? required_argument : no_argument,
            .val = LONG_FIRST + i,
        };
    longs[RULES] = (struct option){0};
}

/* getopt stands behind a long option, but not always behind a letter that it refuses. */
static void explain(int value, const char *argument, char why[BENCH_WHY])
{
    const struct rule *rule = optopt >= LONG_FIRST ? &rules[optopt - LONG_FIRST] : NULL;
    const char letter[] = {'-', (char)optopt, '\0'};

    if (rule && value == ':')
        snprintf(why, BENCH_WHY, "--%s: nothing follows; accepted: %s", rule->name, rule->accepts);
    else if (rule)
        snprintf(why, BENCH_WHY, "--%s: takes no value; accepted: --%s alone", rule->name,
                 rule->name);
    else
        snprintf(why, BENCH_WHY,
                 "unknown option \"%.60s\"; accepted: --transport, --size, --seconds, --blocks, "
                 "--cpus, --sound, --plot, --json, --help, --version",
                 strncmp(argument, "--", 2) == 0 ? argument : letter);
}

static int parse_all(int argc, char **argv, struct bench_options *options, char why[BENCH_WHY])
{
    struct option longs[RULES + 1];
    int value;

    build_getopt(longs);
    optind = 0;
    opterr = 0;
    while (options->action == BENCH_MEASURE &&
           (value = getopt_long(argc, argv, ":", longs, NULL)) != -1) {
        const struct rule *rule;

        if (value < LONG_FIRST) {
            explain(value, argv[optind - 1], why);
            return -EINVAL;
        }
        rule = &rules[value - LONG_FIRST];
        if (rule->take(options, optarg) < 0) {
            snprintf(why, BENCH_WHY, "--%s: wrong value \"%.60s\"; accepted: %s", rule->name,
                     optarg, rule->accepts);
            return -EINVAL;
        }
    }
    return 0;
}

int bench_options_parse(int argc, char **argv, struct bench_options *ret_options,
                        char ret_why[BENCH_WHY])
{
    struct bench_options options = {.time_ns = 150000000, .cpus = {-1, -1}};

    for (size_t i = 0; i < TRANSPORT_COUNT; i++)
        options.transports[i] = true;
    for (size_t i = 0; i < sizeof(usual_sizes) / sizeof(usual_sizes[0]); i++)
        bench_lists_add_size(&options, usual_sizes[i]);
    if (parse_all(argc, argv, &options, ret_why) < 0)
        return -EINVAL;
    if (options.action == BENCH_MEASURE && optind < argc) {
        snprintf(ret_why, BENCH_WHY, "unknown argument \"%.60s\"; accepted: options only",
                 argv[optind]);
        return -EINVAL;
    }
    *ret_options = options;
    return 0;
}
