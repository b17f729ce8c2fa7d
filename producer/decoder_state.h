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
    SNDFILE *file;
    int descriptor;
    SF_INFO info;
    uint64_t position; /* in the file */
    uint64_t first;    /* the part of it that is asked for */
    uint64_t end;
    bool exact; /* decoded from the beginning without a break, or the format does not care */
    enum sample_format format;
};

static inline int decoder_subformat(const struct decoder *d)
{
    return d->info.format & SF_FORMAT_SUBMASK;
}

#endif
