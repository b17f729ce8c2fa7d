/*
 * card_setup.c - reads the card's parameters and turns them into ALSA's constraints.
 *
 * Without `formats`, `rates` or `channels` the card takes all that it knows.
 */
#include "tests/card/card_setup.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    RATE_MIN = 4000,
    RATE_MAX = 192000,
    CHANNELS_MAX = 8,
    LIST_MAX = 16,
    PERIOD_BYTES_MIN = 32,
    PERIOD_BYTES_MAX = 1 << 20,
    PERIODS_MIN = 2,
    PERIODS_MAX = 64
};

static const char all_formats[] = "S16_LE S24_3LE S24_LE S32_LE FLOAT_LE";

/* A parameter that is a string, and where it goes. */
struct text_parameter {
    const char *name;
    size_t offset;
};

static const struct text_parameter text_parameters[] = {
    {"record", offsetof(struct card_setup, record)},
    {"log", offsetof(struct card_setup, log)},
    {"control", offsetof(struct card_setup, control)},
    {"formats", offsetof(struct card_setup, formats)},
    {"rates", offsetof(struct card_setup, rates)},
    {"channels", offsetof(struct card_setup, channels)},
};

static int read_text(snd_config_t *entry, const char *name, struct card_setup *setup)
{
    for (size_t i = 0; i < sizeof(text_parameters) / sizeof(text_parameters[0]); i++) {
        const char **target;

        if (strcmp(name, text_parameters[i].name) != 0)
            continue;
        target = (const char **)(void *)((char *)setup + text_parameters[i].offset);
        return snd_config_get_string(entry, target);
    }
    return -EINVAL;
}

int card_setup_read(snd_config_t *config, struct card_setup *ret_setup)
{
    struct card_setup setup = {.speed = 1.0};
    snd_config_iterator_t i;
    snd_config_iterator_t next;

    snd_config_for_each(i, next, config)
    {
        snd_config_t *entry = snd_config_iterator_entry(i);
        const char *name;
        int error = snd_config_get_id(entry, &name);

        if (error < 0)
            return error;
        if (strcmp(name, "type") == 0 || strcmp(name, "comment") == 0 || strcmp(name, "hint") == 0)
            continue;
        if (strcmp(name, "speed") == 0)
            error = snd_config_get_ireal(entry, &setup.speed);
        else
            error = read_text(entry, name, &setup);
        if (error < 0 || !(setup.speed > 0)) {
            SNDERR("rondocard: wrong parameter: %s", name);
            return -EINVAL;
        }
    }
    *ret_setup = setup;
    return 0;
}

static int format_value(const char *word, unsigned int *ret_value)
{
    snd_pcm_format_t format = snd_pcm_format_value(word);

    *ret_value = (unsigned int)format;
    return format == SND_PCM_FORMAT_UNKNOWN ? -EINVAL : 0;
}

static int number_value(const char *word, unsigned int *ret_value)
{
    char *end;
    unsigned long value = strtoul(word, &end, 10);

    *ret_value = (unsigned int)value;
    return *end != '\0' || value == 0 || value > RATE_MAX ? -EINVAL : 0;
}

/* Sets a constraint to the words of a list. */
static int constrain_list(snd_pcm_ioplug_t *io, int type, const char *list,
                          int (*value)(const char *, unsigned int *))
{
    unsigned int values[LIST_MAX];
    unsigned int count = 0;
    char *text = strdup(list);
    char *rest = NULL;
    int error = text ? 0 : -ENOMEM;

    for (char *word = text ? strtok_r(text, " ", &rest) : NULL; word && error == 0;
         word = strtok_r(NULL, " ", &rest))
        error = count < LIST_MAX ? value(word, &values[count++]) : -E2BIG;
    free(text);
    if (error < 0)
        return error;
    return snd_pcm_ioplug_set_param_list(io, type, count, values);
}

/* The same for numbers; with no list, [low, high]. */
static int constrain_numbers(snd_pcm_ioplug_t *io, int type, const char *list, unsigned int low,
                             unsigned int high)
{
    if (list)
        return constrain_list(io, type, list, number_value);
    return snd_pcm_ioplug_set_param_minmax(io, type, low, high);
}

int card_setup_constrain(const struct card_setup *setup, snd_pcm_ioplug_t *io)
{
    static const unsigned int accesses[] = {SND_PCM_ACCESS_MMAP_INTERLEAVED,
                                            SND_PCM_ACCESS_RW_INTERLEAVED};
    const char *formats = setup->formats ? setup->formats : all_formats;
    int error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 2, accesses);

    if (error == 0)
        error = constrain_list(io, SND_PCM_IOPLUG_HW_FORMAT, formats, format_value);
    if (error == 0)
        error = constrain_numbers(io, SND_PCM_IOPLUG_HW_RATE, setup->rates, RATE_MIN, RATE_MAX);
    if (error == 0)
        error = constrain_numbers(io, SND_PCM_IOPLUG_HW_CHANNELS, setup->channels, 1, CHANNELS_MAX);
    if (error == 0)
        error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIOD_BYTES,
                                                PERIOD_BYTES_MIN, PERIOD_BYTES_MAX);
    if (error == 0)
        error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_BUFFER_BYTES,
                                                PERIOD_BYTES_MIN * PERIODS_MIN,
                                                PERIOD_BYTES_MAX * PERIODS_MIN);
    if (error == 0)
        error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, PERIODS_MIN,
                                                PERIODS_MAX);
    return error;
}
