/*
 * null.c - the output null: takes everything, does nothing with it, and never makes anybody
 * wait. For benchmarks, and for checking that files decode.
 */
#include <errno.h>
#include <stdio.h>

#include "player/consumer/option.h"
#include "player/consumer/output.h"

/* It has no state, so one serves all; a NULL would look like an output that is not there. */
struct output {
    uint8_t nothing;
};

static struct output the_only_one;

static const struct option_rule rules[] = {{NULL, NULL, NULL}};

static int null_create(const struct output_config *config, struct output **ret_output, char *why,
                       uint32_t why_size)
{
    if (config->argument[0] != '\0') {
        snprintf(why, why_size, "null takes no argument, not even '%s'", config->argument);
        return -EINVAL;
    }
    int r = option_parse(config->options, rules, NULL, why, why_size);
    if (r == 0)
        *ret_output = &the_only_one;
    return r;
}

static int null_start(struct output *output, const struct output_format *format, char *why,
                      uint32_t why_size)
{
    (void)output, (void)format, (void)why, (void)why_size;
    return 0;
}

static int null_write(struct output *output, const void *samples, uint32_t frames)
{
    (void)output, (void)samples, (void)frames;
    return 0;
}

static int null_stop(struct output *output)
{
    (void)output;
    return 0;
}

static void null_destroy(struct output *output)
{
    (void)output;
}

const struct output_ops output_null = {
    .kind = "null",
    .realtime = false,
    .fixed_format = false,
    .create = null_create,
    .start = null_start,
    .write = null_write,
    .stop = null_stop,
    .destroy = null_destroy,
};
