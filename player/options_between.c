/*
 * options_between.c - the values of the options about what is between two tracks, as
 * options_values.c has them of the others. A fade leaves no room for silence, so the one that is
 * asked for last ends the other.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "player/clocktext.h"
#include "player/options_rules.h"

static int parse_seconds(const char *text, uint32_t most_ms, uint32_t *ret_ms)
{
    uint64_t ms;

    if (strchr(text, ':') || clocktext_parse(text, &ms) < 0 || ms > most_ms)
        return -EINVAL;
    *ret_ms = (uint32_t)ms;
    return 0;
}

int options_take_crossfade(struct options *options, const char *value)
{
    int error = parse_seconds(value, OPTIONS_CROSSFADE_MAX_MS, &options->crossfade_ms);

    if (error == 0 && options->crossfade_ms > 0)
        options->gap_ms = 0;
    return error;
}

int options_take_gap(struct options *options, const char *value)
{
    int error = parse_seconds(value, OPTIONS_GAP_MAX_MS, &options->gap_ms);

    if (error == 0 && options->gap_ms > 0)
        options->crossfade_ms = 0;
    return error;
}

static bool show_seconds(char *text, uint32_t ms)
{
    snprintf(text, OPTIONS_VALUE_MAX, "%u.%03u", ms / 1000, ms % 1000);
    return true;
}

bool options_show_crossfade(const struct options *options, char *text)
{
    return show_seconds(text, options->crossfade_ms);
}

bool options_show_gap(const struct options *options, char *text)
{
    return show_seconds(text, options->gap_ms);
}
