/*
 * options_loud.c - the values of the options about loudness, as options_values.c has them of the
 * others.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "player/clocktext.h"
#include "player/options_rules.h"

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

int options_take_replaygain(struct options *options, const char *value)
{
    return loud_parse_mode(value, &options->replaygain);
}

/* "-1.5": thousandths, in any locale. */
int options_take_preamp(struct options *options, const char *value)
{
    bool negative = *value == '-';
    uint64_t thousandths;

    value += negative || *value == '+';
    if (strchr(value, ':') || clocktext_parse(value, &thousandths) < 0 ||
        thousandths > LOUD_PREAMP_MAX)
        return -EINVAL;
    options->preamp_mdb = negative ? -(int32_t)thousandths : (int32_t)thousandths;
    return 0;
}

bool options_show_replaygain(const struct options *options, char *text)
{
    snprintf(text, OPTIONS_VALUE_MAX, "%s", loud_mode_name(options->replaygain));
    return true;
}

bool options_show_preamp(const struct options *options, char *text)
{
    uint32_t size =
        (uint32_t)(options->preamp_mdb < 0 ? -options->preamp_mdb : options->preamp_mdb);

    snprintf(text, OPTIONS_VALUE_MAX, "%s%u.%03u", options->preamp_mdb < 0 ? "-" : "", size / 1000,
             size % 1000);
    return true;
}
