/*
 * spool_probe.c - what ffprobe says of a file, and what ffmpeg is to make of it.
 *
 * AAC comes in frames of 1024 samples, the last of which is filled up. ffmpeg passes over what the
 * encoder put before the sound, but not over that; so the length is taken from what iTunes and its
 * like write into the file (iTunSMPB, exact), else from the file's own, which other encoders round
 * to a millisecond. All of it was written by strangers: what is no number says nothing.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/session.h"
#include "player/spool_fill.h"

enum { TOLERANCE = 4096 }; /* frames that an encoder may put before and behind the sound */

/* Behind "NAME="; "" where it is not said. */
static const char *value_of(const struct spool *spool, const char *name)
{
    const char *at = spool->said;
    size_t length = strlen(name);

    while (strncmp(at, name, length) != 0 || at[length] != '=') {
        at = strchr(at, '\n');
        if (!at++)
            return "";
    }
    return at + length + 1;
}

/* WAV's names for what ffmpeg decodes to; planar ones ("fltp") are the same samples. */
static const char *samples_of(const struct spool *spool)
{
    const char *format = value_of(spool, "sample_fmt");

    if (!*format)
        return NULL;
    if (strncmp(format, "u8", 2) == 0 || strncmp(format, "s16", 3) == 0)
        return "pcm_s16le";
    if (strncmp(format, "s32", 3) != 0 && strncmp(format, "s64", 3) != 0)
        return "pcm_f32le";
    return atoi(value_of(spool, "bits_per_raw_sample")) == 24 ? "pcm_s24le" : "pcm_s32le";
}

/* "aac, by ffmpeg"; of what comes as samples, as a tracker's music does, the format. */
static void name_codec(struct spool *spool)
{
    const char *name = value_of(spool, "codec_name");

    if (strncmp(name, "pcm_", 4) == 0)
        name = value_of(spool, "format_name");
    snprintf(spool->codec, sizeof(spool->codec), "%.*s, by ffmpeg", (int)strcspn(name, ",\n"),
             name);
}

/* Both lengths tell of the same sound; where they do not, nobody knows what iTunes meant. */
static uint64_t frames_of(const struct spool *spool)
{
    const char *base = value_of(spool, "time_base");
    unsigned long long frames = 0, about = strtoull(value_of(spool, "duration_ts"), NULL, 10);

    if (strncmp(value_of(spool, "codec_name"), "aac\n", 4) != 0 ||
        strncmp(value_of(spool, "format_name"), "mov,", 4) != 0 || strncmp(base, "1/", 2) != 0 ||
        atoi(base + 2) != atoi(value_of(spool, "sample_rate")))
        return 0;
    if (sscanf(value_of(spool, "TAG:iTunSMPB"), " %*x %*x %*x %llx", &frames) != 1)
        return about;
    return frames + TOLERANCE > about && frames < about + TOLERANCE ? frames : about;
}

int spool_probed(struct spool *spool)
{
    const char *samples = samples_of(spool);

    if (!samples)
        return -ENODATA;
    snprintf(spool->samples, sizeof(spool->samples), "%s", samples);
    name_codec(spool);
    spool->frames = frames_of(spool);
    return 0;
}
