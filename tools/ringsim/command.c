/*
 * command.c - ringsim's command line: first all values are noted, then each is judged by its
 * rule, then what they say together.
 */
#include "tools/ringsim/command.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "shmring/layout.h"
#include "tools/ringsim/command_rules.h"
#include "tools/ringsim/sizing.h"

#define YEARS_MAX 100.0

enum {
    BUFFER_MIN_MS = 500,
    OPTIONS = COMMAND_RULES + 2, /* help and version, which say what to do instead */
    HELP = COMMAND_RULES,
    VERSION
};

static int refuse(const char *what, const char *given, const char *accepted, char *why,
                  size_t why_size)
{
    snprintf(why, why_size, "wrong %s \"%.60s\"; accepted: %s", what, given, accepted);
    return -EINVAL;
}

static int refuse_option(int found, char **argv, char *why, size_t why_size)
{
    char name[32];

    if (found == ':' && optopt > 0 && optopt <= COMMAND_RULES) {
        snprintf(name, sizeof(name), "--%s", command_rules[optopt - 1].name);
        return refuse(name, "", command_rules[optopt - 1].accepts, why, why_size);
    }
    return refuse("option", argv[optind - 1], "those of ringsim --help", why, why_size);
}

/* Each option's last value, or NULL; what getopt_long() returns is its number, from 1. */
static int note_values(int argc, char **argv, const char *values[OPTIONS], char *why,
                       size_t why_size)
{
    struct option longs[OPTIONS + 1] = {
        [HELP] = {"help", no_argument, NULL, HELP + 1},
        [VERSION] = {"version", no_argument, NULL, VERSION + 1},
    };
    int found;

    for (int i = 0; i < COMMAND_RULES; i++)
        longs[i] = (struct option){
            .name = command_rules[i].name,
            .has_arg = command_rules[i].accepts ? required_argument : no_argument,
            .val = i + 1,
        };
    optind = 0;
    while ((found = getopt_long(argc, argv, ":", longs, NULL)) != -1) {
        if (found == ':' || found == '?')
            return refuse_option(found, argv, why, why_size);
        values[found - 1] = optarg ? optarg : "";
    }
    return 0;
}

static int read_action(char **words, enum command_action *ret_action, char *why, size_t why_size)
{
    if (!words[0])
        return 0;
    if (words[1])
        return refuse("word", words[1], "run or size, and options", why, why_size);
    if (strcmp(words[0], "run") != 0 && strcmp(words[0], "size") != 0)
        return refuse("word", words[0], "run or size", why, why_size);
    *ret_action = words[0][0] == 's' ? COMMAND_SIZE : COMMAND_RUN;
    return 0;
}

static int take(struct command_context *c, const struct command_rule *rule, const char *value,
                char *why, size_t why_size)
{
    bool size = c->command->action == COMMAND_SIZE;
    char name[32];

    snprintf(name, sizeof(name), "--%s", rule->name);
    if (rule->scope == (size ? COMMAND_RUN_ONLY : COMMAND_SIZE_ONLY))
        return refuse(name, value, size ? "only without \"size\"" : "only with \"size\"", why,
                      why_size);
    c->why[0] = '\0';
    if (rule->take(c, value) == 0)
        return 0;
    if (!c->why[0])
        return refuse(name, value, rule->accepts, why, why_size);
    snprintf(why, why_size, "wrong %s \"%.60s\": %s", name, value, c->why);
    return -EINVAL;
}

/* What no option can tell alone; and what follows from others where it was not said. */
static int judge_together(struct command *k, char *why, size_t why_size)
{
    double least = SIZING_YEARS_MIN / k->per_year;
    double usual = dist_constant(&k->decode) ? SIZING_YEARS_CONST : SIZING_YEARS_DRAWN;
    uint32_t buffer_ms = k->action == COMMAND_SIZE ? COMMAND_BUFFER_MAX_MS : k->buffer_ms;
    uint32_t slots = model_slots(buffer_ms, k->latency_ms, k->block_ms);
    char text[32];

    if (k->years == 0)
        k->years = usual / k->per_year < YEARS_MAX ? usual / k->per_year : YEARS_MAX;
    snprintf(text, sizeof(text), "%g", k->years);
    if (k->action == COMMAND_SIZE && k->years < least)
        return refuse("--years", text, "3.7 divided by --underruns-per-year, or more", why,
                      why_size);
    snprintf(text, sizeof(text), "%g", k->period_ms);
    if (k->period_ms > k->block_ms)
        return refuse("--period", text, "no more than a block", why, why_size);
    snprintf(text, sizeof(text), "%g", k->jitter_ms);
    if (k->jitter_ms > k->period_ms)
        return refuse("--jitter", text, "no more than the period", why, why_size);
    snprintf(text, sizeof(text), "%u", k->block_ms);
    if (slots < RING_SLOTS_MIN || slots > RING_SLOTS_MAX)
        return refuse("--block", text, "one with which the ring has 8 to 8192 slots", why,
                      why_size);
    return 0;
}

int command_parse(int argc, char **argv, struct command *ret_command, char *why, size_t why_size)
{
    const char *values[OPTIONS] = {0};
    char reason[256];
    struct command_context c;
    int error;

    *ret_command = (struct command){
        .buffer_ms = 5000,
        .block_ms = RING_BLOCK_MS,
        .latency_ms = 80,
        .timeout_ms = 10000,
        .period_ms = 10,
        .decode = {.kind = DIST_CONST, .a = 1, .text = "const:1"},
        .restart = {.kind = DIST_CONST, .a = 20, .text = "const:20"},
        .hours = 1000,
        .seed = 1,
        .per_year = 1,
    };
    c = (struct command_context){ret_command, NULL, reason, sizeof(reason)};
    error = note_values(argc, argv, values, why, why_size);
    if (error == 0 && (values[HELP] || values[VERSION])) {
        ret_command->action = values[HELP] ? COMMAND_HELP : COMMAND_VERSION;
        return 0;
    }
    if (error == 0)
        error = read_action(argv + optind, &ret_command->action, why, why_size);
    for (int i = 0; i < COMMAND_RULES && error == 0; i++)
        if (values[i])
            error = take(&c, &command_rules[i], values[i], why, why_size);
    return error < 0 ? error : judge_together(ret_command, why, why_size);
}

void command_free(struct command *command)
{
    dist_free(&command->decode);
    dist_free(&command->restart);
    for (int kind = 0; kind < FAULTS_KINDS; kind++)
        dist_free(&command->fault[kind].length);
    faults_free(&command->schedule);
}

static int64_t in_ns(double ms)
{
    return (int64_t)(ms * (double)SPAN_MS + 0.5);
}

struct model_config command_model(const struct command *k)
{
    struct model_config config = {
        .slots = model_slots(k->buffer_ms, k->latency_ms, k->block_ms),
        .block = in_ns(k->block_ms),
        .period = in_ns(k->period_ms),
        .jitter = in_ns(k->jitter_ms),
        .latency = in_ns(k->latency_ms),
        .producer_timeout = in_ns(k->timeout_ms),
        .decode = &k->decode,
        .restart = &k->restart,
        .faults.schedule = k->schedule,
        .seed = k->seed,
    };

    for (int kind = 0; kind < FAULTS_KINDS; kind++) {
        config.faults.per_hour[kind] = k->fault[kind].per_hour;
        config.faults.length[kind] = k->fault[kind].has_length ? &k->fault[kind].length : NULL;
    }
    return config;
}

uint32_t command_slots_min(const struct command *command)
{
    uint32_t slots = model_slots(BUFFER_MIN_MS, command->latency_ms, command->block_ms);

    return slots > RING_SLOTS_MIN ? slots : RING_SLOTS_MIN;
}

uint32_t command_slots_max(const struct command *command)
{
    return model_slots(COMMAND_BUFFER_MAX_MS, command->latency_ms, command->block_ms);
}

uint32_t command_buffer_ms(const struct command *command, uint32_t slots)
{
    uint32_t ms = (slots - 2) * command->block_ms - command->latency_ms;

    ms = ms < COMMAND_BUFFER_MAX_MS ? ms : COMMAND_BUFFER_MAX_MS;
    return ms > BUFFER_MIN_MS ? ms : BUFFER_MIN_MS;
}
