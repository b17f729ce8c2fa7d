/*
 * sim_options.c - the options of the simulated device, one parser each.
 */
#include "player/consumer/sim_options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "player/consumer/option.h"

#define LONGEST_SECONDS 1e6

static int parse_speed(void *target, const char *value)
{
    struct sim_options *options = target;
    double speed;
    int r = option_number(value, 0, 1000, &speed);
    if (r == 0 && speed > 0 && speed < 0.01)
        r = -EINVAL;
    if (r == 0)
        options->speed = speed;
    return r;
}

static int parse_period(void *target, const char *value)
{
    struct sim_options *options = target;
    return option_number(value, 0.1, 1000, &options->period_ms);
}

static int parse_jitter(void *target, const char *value)
{
    struct sim_options *options = target;
    return option_number(value, 0, 60000, &options->jitter_ms);
}

static int parse_seed(void *target, const char *value)
{
    struct sim_options *options = target;
    if (strchr(value, '.') != NULL)
        return -EINVAL;
    return option_number(value, 0, UINT32_MAX, &options->seed);
}

static int add_fault(struct sim_options *options, double at, double duration, bool gone)
{
    if (options->faults == SIM_DEVICE_FAULTS_MAX)
        return -EINVAL;
    options->fault[options->faults++] = (struct sim_fault){
        .at_ns = (uint64_t)(at * 1e9), .for_ns = (uint64_t)(duration * 1e9), .gone = gone};
    return 0;
}

static int parse_stall(void *target, const char *value)
{
    char at_text[32];
    size_t length = strcspn(value, "+");
    if (value[length] == '\0' || length >= sizeof(at_text))
        return -EINVAL;
    memcpy(at_text, value, length);
    at_text[length] = '\0';

    double at;
    double duration;
    int r = option_number(at_text, 0, LONGEST_SECONDS, &at);
    if (r < 0)
        return r;
    r = option_number(value + length + 1, 0, LONGEST_SECONDS, &duration);
    return r < 0 ? r : add_fault(target, at, duration, false);
}

static int parse_fail(void *target, const char *value)
{
    double at;
    int r = option_number(value, 0, LONGEST_SECONDS, &at);
    return r < 0 ? r : add_fault(target, at, 0, true);
}

static int parse_path(char **path, const char *value)
{
    if (value[0] == '\0')
        return -EINVAL;
    char *copy = strdup(value);
    if (copy == NULL)
        return -ENOMEM;
    free(*path);
    *path = copy;
    return 0;
}

static int parse_record(void *target, const char *value)
{
    struct sim_options *options = target;
    return parse_path(&options->record, value);
}

static int parse_report(void *target, const char *value)
{
    struct sim_options *options = target;
    return parse_path(&options->report, value);
}

static const struct option_rule rules[] = {
    {"speed", "0, or a number from 0.01 to 1000", parse_speed},
    {"period", "a number of milliseconds from 0.1 to 1000", parse_period},
    {"jitter", "a number of milliseconds from 0 to 60000", parse_jitter},
    {"seed", "a whole number from 0 to 4294967295", parse_seed},
    {"stall", "AT+FOR in seconds, such as 2+0.5, 16 faults at most", parse_stall},
    {"fail", "a number of seconds, 16 faults at most", parse_fail},
    {"record", "the name of a file", parse_record},
    {"report", "the name of a file", parse_report},
    {NULL, NULL, NULL},
};

int sim_options_parse(const char *text, struct sim_options *ret_options, char *why,
                      uint32_t why_size)
{
    struct sim_options options = {.speed = 1, .period_ms = 10, .seed = 1};
    int r = option_parse(text, rules, &options, why, why_size);
    if (r < 0)
        sim_options_free(&options);
    else
        *ret_options = options;
    return r;
}

void sim_options_free(struct sim_options *options)
{
    free(options->record);
    free(options->report);
    options->record = NULL;
    options->report = NULL;
}
