/*
 * options_modes.c - the values of the options about repeating, shuffling, and parts of tracks, as
 * options_values.c has them of the others. What is not given is shown as a flag that is not set.
 */
#include <errno.h>
#include <stdio.h>

#include "player/clocktext.h"
#include "player/options_rules.h"

int options_take_end(struct options *options, const char *value)
{
    uint64_t ms;

    if (clocktext_parse(value, &ms) < 0 || ms == 0)
        return -EINVAL;
    options->modes.end_ms = ms;
    return 0;
}

int options_take_loop(struct options *options, const char *value)
{
    return options_parse_part(value, &options->modes.loop_from_ms, &options->modes.loop_to_ms);
}

int options_take_repeat(struct options *options, const char *value)
{
    return order_parse_repeat(value, &options->modes.repeat);
}

int options_take_shuffle(struct options *options, const char *value)
{
    (void)value;
    options->modes.shuffle = true;
    return 0;
}

int options_take_seed(struct options *options, const char *value)
{
    int error = options_parse_number(value, 0, UINT32_MAX, &options->modes.seed);

    options->modes.seeded = options->modes.seeded || error == 0;
    return error;
}

static int write_seconds(char *text, size_t size, uint64_t ms)
{
    return snprintf(text, size, "%llu.%03u", (unsigned long long)(ms / 1000),
                    (unsigned)(ms % 1000));
}

bool options_show_end(const struct options *options, char *text)
{
    write_seconds(text, OPTIONS_VALUE_MAX, options->modes.end_ms);
    return options->modes.end_ms > 0;
}

bool options_show_loop(const struct options *options, char *text)
{
    int used = write_seconds(text, OPTIONS_VALUE_MAX, options->modes.loop_from_ms);

    text[used++] = '-';
    write_seconds(text + used, OPTIONS_VALUE_MAX - (size_t)used, options->modes.loop_to_ms);
    return options->modes.loop_to_ms > 0;
}

bool options_show_repeat(const struct options *options, char *text)
{
    snprintf(text, OPTIONS_VALUE_MAX, "%s", order_repeat_name(options->modes.repeat));
    return true;
}

bool options_show_shuffle(const struct options *options, char *text)
{
    text[0] = '\0';
    return options->modes.shuffle;
}

bool options_show_seed(const struct options *options, char *text)
{
    snprintf(text, OPTIONS_VALUE_MAX, "%u", options->modes.seed);
    return options->modes.seeded;
}
