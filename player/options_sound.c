/*
 * options_sound.c - the values of the options that change the samples.
 */
#include <stdio.h>

#include "player/options_rules.h"

enum { RATE_MIN_HZ = 1000, RATE_MAX_HZ = 768000, CHANNELS_MAX = 8 };

int options_take_rate(struct options *options, const char *value)
{
    return options_parse_number(value, RATE_MIN_HZ, RATE_MAX_HZ, &options->rate);
}

int options_take_channels(struct options *options, const char *value)
{
    return options_parse_number(value, 1, CHANNELS_MAX, &options->channels);
}

/* The file's own has no number, so then there is nothing to write. */
static bool show(char *text, uint32_t number)
{
    snprintf(text, OPTIONS_VALUE_MAX, "%u", number);
    return number > 0;
}

bool options_show_rate(const struct options *options, char *text)
{
    return show(text, options->rate);
}

bool options_show_channels(const struct options *options, char *text)
{
    return show(text, options->channels);
}
