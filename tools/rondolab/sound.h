/*
 * sound.h - a sound whose frames are numbered, and the comparison of what was heard with it.
 */
#ifndef TOOLS_RONDOLAB_SOUND_H
#define TOOLS_RONDOLAB_SOUND_H

#include <stdint.h>

enum { SOUND_RATE = 8000, SOUND_SECONDS = 60 };

/* Writes a WAV file, 16 bit, two channels: frame i holds the number i + 1. -errno. */
int sound_make(const char *path);

struct sound_heard {
    uint64_t frames; /* in the recording */
    uint64_t same;   /* of them, how many equal the sound from its beginning on */
};

/* Both are WAV files, whatever their headers say of their lengths. -EBADMSG: one is not. */
int sound_compare(const char *sound, const char *recording, struct sound_heard *ret_heard);

#endif
