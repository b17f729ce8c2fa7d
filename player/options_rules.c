/*
 * options_rules.c - one function for each option that has a value, and the table of all.
 */
#include <errno.h>
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
    VOLUME_MAX = 100
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

static int take_end(struct options *options, const char *value)
{
    int error = clocktext_parse(value, &options->end_ms);

    return error == 0 && options->end_ms == 0 ? -EINVAL : error;
}

static int take_loop(struct options *options, const char *value)
{
    return options_parse_part(value, &options->loop_from_ms, &options->loop_to_ms);
}

static int take_repeat(struct options *options, const char *value)
{
    return order_parse_repeat(value, &options->repeat);
}

static int take_shuffle(struct options *options, const char *value)
{
    (void)value;
    options->shuffle = true;
    return 0;
}

static int take_seed(struct options *options, const char *value)
{
    options->seeded = true;
    return options_parse_number(value, 0, UINT32_MAX, &options->seed);
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

const struct options_rule options_rules[OPTIONS_RULES] = {
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
    {.name = "end", .accepts = "a time such as 90, 1:30 or 1:02:03.5, above 0", .take = take_end},
    {.name = "loop",
     .accepts = "two times such as 1:30-2:05, the first below the second",
     .take = take_loop},
    {.name = "repeat", .accepts = "one of off, one or all", .take = take_repeat},
    {.name = "shuffle", .take = take_shuffle},
    {.name = "seed", .accepts = "a number from 0 to 4294967295", .take = take_seed},
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
