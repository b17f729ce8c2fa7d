/*
 * decoder_vorbis.c - Ogg Vorbis by libvorbisfile, whose every seek gives, to the bit, what an
 * uninterrupted decode gives there, at once.
 *
 * A file may be a chain of several streams, as a recorded radio is. They are played as one as far
 * as they have one shape.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OV_EXCLUDE_STATIC_CALLBACKS
#include <vorbis/vorbisfile.h>

#include "producer/decoder_state.h"

struct vorbis {
    OggVorbis_File file;
    int links; /* so many of the chain are played */
};

static size_t read_bytes(void *bytes, size_t size, size_t count, void *source)
{
    return size > 0 ? source_read(source, bytes, size * count) / size : 0;
}

static int seek_bytes(void *source, ogg_int64_t offset, int whence)
{
    return source_seek(source, offset, whence) < 0 ? -1 : 0;
}

static long tell_bytes(void *source)
{
    return (long)((struct source *)source)->place;
}

static bool vorbis_knows(const uint8_t *head, size_t size)
{
    return decoder_ogg_begins(head, size, "\1vorbis");
}

/* The streams of the first one's shape, and how long they are together. */
static void measure(struct decoder *d, struct vorbis *v)
{
    const vorbis_info *first = ov_info(&v->file, 0);
    ogg_int64_t frames = 0;

    for (v->links = 0; v->links < (int)ov_streams(&v->file); v->links++) {
        const vorbis_info *info = ov_info(&v->file, v->links);
        ogg_int64_t more = ov_pcm_total(&v->file, v->links);

        if (info->rate != first->rate || info->channels != first->channels || more < 0 ||
            __builtin_add_overflow(frames, more, &frames))
            break;
    }
    d->info = (SF_INFO){.frames = frames,
                        .samplerate = first->rate > INT32_MAX ? 0 : (int)first->rate,
                        .channels = first->channels,
                        .format = SF_FORMAT_OGG | SF_FORMAT_VORBIS};
}

static int vorbis_open(struct decoder *d, char *why, uint32_t why_size)
{
    const ov_callbacks callbacks = {
        .read_func = read_bytes, .seek_func = seek_bytes, .tell_func = tell_bytes};
    struct vorbis *v = calloc(1, sizeof(*v));
    int error;

    if (!v) {
        snprintf(why, why_size, "%s", strerror(ENOMEM));
        return -ENOMEM;
    }
    error = ov_open_callbacks(&d->source, &v->file, NULL, 0, callbacks);
    if (error < 0) {
        snprintf(why, why_size, JOBS_NOT_AUDIO ": %s",
                 error == OV_EREAD ? "it cannot be read" : "its Vorbis headers are damaged");
        free(v);
        return -EBADMSG;
    }
    measure(d, v);
    d->format = SAMPLE_F32;
    d->codec = v;
    return 0;
}

/* The library only looks. */
static const char *query(const void *comments, const char *name)
{
    return vorbis_comment_query((vorbis_comment *)(uintptr_t)comments, name, 0);
}

static void vorbis_facts(const struct decoder *d, struct job_reply *ret_facts)
{
    struct vorbis *v = d->codec;

    decoder_ogg_facts("Vorbis", query, ov_comment(&v->file, 0), ret_facts);
}

static void interleave(float *to, float **from, long frames, int channels)
{
    for (int c = 0; c < channels; c++)
        for (long i = 0; i < frames; i++)
            to[i * channels + c] = from[c][i];
}

/* What is missing within the file is passed over, and found out by its length. */
static uint32_t vorbis_read(struct decoder *d, void *samples, uint32_t frames)
{
    struct vorbis *v = d->codec;
    uint32_t done = 0;

    while (done < frames) {
        float **channels;
        int link;
        long got = ov_read_float(&v->file, &channels, (int)(frames - done), &link);

        if (got == OV_HOLE)
            continue;
        if (got <= 0 || link >= v->links)
            break;
        interleave((float *)samples + (size_t)done * (size_t)d->info.channels, channels, got,
                   d->info.channels);
        done += (uint32_t)got;
    }
    return done;
}

static int vorbis_jump(struct decoder *d, uint64_t frame)
{
    struct vorbis *v = d->codec;

    return ov_pcm_seek(&v->file, (ogg_int64_t)frame) == 0 ? 0 : -EIO;
}

static const char *vorbis_rest(const struct decoder *d)
{
    struct vorbis *v = d->codec;

    return v->links < (int)ov_streams(&v->file) ? "another rate or other channels" : NULL;
}

static void vorbis_close(struct decoder *d)
{
    struct vorbis *v = d->codec;

    ov_clear(&v->file);
    free(v);
}

const struct decoder_ops decoder_vorbis = {
    .knows = vorbis_knows,
    .open = vorbis_open,
    .facts = vorbis_facts,
    .read = vorbis_read,
    .jump = vorbis_jump,
    .rest = vorbis_rest,
    .close = vorbis_close,
};
