/*
 * decoder_state.h - what the decoder's files share. Private to decoder*.c.
 */
#ifndef PRODUCER_DECODER_STATE_H
#define PRODUCER_DECODER_STATE_H

#include <sndfile.h>
#include <stdbool.h>

#include "producer/decoder.h"
#include "shmring/layout.h"

struct decoder {
    SNDFILE *file; /* NULL: it is raw */
    int descriptor;
    SF_INFO info;
    uint64_t position; /* in the file */
    uint64_t first;    /* the part of it that is asked for */
    uint64_t end;
    uint64_t there; /* raw: so many frames were in the file when it was looked at last */
    bool exact;     /* decoded from the beginning without a break, or the format does not care */
    enum sample_format format;
};

static inline int decoder_subformat(const struct decoder *d)
{
    return d->info.format & SF_FORMAT_SUBMASK;
}

/* decoder_raw.c: what is there from the decoder's position on, which stays where it is. */
uint32_t decoder_raw_read(struct decoder *d, void *samples, uint32_t frames);

#endif
