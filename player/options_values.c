/*
 * options_values.c - what each option's value means, and how it is written: a pair of functions for
 * each row of options_rules.c, so that what is shown is understood again.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "player/clocktext.h"
#include "player/options_rules.h"
#include "player/slow.h"
#include "shmring/instance.h"

enum {
    BUFFER_MIN_MS = 500,
    BUFFER_MAX_MS = 60000,
    TIMEOUT_MIN_MS = 200,
    TIMEOUT_MAX_MS = 60000,
    LATENCY_MIN_MS = 10,
    LATENCY_MAX_MS = 1000,
    VOLUME_MAX = 100,
    SPOOL_MAX_MIB = 65536
};

static const char *const losses[] = {
    [OPTIONS_LOSS_PAUSE] = "pause",
    [OPTIONS_LOSS_WAIT] = "wait",
    [OPTIONS_LOSS_QUIT] = "quit",
};

int options_take_output(struct options *options, const char *value)
{
    return options_parse_output(value, &options->output);
}

int options_take_name(struct options *options, const char *value)
{
    if (!instance_name_valid(value))
        return -EINVAL;
    strcpy(options->name, value);
    return 0;
}

int options_take_start(struct options *options, const char *value)
{
    return clocktext_parse(value, &options->start_ms);
}

int options_take_buffer(struct options *options, const char *value)
{
    uint64_t ms;

    if (strchr(value, ':') || clocktext_parse(value, &ms) || ms < BUFFER_MIN_MS ||
        ms > BUFFER_MAX_MS)
        return -EINVAL;
    options->buffer_ms = (uint32_t)ms;
    return 0;
}

int options_take_latency(struct options *options, const char *value)
{
    return options_parse_number(value, LATENCY_MIN_MS, LATENCY_MAX_MS, &options->latency_ms);
}

int options_take_volume(struct options *options, const char *value)
{
    options->volume_given = true;
    return options_parse_number(value, 0, VOLUME_MAX, &options->volume);
}

int options_take_spool_limit(struct options *options, const char *value)
{
    return options_parse_number(value, 1, SPOOL_MAX_MIB, &options->spool_limit_mib);
}

int options_take_loss(struct options *options, const char *value)
{
    for (uint32_t i = 0; i < sizeof(losses) / sizeof(losses[0]); i++) {
        if (strcmp(value, losses[i]) == 0) {
            options->on_device_loss = (enum options_loss)i;
            return 0;
        }
    }
    return -EINVAL;
}

int options_take_consumer_timeout(struct options *options, const char *value)
{
    return options_parse_number(value, TIMEOUT_MIN_MS, TIMEOUT_MAX_MS,
                                &options->consumer_timeout_ms);
}

int options_take_producer_timeout(struct options *options, const char *value)
{
    return options_parse_number(value, TIMEOUT_MIN_MS, TIMEOUT_MAX_MS,
                                &options->producer_timeout_ms);
}

int options_take_no_sandbox(struct options *options, const char *value)
{
    (void)value;
    options->sandbox = false;
    return 0;
}

int options_take_slow(struct options *options, const char *value)
{
    return options_parse_number(value, 1, SLOW_FACTOR_MAX, &options->slow);
}

int options_take_step(struct options *options, const char *value)
{
    (void)value;
    options->step = true;
    return 0;
}

int options_take_resume(struct options *options, const char *value)
{
    (void)value;
    options->resume = true;
    return 0;
}

int options_take_scan(struct options *options, const char *value)
{
    (void)value;
    options->scan = true;
    return 0;
}

int options_take_json(struct options *options, const char *value)
{
    (void)value;
    options->json = true;
    return 0;
}

int options_take_screen(struct options *options, const char *value)
{
    (void)value;
    options->screen = true;
    return 0;
}

int options_take_quiet(struct options *options, const char *value)
{
    (void)value;
    options->quiet = true;
    return 0;
}

int options_take_config(struct options *options, const char *value)
{
    options->config = value;
    return *value ? 0 : -EINVAL;
}

int options_take_no_config(struct options *options, const char *value)
{
    (void)value;
    options->no_config = true;
    return 0;
}

static bool show_number(char *text, uint32_t number)
{
    snprintf(text, OPTIONS_VALUE_MAX, "%u", number);
    return true;
}

static bool show_seconds(char *text, uint64_t ms)
{
    snprintf(text, OPTIONS_VALUE_MAX, "%llu.%03u", (unsigned long long)(ms / 1000),
             (unsigned)(ms % 1000));
    return true;
}

/* A flag has no value: it stands there or not. */
static bool show_flag(char *text, bool set)
{
    text[0] = '\0';
    return set;
}

bool options_show_output(const struct options *options, char *text)
{
    const struct options_output *output = &options->output;

    snprintf(text, OPTIONS_VALUE_MAX, "%s%s%s%s%s", output->kind, *output->argument ? ":" : "",
             output->argument, *output->options ? "," : "", output->options);
    return true;
}

bool options_show_name(const struct options *options, char *text)
{
    snprintf(text, OPTIONS_VALUE_MAX, "%s", options->name);
    return true;
}

bool options_show_start(const struct options *options, char *text)
{
    return show_seconds(text, options->start_ms);
}

bool options_show_buffer(const struct options *options, char *text)
{
    return show_seconds(text, options->buffer_ms);
}

bool options_show_latency(const struct options *options, char *text)
{
    return show_number(text, options->latency_ms);
}

bool options_show_volume(const struct options *options, char *text)
{
    return show_number(text, options->volume);
}

bool options_show_spool_limit(const struct options *options, char *text)
{
    return show_number(text, options->spool_limit_mib);
}

bool options_show_loss(const struct options *options, char *text)
{
    snprintf(text, OPTIONS_VALUE_MAX, "%s", losses[options->on_device_loss]);
    return true;
}

bool options_show_consumer_timeout(const struct options *options, char *text)
{
    return show_number(text, options->consumer_timeout_ms);
}

bool options_show_producer_timeout(const struct options *options, char *text)
{
    return show_number(text, options->producer_timeout_ms);
}

bool options_show_no_sandbox(const struct options *options, char *text)
{
    return show_flag(text, !options->sandbox);
}

bool options_show_slow(const struct options *options, char *text)
{
    return show_number(text, options->slow);
}

bool options_show_step(const struct options *options, char *text)
{
    return show_flag(text, options->step);
}

bool options_show_resume(const struct options *options, char *text)
{
    return show_flag(text, options->resume);
}

bool options_show_screen(const struct options *options, char *text)
{
    return show_flag(text, options->screen);
}

bool options_show_quiet(const struct options *options, char *text)
{
    return show_flag(text, options->quiet);
}
