/*
 * decoder_raw.c - a file of nothing but samples, which may still be growing.
 *
 * What rondo has decoded elsewhere (an internet radio, a pipe that goes on) lies in memory just as
 * it lies in a block, so that it is only copied. Every frame has its place for good: a producer
 * that follows one that died goes on at the very next one. What was heard long ago may have been
 * taken out of the memory; nobody is sent to there.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "producer/decoder_state.h"
#include "shmring/block.h"

static uint32_t frame_bytes(const struct decoder *d)
{
    return block_frame_bytes(d->format, (uint32_t)d->info.channels);
}

static bool plausible(const struct job_raw *raw)
{
    return raw->rate >= BLOCK_RATE_MIN && raw->rate <= BLOCK_RATE_MAX && raw->channels > 0 &&
           raw->channels <= BLOCK_CHANNELS_MAX && raw->format > SAMPLE_NONE &&
           raw->format < SAMPLE_FORMATS;
}

int decoder_open_raw(int file, const struct job_raw *raw, struct decoder **ret_decoder, char *why,
                     uint32_t why_size)
{
    struct decoder *d = plausible(raw) ? calloc(1, sizeof(*d)) : NULL;

    if (!d) {
        close(file);
        snprintf(why, why_size, "%s", plausible(raw) ? strerror(ENOMEM) : "no such samples");
        return plausible(raw) ? -ENOMEM : -EBADMSG;
    }
    d->descriptor = file;
    d->info.samplerate = (int)raw->rate;
    d->info.channels = raw->channels;
    d->info.frames = SF_COUNT_MAX;
    d->format = (enum sample_format)raw->format;
    d->ops = &decoder_raw;
    d->exact = true;
    d->end = UINT64_MAX;
    *ret_decoder = d;
    return 0;
}

bool decoder_has(struct decoder *d, uint32_t frames)
{
    uint64_t wanted = d->position + frames;
    off_t end;

    if (d->ops != &decoder_raw || wanted <= d->there)
        return true;
    end = lseek(d->descriptor, 0, SEEK_END);
    d->there = end > 0 ? (uint64_t)end / frame_bytes(d) : 0;
    return wanted <= d->there;
}

static uint32_t raw_read(struct decoder *d, void *samples, uint32_t frames)
{
    uint32_t size = frame_bytes(d);
    size_t wanted = (size_t)frames * size, have = 0;

    if (lseek(d->descriptor, (off_t)(d->position * size), SEEK_SET) < 0)
        return 0;
    while (have < wanted) {
        ssize_t got = read(d->descriptor, (char *)samples + have, wanted - have);

        if (got == 0 || (got < 0 && errno != EINTR))
            break;
        have += got > 0 ? (size_t)got : 0;
    }
    return (uint32_t)(have / size);
}

/* What it was before, others know. */
static void raw_facts(const struct decoder *d, struct job_reply *ret_facts)
{
    (void)d;
    (void)ret_facts;
}

/* Where it reads, it goes there. */
static int raw_jump(struct decoder *d, uint64_t frame)
{
    (void)d;
    (void)frame;
    return 0;
}

static void raw_close(struct decoder *d)
{
    (void)d;
}

const struct decoder_ops decoder_raw = {
    .facts = raw_facts,
    .read = raw_read,
    .jump = raw_jump,
    .close = raw_close,
};
