/*
 * sound_file.h - writes the piece, or a stretch of it, as a sound file of a given shape.
 */
#ifndef SAMPLES_AUDIO_SOUND_FILE_H
#define SAMPLES_AUDIO_SOUND_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "samples/audio/piece.h"

enum sound_bits { SOUND_NONE, SOUND_S16, SOUND_S24, SOUND_S32, SOUND_F32 };

enum { SOUND_RATES_MAX = 9 };

/* What the ending of a file's name asks for. */
struct sound_kind {
    const char *ending;              /* without the dot */
    int format;                      /* libsndfile's */
    uint32_t rate;                   /* where none is asked for */
    uint32_t rates[SOUND_RATES_MAX]; /* it has these only, up to the first 0; none: any */
    double compression;              /* 0: the least, 1: the most */
    bool lossy;                      /* it has no sample format to choose */
    bool tags;
    bool ogg;
};

/* The kind of file that `path` names, or NULL when its ending is none of SOUND_ENDINGS. */
const struct sound_kind *sound_kind_of(const char *path);
#define SOUND_ENDINGS ".wav, .flac, .aiff, .au, .ogg, .opus or .mp3"

struct sound_stretch {
    const struct sound_kind *kind;
    enum sound_bits bits; /* SOUND_NONE for a lossy kind, and for no other */
    uint64_t from;        /* the first frame, below piece->frames */
    uint64_t frames;      /* behind the piece's end it begins anew */
    uint32_t track;       /* the number for the tag */
};

/*
 * Writes it with the piece's gain, faded in over 5 ms and out over 100. 16 bit samples are
 * dithered. The same call writes the same bytes. 0 or a negative errno, with one line into
 * why[why_size] and no file left: -EINVAL, the kind does not have that shape; -EIO.
 */
int sound_file_write(const char *path, const struct piece *piece,
                     const struct sound_stretch *stretch, char *why, size_t why_size);

#endif
