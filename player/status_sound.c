/*
 * status_sound.c - whether what the decoder gives reaches the output as it is, and if not, what
 * is done to it: one line for each change, here and nowhere else.
 */
#include <stdarg.h>
#include <stdio.h>

#include "player/session.h"
#include "player/status_sound.h"

struct lines {
    struct json *json;
    uint32_t count;
};

static void add(struct lines *lines, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct lines *lines, const char *format, ...)
{
    char line[80];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    if (lines->json)
        json_string(lines->json, NULL, line);
    lines->count++;
}

static const char *format_words(uint32_t format)
{
    static const char *const words[SAMPLE_FORMATS] = {[SAMPLE_S16] = "16 bit",
                                                      [SAMPLE_S24] = "24 bit",
                                                      [SAMPLE_S32] = "32 bit",
                                                      [SAMPLE_F32] = "32 bit float"};

    return format < SAMPLE_FORMATS && words[format] ? words[format] : "none";
}

/* What the producer says that it does. */
static void add_produced(struct lines *lines, const struct job_reply *facts)
{
    if (facts->changes & JOB_RESAMPLED)
        add(lines, "resampled %u to %u Hz", facts->source_rate, facts->rate);
    if (facts->changes & JOB_MIXED)
        add(lines, "mixed %u to %u channels", facts->source_channels, facts->channels);
    if (facts->changes & JOB_DITHERED)
        add(lines, "dithered to %s", format_words(facts->format));
    else if (facts->changes & JOB_CONVERTED)
        add(lines, "converted to %s", format_words(facts->format));
}

/* The consumer's; integers are never made louder. */
static void add_volume(struct lines *lines, uint32_t volume, const struct job_reply *facts)
{
    bool integer = facts->format != SAMPLE_F32;

    if (volume == 100 || (volume > 100 && integer))
        return;
    add(lines, "volume %u %%", volume);
    if (integer && facts->format != SAMPLE_S32 && volume > 0 && !(facts->changes & JOB_DITHERED))
        add(lines, "dithered to %s", format_words(facts->format));
}

static uint32_t list(const struct session *s, const struct job_reply *facts, struct json *json)
{
    struct lines lines = {.json = json};

    add_produced(&lines, facts);
    add_volume(&lines, s->volume, facts);
    return lines.count;
}

void status_sound_write(const struct session *s, const struct job_reply *facts, struct json *json)
{
    json_bool(json, "bit_perfect", list(s, facts, NULL) == 0);
    json_array(json, "changes");
    list(s, facts, json);
    json_close(json);
}
