/*
 * sim_options.c - the options of the simulated device, one parser each.
 */
#include "player/consumer/sim_options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "player/consumer/option.h"
#include "shmring/block.h"

#define LONGEST_SECONDS 1e6

static int parse_speed(void *target, const char *value)
{
    struct sim_options *options = target;
    double speed;
    int r = option_number(value, 0, 1000, &speed);
    if (r == 0 && speed > 0 && speed < 0.01)
        r = -EINVAL;
    if (r == 0)
        options->speed = speed;
    return r;
}

static int parse_period(void *target, const char *value)
{
    struct sim_options *options = target;
    return option_number(value, 0.1, 1000, &options->period_ms);
}

static int parse_jitter(void *target, const char *value)
{
    struct sim_options *options = target;
    return option_number(value, 0, 60000, &options->jitter_ms);
}

static int parse_seed(void *target, const char *value)
{
    struct sim_options *options = target;
    if (strchr(value, '.') != NULL)
        return -EINVAL;
    return option_number(value, 0, UINT32_MAX, &options->seed);
}

static int add_fault(struct sim_options *options, double at, double duration, bool gone)
{
    if (options->faults == SIM_DEVICE_FAULTS_MAX)
        return -EINVAL;
    options->fault[options->faults++] = (struct sim_fault){
        .at_ns = (uint64_t)(at * 1e9), .for_ns = (uint64_t)(duration * 1e9), .gone = gone};
    return 0;
}

static int parse_stall(void *target, const char *value)
{
    char at_text[32];
    size_t length = strcspn(value, "+");
    if (value[length] == '\0' || length >= sizeof(at_text))
        return -EINVAL;
    memcpy(at_text, value, length);
    at_text[length] = '\0';

    double at;
    double duration;
    int r = option_number(at_text, 0, LONGEST_SECONDS, &at);
    if (r < 0)
        return r;
    r = option_number(value + length + 1, 0, LONGEST_SECONDS, &duration);
    return r < 0 ? r : add_fault(target, at, duration, false);
}

static int parse_fail(void *target, const char *value)
{
    double at;
    int r = option_number(value, 0, LONGEST_SECONDS, &at);
    return r < 0 ? r : add_fault(target, at, 0, true);
}

static int parse_path(char **path, const char *value)
{
    if (value[0] == '\0')
        return -EINVAL;
    char *copy = strdup(value);
    if (copy == NULL)
        return -ENOMEM;
    free(*path);
    *path = copy;
    return 0;
}

static int parse_record(void *target, const char *value)
{
    struct sim_options *options = target;
    return parse_path(&options->record, value);
}

static int parse_report(void *target, const char *value)
{
    struct sim_options *options = target;
    return parse_path(&options->report, value);
}

/* The next word of "48000+96000"; false: there is none, or it is too long for one. */
static bool next_word(const char **text, char word[16])
{
    size_t length = strcspn(*text, "+");

    if (length == 0 || length >= 16)
        return false;
    memcpy(word, *text, length);
    word[length] = '\0';
    *text += length;
    return **text != '+' || *++*text != '\0';
}

static int parse_numbers(const char *value, double low, double high, uint32_t *numbers,
                         uint32_t *count)
{
    char word[16];
    double number;

    for (*count = 0; *value; numbers[(*count)++] = (uint32_t)number)
        if (*count == SIM_LIMITS_MAX || !next_word(&value, word) || strchr(word, '.') ||
            option_number(word, low, high, &number) < 0)
            return -EINVAL;
    return *count > 0 ? 0 : -EINVAL;
}

static int parse_rates(void *target, const char *value)
{
    struct sim_limits *limits = &((struct sim_options *)target)->limits;
    return parse_numbers(value, BLOCK_RATE_MIN, BLOCK_RATE_MAX, limits->rate, &limits->rates);
}

static int parse_channels(void *target, const char *value)
{
    struct sim_limits *limits = &((struct sim_options *)target)->limits;
    return parse_numbers(value, 1, BLOCK_CHANNELS_MAX, limits->channel, &limits->channels);
}

static int parse_formats(void *target, const char *value)
{
    struct sim_limits *limits = &((struct sim_options *)target)->limits;
    char word[16];

    for (limits->formats = 0; *value;) {
        uint32_t format = SAMPLE_S16;

        if (limits->formats == SIM_LIMITS_MAX || !next_word(&value, word))
            return -EINVAL;
        while (format < SAMPLE_FORMATS && strcmp(word, sample_format_name(format)) != 0)
            format++;
        if (format == SAMPLE_FORMATS)
            return -EINVAL;
        limits->format[limits->formats++] = format;
    }
    return limits->formats > 0 ? 0 : -EINVAL;
}

static bool listed(uint32_t number, const uint32_t *numbers, uint32_t count)
{
    bool found = count == 0;

    for (uint32_t i = 0; i < count; i++)
        found = found || numbers[i] == number;
    return found;
}

bool sim_limits_take(const struct sim_limits *limits, const struct output_format *format)
{
    return listed(format->rate, limits->rate, limits->rates) &&
           listed(format->channels, limits->channel, limits->channels) &&
           listed(format->sample, limits->format, limits->formats);
}

static const struct option_rule rules[] = {
    {"speed", "0, or a number from 0.01 to 1000", parse_speed},
    {"period", "a number of milliseconds from 0.1 to 1000", parse_period},
    {"jitter", "a number of milliseconds from 0 to 60000", parse_jitter},
    {"seed", "a whole number from 0 to 4294967295", parse_seed},
    {"stall", "AT+FOR in seconds, such as 2+0.5, 16 faults at most", parse_stall},
    {"fail", "a number of seconds, 16 faults at most", parse_fail},
    {"rates", "numbers of Hz such as 48000+96000, 8 at most", parse_rates},
    {"channels", "numbers such as 2+6, 8 at most", parse_channels},
    {"formats", "some of s16+s24+s32+f32", parse_formats},
    {"record", "the name of a file", parse_record},
    {"report", "the name of a file", parse_report},
    {NULL, NULL, NULL},
};

int sim_options_parse(const char *text, struct sim_options *ret_options, char *why,
                      uint32_t why_size)
{
    struct sim_options options = {.speed = 1, .period_ms = 10, .seed = 1};
    int r = option_parse(text, rules, &options, why, why_size);
    if (r < 0)
        sim_options_free(&options);
    else
        *ret_options = options;
    return r;
}

void sim_options_free(struct sim_options *options)
{
    free(options->record);
    free(options->report);
    options->record = NULL;
    options->report = NULL;
}
