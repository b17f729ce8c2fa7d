/*
 * wavheader.h - the bytes before the samples of a WAV file, made and read back.
 *
 * In order: "RIFF" size "WAVE", a JUNK chunk of 28 bytes, fmt, "data" size. fmt is plain for 16
 * bit mono and stereo; for all else it is WAVE_FORMAT_EXTENSIBLE with a channel mask, and a fact
 * chunk follows it. Too long for RIFF's 32 bit sizes, the file is RF64 (EBU Tech 3306): the JUNK
 * chunk becomes ds64 and nothing moves.
 */
#ifndef PLAYER_CONSUMER_WAVHEADER_H
#define PLAYER_CONSUMER_WAVHEADER_H

#include <stddef.h>

#include "player/consumer/output.h"

enum { WAVHEADER_MAX = 116 };

/* As data_bytes: not known yet, or never. The sizes are 0xFFFFFFFF then: "to the file's end". */
#define WAVHEADER_UNKNOWN UINT64_MAX

/* The longest file, without its first 8 bytes, that RIFF can tell. */
#define WAVHEADER_RIFF_MAX UINT64_C(0xfffffffe)

struct wavheader {
    struct output_format format;
    uint64_t data_bytes; /* the samples, without the pad byte after an odd number of them */
    uint32_t bytes;      /* the header's own length; wavheader_build() fills it in */
};

/* Writes the header. A file of more than riff_max bytes, not counting the first 8, is RF64. */
void wavheader_build(struct wavheader *header, uint64_t riff_max, uint8_t ret_bytes[WAVHEADER_MAX]);

/* Reads a header that wavheader_build() wrote; -EBADMSG: `size` bytes begin with no such one. */
int wavheader_parse(const uint8_t *bytes, size_t size, struct wavheader *ret_header);

#endif
