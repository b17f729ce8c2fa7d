/*
 * stage_sound.h - what a file sounds like, according to programs that are not Rondo.
 *
 * A sound is held as rondo -o raw: writes it: little-endian, channels interleaved, 24 bits in
 * three bytes. Integers are decoded by flac(1) and sox(1), floats by sndfile-convert(1), lossy
 * formats by libsndfile without anything around it.
 */
#ifndef TESTS_E2E_STAGE_SOUND_H
#define TESTS_E2E_STAGE_SOUND_H

#include "shmring/layout.h"
#include "tests/e2e/stage.h"

struct sound {
    uint32_t rate;
    uint16_t channels;
    uint16_t format; /* enum sample_format */
    uint8_t *bytes;
    size_t size;
};

/* Every file that the build composes for the tests, and its shape. */
struct sound_sample {
    const char *file;
    uint32_t rate;
    uint16_t channels;
    uint16_t format;
};

enum { SOUND_SAMPLES = 22 };
extern const struct sound_sample sound_samples[SOUND_SAMPLES];

/* The row of a file, whatever folder its path names. */
const struct sound_sample *sound_sample(const char *path);

uint32_t sound_frame_bytes(const struct sound *sound);

/* Decodes a whole composed file. The caller frees the sound, as that of each function here. */
struct sound sound_decode(struct stage *stage, const char *path);

/* One sound after the other; frames [first, first + count) of a sound. */
struct sound sound_join(const struct sound *first, const struct sound *second);
struct sound sound_part(const struct sound *sound, uint64_t first, uint64_t count);

/* 24 bits as a device plays them that takes 32: left-justified. */
struct sound sound_widen(const struct sound *sound);

/* What a WAV file holds, whose shape sndfile-info must confirm to be that of `like`. */
struct sound sound_of_wav(struct stage *stage, const char *file, const struct sound *like);

/* A WAV file, as far as it goes, holds the beginning of this sound. Returns its frames. */
uint64_t sound_assert_wav_begins(struct stage *stage, const struct sound *sound, const char *file);

/* Makes a plain WAV file of a sound. */
void sound_write_wav(struct stage *stage, const struct sound *sound, const char *file);

void sound_free(struct sound *sound);

/* Fails naming the first frame that differs. `shape` says how long a frame is. */
void sound_assert_bytes(const struct sound *shape, const uint8_t *bytes, size_t size,
                        const char *what);
void sound_assert_file(struct stage *stage, const struct sound *sound, const char *file);

/*
 * The card has recorded just these sounds, in this order: before, between and after them are
 * only zeros. The last argument is NULL.
 */
void sound_assert_recorded(struct stage *stage, const struct sound *first, ...)
    __attribute__((sentinel));

#endif
