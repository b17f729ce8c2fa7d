/*
 * options_output.c - the value of --output: KIND[:ARGUMENT][,option=value...].
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "player/options.h"

/* ARGUMENT_FILE: it has to be there, and all of it is the file's name, commas too. */
enum argument { ARGUMENT_NONE, ARGUMENT_OPTIONAL, ARGUMENT_FILE };

static const struct kind {
    const char *name;
    enum argument argument;
} kinds[] = {
    {"auto", ARGUMENT_NONE}, {"portaudio", ARGUMENT_OPTIONAL}, {"sim", ARGUMENT_NONE},
    {"wav", ARGUMENT_FILE},  {"raw", ARGUMENT_FILE},           {"null", ARGUMENT_NONE},
};

/* The first comma that a name and '=' follow, or the end. */
static const char *find_output_options(const char *text)
{
    const char *comma = strchr(text, ',');

    while (comma) {
        size_t name = strspn(comma + 1, "abcdefghijklmnopqrstuvwxyz_");
        if (name > 0 && comma[1 + name] == '=')
            return comma;
        comma = strchr(comma + 1, ',');
    }
    return text + strlen(text);
}

static int copy(char *text, size_t size, const char *source, size_t bytes)
{
    if (bytes >= size)
        return -EINVAL;
    memcpy(text, source, bytes);
    text[bytes] = '\0';
    return 0;
}

static const struct kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(name, kinds[i].name) == 0)
            return &kinds[i];
    }
    return NULL;
}

static int check_argument(const struct kind *kind, bool colon, const char *argument)
{
    if (colon && (kind->argument == ARGUMENT_NONE || !*argument))
        return -EINVAL;
    return !colon && kind->argument == ARGUMENT_FILE ? -EINVAL : 0;
}

int options_parse_output(const char *text, struct options_output *ret_output)
{
    struct options_output output = {0};
    const struct kind *kind;
    const char *kind_end = text + strcspn(text, ":,");
    bool colon = *kind_end == ':';
    const char *argument = kind_end + colon;
    const char *options = find_output_options(argument);

    if (copy(output.kind, sizeof(output.kind), text, (size_t)(kind_end - text)))
        return -EINVAL;
    kind = find_kind(output.kind);
    if (!kind || (!colon && options != kind_end))
        return -EINVAL;
    if (colon && kind->argument == ARGUMENT_FILE)
        options = argument + strlen(argument);
    if (copy(output.argument, sizeof(output.argument), argument, (size_t)(options - argument)))
        return -EINVAL;
    if (*options == ',')
        options++;
    if (copy(output.options, sizeof(output.options), options, strlen(options)) ||
        check_argument(kind, colon, output.argument))
        return -EINVAL;
    *ret_output = output;
    return 0;
}

int options_slow_output(struct options *options, char *why, size_t why_size)
{
    struct options_output *output = &options->output;

    if (!options->step && options->slow == 1)
        return 0;
    if (strcmp(output->kind, "auto") == 0)
        strcpy(output->kind, "sim");
    if (strcmp(output->kind, "sim") == 0)
        return 0;
    snprintf(why, why_size, "--%s: only -o sim can be slowed down, not -o %s",
             options->step ? "step" : "slow", output->kind);
    return -EINVAL;
}
