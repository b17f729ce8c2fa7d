/*
 * decoder.c - which library opens a file, its facts, reading, and whether an end is the true one.
 */
#include "producer/decoder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "producer/container.h"
#include "producer/decoder_state.h"
#include "shmring/layout.h"

/* Some encoders count the frame in which they say the length. */
enum { MPEG_SLACK = 1152 };

static int check_shape(const struct decoder *d, char *why, uint32_t why_size)
{
    if (d->info.channels > BLOCK_CHANNELS_MAX || d->info.samplerate < BLOCK_RATE_MIN ||
        d->info.samplerate > BLOCK_RATE_MAX) {
        snprintf(why, why_size, "%d Hz with %d channels is more than Rondo plays",
                 d->info.samplerate, d->info.channels);
        return -EBADMSG;
    }
    if (d->info.frames <= 0) {
        bool cut = container_end(d->descriptor, d->info.format) == CONTAINER_CUT;

        snprintf(why, why_size, cut ? "cut off before its first sound" : "it holds no sound");
        return cut ? -EBADMSG : -ENODATA;
    }
    return 0;
}

static int open_codec(struct decoder *d, char *why, uint32_t why_size)
{
    static const struct decoder_ops *const all[] = {
        &decoder_vorbis,
        &decoder_opus,
        &decoder_sndfile,
    };
    uint8_t head[DECODER_HEAD];
    size_t size;
    int i = 0;

    source_begin(&d->source, d->descriptor);
    if (d->source.size == 0) {
        snprintf(why, why_size, "it is empty");
        return -ENODATA;
    }
    size = source_read(&d->source, head, sizeof(head));
    source_seek(&d->source, 0, SEEK_SET);
    while (!all[i]->knows(head, size))
        i++;
    d->ops = all[i];
    return d->ops->open(d, why, why_size);
}

int decoder_open(int file, struct decoder **ret_decoder, char *why, uint32_t why_size)
{
    struct decoder *d = calloc(1, sizeof(*d));
    int error;

    if (!d) {
        close(file);
        snprintf(why, why_size, "%s", strerror(ENOMEM));
        return -ENOMEM;
    }
    d->descriptor = file;
    error = open_codec(d, why, why_size);
    if (error < 0)
        goto err_close;
    error = check_shape(d, why, why_size);
    if (error < 0)
        goto err_codec;
    d->exact = true;
    d->end = UINT64_MAX;
    *ret_decoder = d;
    return 0;

err_codec:
    d->ops->close(d);
err_close:
    close(file);
    free(d);
    return error;
}

void decoder_close(struct decoder *decoder)
{
    if (!decoder)
        return;
    decoder->ops->close(decoder);
    close(decoder->descriptor);
    free(decoder);
}

/* Ogg that does not end in its last page, and FLAC that was written to a pipe, have no length. */
static bool length_known(const struct decoder *d)
{
    return d->info.frames < SF_COUNT_MAX;
}

int decoder_cut(struct decoder *d, uint64_t first, uint64_t end)
{
    if (first >= end || (length_known(d) && first >= (uint64_t)d->info.frames))
        return -ENODATA;
    d->first = first;
    d->end = end;
    return 0;
}

/* The file's length or the part's, whichever is shorter; 0: unknown. */
static uint64_t length(const struct decoder *d)
{
    uint64_t end = d->end;

    if (length_known(d) && (uint64_t)d->info.frames < end)
        end = (uint64_t)d->info.frames;
    return end < UINT64_MAX ? end - d->first : 0;
}

void decoder_facts(const struct decoder *d, struct job_reply *ret_facts)
{
    ret_facts->rate = (uint32_t)d->info.samplerate;
    ret_facts->channels = (uint16_t)d->info.channels;
    ret_facts->frames = length(d);
    ret_facts->format = (uint16_t)d->format;
    d->ops->facts(d, ret_facts);
}

uint32_t decoder_read(struct decoder *d, void *samples, uint32_t frames)
{
    if (d->end - d->position < frames)
        frames = (uint32_t)(d->end - d->position);
    frames = d->ops->read(d, samples, frames);
    d->position += frames;
    return frames;
}

uint64_t decoder_position(const struct decoder *d)
{
    return d->position - d->first;
}

int decoder_ended(const struct decoder *d, char *why, uint32_t why_size)
{
    uint64_t slack = (d->info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_MPEG ? MPEG_SLACK : 0;
    enum container_end end = container_end(d->descriptor, d->info.format);
    double rate = d->info.samplerate;

    if (d->position == d->end || d->ops == &decoder_raw)
        return 0;
    if (end != CONTAINER_OPEN && length_known(d) && d->position + slack < (uint64_t)d->info.frames)
        snprintf(why, why_size, "damaged or cut off: the sound ends at %.2f s of %.2f s",
                 (double)d->position / rate, (double)d->info.frames / rate);
    else if (end == CONTAINER_CUT)
        snprintf(why, why_size, "cut off: the sound ends at %.2f s, and there should be more",
                 (double)d->position / rate);
    else if (d->position == 0)
        snprintf(why, why_size, "it holds no sound");
    else if (d->ops->rest && d->ops->rest(d))
        snprintf(why, why_size, "what follows at %.2f s has %s, and is not played",
                 (double)d->position / rate, d->ops->rest(d));
    else
        return 0;
    return -EIO;
}
