/*
 * command_rules.c - every option of ringsim: what it accepts, and where its value goes.
 */
#include "tools/ringsim/command_rules.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tools/plot/plot.h"

#define PER_HOUR_MAX 1e6

enum {
    BUFFER_MIN_MS = 500, /* as rondo's --buffer */
    YEARS_MAX = 100,
    WINDOW_MAX_S = 3600
};

static int number(const char *text, double low, double high, double *ret_number)
{
    char *end;
    double value = strtod(text, &end);

    if (end == text || *end || !(value >= low && value <= high))
        return -EINVAL;
    *ret_number = value;
    return 0;
}

/* Whole ms, of a value each of which is `scale` of them. */
static int whole_ms(const char *text, double scale, uint32_t low, uint32_t high, uint32_t *ret_ms)
{
    double value;

    if (number(text, low / scale, high / scale, &value) < 0)
        return -EINVAL;
    *ret_ms = (uint32_t)(value * scale + 0.5);
    return 0;
}

static int take_column(struct command_context *c, const char *value)
{
    c->column = value;
    return 0;
}

static int take_buffer(struct command_context *c, const char *value)
{
    return whole_ms(value, 1000, BUFFER_MIN_MS, COMMAND_BUFFER_MAX_MS, &c->command->buffer_ms);
}

static int take_block(struct command_context *c, const char *value)
{
    return whole_ms(value, 1, 10, 1000, &c->command->block_ms);
}

static int take_latency(struct command_context *c, const char *value)
{
    return whole_ms(value, 1, 10, 1000, &c->command->latency_ms);
}

static int take_timeout(struct command_context *c, const char *value)
{
    return whole_ms(value, 1, 200, 60000, &c->command->timeout_ms);
}

static int take_period(struct command_context *c, const char *value)
{
    return number(value, 0.1, 1000, &c->command->period_ms);
}

static int take_jitter(struct command_context *c, const char *value)
{
    return number(value, 0, 1000, &c->command->jitter_ms);
}

static int take_decode(struct command_context *c, const char *value)
{
    return dist_parse(value, c->column, &c->command->decode, c->why, c->why_size);
}

static int take_restart(struct command_context *c, const char *value)
{
    return dist_parse(value, c->column, &c->command->restart, c->why, c->why_size);
}

/* RATE[/UNIT]: events an hour, and what follows. */
static int take_rate(const char *value, double *ret_per_hour, const char **ret_rest)
{
    static const struct {
        const char *name;
        double an_hour;
    } units[] = {{"s", 3600}, {"min", 60}, {"h", 1}, {"day", 1.0 / 24}, {"year", 1.0 / 8766}};
    char *end;
    double rate = strtod(value, &end), scale = 1;

    if (end == value)
        return -EINVAL;
    if (*end == '/') {
        size_t length = strcspn(++end, ":"), unit = 0;

        while (unit < sizeof(units) / sizeof(units[0]) &&
               (strlen(units[unit].name) != length || strncmp(units[unit].name, end, length) != 0))
            unit++;
        if (unit == sizeof(units) / sizeof(units[0]))
            return -EINVAL;
        scale = units[unit].an_hour;
        end += length;
    }
    if (!(rate >= 0 && rate * scale <= PER_HOUR_MAX) || (*end && *end != ':'))
        return -EINVAL;
    *ret_per_hour = rate * scale;
    *ret_rest = end;
    return 0;
}

static int take_fault(struct command_context *c, enum faults_kind kind, const char *value)
{
    struct command_fault *fault = &c->command->fault[kind];

    if (take_rate(value, &fault->per_hour, &value) < 0)
        return -EINVAL;
    fault->has_length = *value == ':';
    if (fault->has_length)
        return dist_parse(value + 1, c->column, &fault->length, c->why, c->why_size);
    return kind == FAULTS_STALL ? -EINVAL : 0;
}

static int take_stall(struct command_context *c, const char *value)
{
    return take_fault(c, FAULTS_STALL, value);
}

static int take_stop(struct command_context *c, const char *value)
{
    return take_fault(c, FAULTS_STOP, value);
}

static int take_kill(struct command_context *c, const char *value)
{
    return take_fault(c, FAULTS_KILL, value);
}

static int take_kill_consumer(struct command_context *c, const char *value)
{
    return take_fault(c, FAULTS_KILL_CONSUMER, value);
}

static int take_schedule(struct command_context *c, const char *value)
{
    return faults_read(value, &c->command->schedule, c->why, c->why_size);
}

static int take_hours(struct command_context *c, const char *value)
{
    return number(value, 1e-6, SPAN_HOURS_MAX, &c->command->hours);
}

static int take_seed(struct command_context *c, const char *value)
{
    char *end;

    if (*value < '0' || *value > '9')
        return -EINVAL;
    errno = 0;
    c->command->seed = strtoull(value, &end, 10);
    return *end || errno != 0 ? -EINVAL : 0;
}

static int take_goal(struct command_context *c, const char *value)
{
    return number(value, 0.05, 1e6, &c->command->per_year);
}

static int take_years(struct command_context *c, const char *value)
{
    return number(value, 1e-6, YEARS_MAX, &c->command->years);
}

static int take_plot(struct command_context *c, const char *value)
{
    if (!plot_path_valid(value))
        return -EINVAL;
    c->command->plot = value;
    return 0;
}

static int take_window(struct command_context *c, const char *value)
{
    char *end;
    double from = strtod(value, &end);

    if (end == value || *end != '+' || !(from >= 0 && from <= SPAN_HOURS_MAX * 3600.0))
        return -EINVAL;
    c->command->window_from = from;
    return number(end + 1, 0.1, WINDOW_MAX_S, &c->command->window_for);
}

static int take_json(struct command_context *c, const char *value)
{
    (void)value;
    c->command->json = true;
    return 0;
}

#define RATE        "RATE[/s|/min|/h|/day|/year], at most 1e6 an hour, "
#define RATE_DIST   RATE "then :DIST, one of " DIST_FORMS
#define RATE_OR_ALL RATE "and maybe :DIST, one of " DIST_FORMS

const struct command_rule command_rules[COMMAND_RULES] = {
    {"column", "the name of a column", take_column, COMMAND_BOTH},
    {"buffer", "0.5 to 60 s", take_buffer, COMMAND_RUN_ONLY},
    {"block", "10 to 1000 ms", take_block, COMMAND_BOTH},
    {"latency", "10 to 1000 ms", take_latency, COMMAND_BOTH},
    {"period", "0.1 to 1000 ms", take_period, COMMAND_BOTH},
    {"jitter", "0 to 1000 ms", take_jitter, COMMAND_BOTH},
    {"producer-timeout", "200 to 60000 ms", take_timeout, COMMAND_BOTH},
    {"decode", DIST_FORMS, take_decode, COMMAND_BOTH},
    {"restart", DIST_FORMS, take_restart, COMMAND_BOTH},
    {"stall", RATE_DIST, take_stall, COMMAND_BOTH},
    {"stop", RATE_OR_ALL, take_stop, COMMAND_BOTH},
    {"kill", RATE_OR_ALL, take_kill, COMMAND_BOTH},
    {"kill-consumer", RATE_OR_ALL, take_kill_consumer, COMMAND_BOTH},
    {"schedule", "a file of lines AT_MS stop|kill|stall|kill-consumer [MS]", take_schedule,
     COMMAND_RUN_ONLY},
    {"hours", "0.000001 to 1000000", take_hours, COMMAND_RUN_ONLY},
    {"window", "FROM+FOR in seconds, such as 3600+30; for up to an hour", take_window,
     COMMAND_RUN_ONLY},
    {"underruns-per-year", "0.05 to 1000000", take_goal, COMMAND_SIZE_ONLY},
    {"years", "up to 100, and 3.7 divided by --underruns-per-year or more", take_years,
     COMMAND_SIZE_ONLY},
    {"seed", "a whole number from 0 to 18446744073709551615", take_seed, COMMAND_BOTH},
    {"plot", "a file whose name ends in .svg, .png or .csv", take_plot, COMMAND_BOTH},
    {"json", NULL, take_json, COMMAND_BOTH},
};
