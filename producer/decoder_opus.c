/*
 * decoder_opus.c - Ogg Opus by libopusfile, at 48 kHz, as its standard wants it.
 *
 * The place after a seek is always the right frame. The samples there are right to the bit once the
 * decoder's state has settled: music was after 13,061 frames, so PREROLL_FRAMES are decoded before
 * it. What is coded as speech may never settle; it then differs by what was measured to be 27 dB
 * and more below the sound, and less than what the codec itself leaves out (as in every player: RFC
 * 7845 asks for less than a tenth of what is done here).
 *
 * A file may be a chain of several streams; see decoder_vorbis.c.
 */
#include <errno.h>
#include <opusfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "producer/decoder_state.h"

enum { RATE = 48000, PREROLL_FRAMES = 48000 };

struct opus {
    OggOpusFile *file;
    int links; /* so many of the chain are played */
};

static int read_bytes(void *source, unsigned char *bytes, int size)
{
    return size > 0 ? (int)source_read(source, bytes, (size_t)size) : 0;
}

static int seek_bytes(void *source, opus_int64 offset, int whence)
{
    return source_seek(source, offset, whence) < 0 ? -1 : 0;
}

static opus_int64 tell_bytes(void *source)
{
    return ((struct source *)source)->place;
}

static bool opus_knows(const uint8_t *head, size_t size)
{
    return decoder_ogg_begins(head, size, "OpusHead");
}

/* The streams of the first one's shape, and how long they are together. */
static void measure(struct decoder *d, struct opus *o)
{
    int channels = op_channel_count(o->file, 0);
    ogg_int64_t frames = 0;

    for (o->links = 0; o->links < op_link_count(o->file); o->links++) {
        ogg_int64_t more = op_pcm_total(o->file, o->links);

        if (op_channel_count(o->file, o->links) != channels || more < 0 ||
            __builtin_add_overflow(frames, more, &frames))
            break;
    }
    d->info = (SF_INFO){.frames = frames,
                        .samplerate = RATE,
                        .channels = channels,
                        .format = SF_FORMAT_OGG | SF_FORMAT_OPUS};
}

static int opus_open(struct decoder *d, char *why, uint32_t why_size)
{
    const OpusFileCallbacks callbacks = {
        .read = read_bytes, .seek = seek_bytes, .tell = tell_bytes};
    struct opus *o = calloc(1, sizeof(*o));
    int error = 0;

    if (!o) {
        snprintf(why, why_size, "%s", strerror(ENOMEM));
        return -ENOMEM;
    }
    o->file = op_open_callbacks(&d->source, &callbacks, NULL, 0, &error);
    if (!o->file) {
        snprintf(why, why_size, JOBS_NOT_AUDIO ": %s",
                 error == OP_EREAD ? "it cannot be read" : "its Opus headers are damaged");
        free(o);
        return -EBADMSG;
    }
    measure(d, o);
    d->format = SAMPLE_F32;
    d->preroll = PREROLL_FRAMES;
    d->codec = o;
    return 0;
}

static const char *query(const void *comments, const char *name)
{
    return opus_tags_query(comments, name, 0);
}

static void opus_facts(const struct decoder *d, struct job_reply *ret_facts)
{
    const struct opus *o = d->codec;

    decoder_ogg_facts("Opus", query, op_tags(o->file, 0), ret_facts);
}

/* What is missing within the file is passed over, and found out by its length. */
static uint32_t opus_read(struct decoder *d, void *samples, uint32_t frames)
{
    struct opus *o = d->codec;
    uint32_t channels = (uint32_t)d->info.channels, done = 0;

    while (done < frames) {
        int link;
        int got = op_read_float(o->file, (float *)samples + (size_t)done * channels,
                                (int)((frames - done) * channels), &link);

        if (got == OP_HOLE)
            continue;
        if (got <= 0 || link >= o->links)
            break;
        done += (uint32_t)got;
    }
    return done;
}

static int opus_jump(struct decoder *d, uint64_t frame)
{
    struct opus *o = d->codec;

    return op_pcm_seek(o->file, (ogg_int64_t)frame) == 0 ? 0 : -EIO;
}

static int opus_restart(struct decoder *d)
{
    return opus_jump(d, 0);
}

static const char *opus_rest(const struct decoder *d)
{
    const struct opus *o = d->codec;

    return o->links < op_link_count(o->file) ? "other channels" : NULL;
}

static void opus_close(struct decoder *d)
{
    struct opus *o = d->codec;

    op_free(o->file);
    free(o);
}

const struct decoder_ops decoder_opus = {
    .knows = opus_knows,
    .open = opus_open,
    .facts = opus_facts,
    .read = opus_read,
    .jump = opus_jump,
    .restart = opus_restart,
    .rest = opus_rest,
    .close = opus_close,
};
