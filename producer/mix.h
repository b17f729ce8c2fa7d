/*
 * mix.h - which channel is which loudspeaker, and how much of it goes to which others.
 */
#ifndef PRODUCER_MIX_H
#define PRODUCER_MIX_H

#include <stdbool.h>
#include <stdint.h>

#include "shmring/layout.h"

enum mix_speaker {
    MIX_LEFT,
    MIX_RIGHT,
    MIX_CENTRE,
    MIX_LFE, /* the bass of films */
    MIX_BACK_LEFT,
    MIX_BACK_RIGHT,
    MIX_BACK_CENTRE,
    MIX_SIDE_LEFT,
    MIX_SIDE_RIGHT,
    MIX_NOWHERE, /* no loudspeaker that is known here */
    MIX_SPEAKERS
};

/* Channels in their order. */
struct mix_layout {
    uint32_t channels;
    enum mix_speaker speaker[BLOCK_CHANNELS_MAX];
};

/* What a channel of the result (row) gets of each channel of the source (column). */
struct mix_matrix {
    uint32_t rows;
    uint32_t columns;
    float gain[BLOCK_CHANNELS_MAX][BLOCK_CHANNELS_MAX];
};

/*
 * The order in which WAV, FLAC and the ring have so many channels: 1 centre; 2 left, right; 3 and
 * centre; 4 left, right, back left, back right; 5 left, right, centre, back left, back right; 6
 * (5.1) the same with LFE fourth; 7 (6.1) left, right, centre, LFE, back centre, sides; 8 (7.1) as
 * 6 and the sides. Above 8 nothing is known.
 */
void mix_usual_layout(uint32_t channels, struct mix_layout *ret_layout);

/* The same for Ogg's codecs, which have the centre second and LFE last. */
void mix_ogg_layout(uint32_t channels, struct mix_layout *ret_layout);

/*
 * By ITU-R BS.775: a channel whose loudspeaker is missing goes to its neighbours, by 0.7071 each;
 * LFE is left out. Where that could make more than full scale, all of it is made quieter by the
 * same factor. Loudspeakers beyond those of the source stay silent. A channel of nowhere goes to
 * the one of the same number, if there is one.
 */
void mix_matrix(const struct mix_layout *from, const struct mix_layout *to,
                struct mix_matrix *ret_matrix);

/* Whether it does nothing but to put whole channels into another order. */
bool mix_only_reorders(const struct mix_matrix *matrix);

/* Whether it does nothing at all. */
bool mix_is_identity(const struct mix_matrix *matrix);

#endif
