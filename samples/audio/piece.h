/*
 * piece.h - the whole piece as samples.
 */
#ifndef SAMPLES_AUDIO_PIECE_H
#define SAMPLES_AUDIO_PIECE_H

#include <stddef.h>
#include <stdint.h>

enum {
    PIECE_RATE_MIN = 8000, /* frames a second */
    PIECE_RATE_MAX = 192000,
    PIECE_CHANNELS_MAX = 6,
};

struct piece {
    float *samples; /* interleaved: mono, left right, or FL FR FC LFE BL BR */
    size_t frames;
    uint32_t rate;
    uint32_t channels;
    double gain; /* what makes its true peak -1.5 dBFS: samples are still to be multiplied */
};

/*
 * Renders the piece for 1, 2 or 6 channels. 0 or a negative errno: -EINVAL, another number of
 * channels or a rate out of range; -ENOMEM. On success the caller owns *ret_piece.
 */
int piece_render(uint32_t rate, uint32_t channels, struct piece *ret_piece);

/* Frees the samples. */
void piece_destroy(struct piece *piece);

#endif
