/*
 * options.c - rondo's command line.
 *
 * One table holds every option: its names, what it accepts, and the function that takes its
 * value. What getopt_long() needs is made from it, and so is every message.
 */
#include "player/options.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "player/clocktext.h"
#include "player/slow.h"
#include "player/text.h"
#include "shmring/instance.h"

enum {
    BUFFER_MIN_MS = 500,
    BUFFER_MAX_MS = 60000,
    TIMEOUT_MIN_MS = 200,
    TIMEOUT_MAX_MS = 60000,
    LATENCY_MIN_MS = 10,
    LATENCY_MAX_MS = 1000,
    VOLUME_MAX = 100,
    QUOTED_COLUMNS = 60 /* as much of a wrong value is repeated */
};

struct rule {
    const char *name;
    char letter;         /* 0: it has none */
    const char *accepts; /* NULL: it takes no value */
    int (*take)(struct options *options, const char *value);
    enum options_action action; /* what is asked for, if not playing; `take` is NULL then */
};

static int take_output(struct options *options, const char *value)
{
    return options_parse_output(value, &options->output);
}

static int take_name(struct options *options, const char *value)
{
    if (!instance_name_valid(value))
        return -EINVAL;
    options->name = value;
    return 0;
}

static int take_start(struct options *options, const char *value)
{
    return clocktext_parse(value, &options->start_ms);
}

static int take_buffer(struct options *options, const char *value)
{
    uint64_t ms;

    if (strchr(value, ':') || clocktext_parse(value, &ms) || ms < BUFFER_MIN_MS ||
        ms > BUFFER_MAX_MS)
        return -EINVAL;
    options->buffer_ms = (uint32_t)ms;
    return 0;
}

static int take_latency(struct options *options, const char *value)
{
    return options_parse_number(value, LATENCY_MIN_MS, LATENCY_MAX_MS, &options->latency_ms);
}

static int take_volume(struct options *options, const char *value)
{
    return options_parse_number(value, 0, VOLUME_MAX, &options->volume);
}

static int take_loss(struct options *options, const char *value)
{
    static const char *const names[] = {
        [OPTIONS_LOSS_PAUSE] = "pause",
        [OPTIONS_LOSS_WAIT] = "wait",
        [OPTIONS_LOSS_QUIT] = "quit",
    };

    for (uint32_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(value, names[i]) == 0) {
            options->on_device_loss = (enum options_loss)i;
            return 0;
        }
    }
    return -EINVAL;
}

static int take_consumer_timeout(struct options *options, const char *value)
{
    return options_parse_number(value, TIMEOUT_MIN_MS, TIMEOUT_MAX_MS,
                                &options->consumer_timeout_ms);
}

static int take_producer_timeout(struct options *options, const char *value)
{
    return options_parse_number(value, TIMEOUT_MIN_MS, TIMEOUT_MAX_MS,
                                &options->producer_timeout_ms);
}

static int take_no_sandbox(struct options *options, const char *value)
{
    (void)value;
    options->sandbox = false;
    return 0;
}

static int take_slow(struct options *options, const char *value)
{
    return options_parse_number(value, 1, SLOW_FACTOR_MAX, &options->slow);
}

static int take_step(struct options *options, const char *value)
{
    (void)value;
    options->step = true;
    return 0;
}

static int take_quiet(struct options *options, const char *value)
{
    (void)value;
    options->quiet = true;
    return 0;
}

static const struct rule rules[] = {
    {.name = "output",
     .letter = 'o',
     .accepts =
         "one of auto, portaudio[:NAME], sim, wav:FILE, raw:FILE or null, then ,option=value",
     .take = take_output},
    {.name = "name",
     .letter = 'n',
     .accepts = "1 to 32 letters, digits, '-' and '_'",
     .take = take_name},
    {.name = "start", .accepts = "a time such as 90, 1:30 or 1:02:03.5", .take = take_start},
    {.name = "buffer", .accepts = "a number from 0.5 to 60 seconds", .take = take_buffer},
    {.name = "latency", .accepts = "a number from 10 to 1000 ms", .take = take_latency},
    {.name = "volume", .accepts = "a number from 0 to 100 percent", .take = take_volume},
    {.name = "on-device-loss", .accepts = "one of pause, wait or quit", .take = take_loss},
    {.name = "consumer-timeout",
     .accepts = "a number from 200 to 60000 ms",
     .take = take_consumer_timeout},
    {.name = "producer-timeout",
     .accepts = "a number from 200 to 60000 ms",
     .take = take_producer_timeout},
    {.name = "no-sandbox", .take = take_no_sandbox},
    {.name = "slow", .accepts = "a number from 1 to 100", .take = take_slow},
    {.name = "step", .take = take_step},
    {.name = "quiet", .letter = 'q', .take = take_quiet},
    {.name = "list-devices", .action = OPTIONS_LIST_DEVICES},
    {.name = "signals", .action = OPTIONS_SIGNALS},
    {.name = "help", .letter = 'h', .action = OPTIONS_HELP},
    {.name = "version", .action = OPTIONS_VERSION},
};

enum { RULES = sizeof(rules) / sizeof(rules[0]), LONG_OPTION = 256 /* plus the rule's index */ };

/* getopt's view of the rules; shorts begins with the ':' that tells a missing value apart. */
static void build_getopt(struct option longs[RULES + 1], char shorts[2 * RULES + 2])
{
    *shorts++ = ':';
    for (int i = 0; i < RULES; i++) {
        longs[i] = (struct option){
            .name = rules[i].name,
            .has_arg = rules[i].accepts ? required_argument : no_argument,
            .val = LONG_OPTION + i,
        };
        if (!rules[i].letter)
            continue;
        *shorts++ = rules[i].letter;
        if (rules[i].accepts)
            *shorts++ = ':';
    }
    *shorts = '\0';
    longs[RULES] = (struct option){0};
}

/* The rule of what getopt_long() returned or left in optopt, or NULL. */
static const struct rule *find_rule(int value)
{
    if (value >= LONG_OPTION)
        return &rules[value - LONG_OPTION];
    for (int i = 0; i < RULES; i++) {
        if (value != 0 && rules[i].letter == value)
            return &rules[i];
    }
    return NULL;
}

/* Says what getopt_long() did not like; `value` is what it returned. */
static void explain(int value, const char *argument, char *why, size_t why_size)
{
    const struct rule *rule = find_rule(optopt);
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
    struct option longs[RULES + 1];
    char shorts[2 * RULES + 2];
    char quoted[4 * QUOTED_COLUMNS];
    int value;

    build_getopt(longs, shorts);
    optind = 0;
    opterr = 0;
    while (options->action == OPTIONS_PLAY &&
           (value = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        const struct rule *rule = find_rule(value);
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

int options_parse(int argc, char **argv, struct options *ret_options, char *why, size_t why_size)
{
    struct options options = {
        .output = {.kind = "auto"},
        .name = "default",
        .buffer_ms = 5000,
        .latency_ms = 80,
        .volume = 100,
        .consumer_timeout_ms = 1000,
        .producer_timeout_ms = 10000,
        .sandbox = true,
        .slow = 1,
    };
    int error = parse_options(argc, argv, &options, why, why_size);

    if (!error)
        error = options_slow_output(&options, why, why_size);
    if (error)
        return error;
    if (options.action == OPTIONS_PLAY && optind >= argc) {
        snprintf(why, why_size, "no file to play; see rondo --help");
        return -EINVAL;
    }
    options.files = argv + optind;
    options.file_count = (uint32_t)(argc - optind);
    *ret_options = options;
    return 0;
}
