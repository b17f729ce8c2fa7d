/*
 * decoder_state.h - what the decoder's files share. Private to decoder*.c.
 */
#ifndef PRODUCER_DECODER_STATE_H
#define PRODUCER_DECODER_STATE_H

#include <sndfile.h>
#include <stdbool.h>

#include "producer/decoder.h"
#include "producer/source.h"
#include "shmring/layout.h"

/*
 * A library that decodes. decoder.c asks them in turn. What of `struct decoder` is not said to be
 * theirs they only look at. Places are in frames of the whole file.
 */
struct decoder_ops {
    /* Whether a file that begins so (DECODER_HEAD bytes, or all of it) is for this one. */
    bool (*knows)(const uint8_t *head, size_t size);

    /* Fills info, format and preroll; 0, or a negative errno and a reason for people. */
    int (*open)(struct decoder *d, char *why, uint32_t why_size);

    /* The codec's name and the tags. */
    void (*facts)(const struct decoder *d, struct job_reply *ret_facts);

    /* As decoder_read(). */
    uint32_t (*read)(struct decoder *d, void *samples, uint32_t frames);

    /* Goes to that very frame, and to the first one as if the file had just been opened. */
    int (*jump)(struct decoder *d, uint64_t frame);
    int (*restart)(struct decoder *d); /* only where there is a preroll */

    /* Why what is behind the end is not played; NULL: there is nothing. May be missing. */
    const char *(*rest)(const struct decoder *d);

    /* What open() has made; not the descriptor. */
    void (*close)(struct decoder *d);
};

enum { DECODER_HEAD = 64 };

extern const struct decoder_ops decoder_vorbis;
extern const struct decoder_ops decoder_opus;
extern const struct decoder_ops decoder_sndfile; /* all the rest */
extern const struct decoder_ops decoder_raw;     /* only for who says so: decoder_open_raw() */

struct decoder {
    const struct decoder_ops *ops;
    SNDFILE *file; /* NULL: another library has it */
    void *codec;   /* that one's own */
    int descriptor;
    SF_INFO info;      /* rate, channels, frames (SF_COUNT_MAX: unknown), format */
    uint32_t preroll;  /* frames after a jump that are not yet right; 0: they are at once */
    uint64_t position; /* in the file */
    uint64_t first;    /* the part of it that is asked for */
    uint64_t end;
    uint64_t there; /* raw: so many frames were in the file when it was looked at last */
    bool exact;     /* decoded from the beginning without a break, or the format does not care */
    enum sample_format format;
    struct source source;
};

static inline int decoder_subformat(const struct decoder *d)
{
    return d->info.format & SF_FORMAT_SUBMASK;
}

/* decoder_ogg.c: whether a file's first packet begins so. */
bool decoder_ogg_begins(const uint8_t *head, size_t size, const char *packet);

/* The facts of one of Ogg's codecs; its comments are a library's, as it is asked for them. */
typedef const char *decoder_ogg_query(const void *comments, const char *name);
void decoder_ogg_facts(const char *codec, decoder_ogg_query *query, const void *comments,
                       struct job_reply *ret_facts);

#endif
