/*
 * decoder_fixture.h - decoders of files by name, and sound files made by a test.
 */
#ifndef TESTS_UNIT_DECODER_FIXTURE_H
#define TESTS_UNIT_DECODER_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

#include "producer/decoder.h"
#include "shmring/block.h"
#include "tests/unit/scratch.h"

/* All that a decoder gives, from where it is to its end. */
struct sound {
    uint8_t *bytes;
    uint32_t frame_bytes;
    uint64_t frames;
};

static inline void sound_free(struct sound *sound)
{
    free(sound->bytes);
    *sound = (struct sound){0};
}

/* -errno, or what decoder_open() says; why has 256 bytes. */
static inline int decoder_of(const char *path, struct decoder **ret_decoder, char *why)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);

    why[0] = '\0';
    return file < 0 ? -errno : decoder_open(file, ret_decoder, why, 256);
}

static inline struct decoder *decoder_of_good(const char *path)
{
    struct decoder *decoder = NULL;
    char why[256];

    if (decoder_of(path, &decoder, why) < 0)
        fail_msg("%s: %s", path, why);
    return decoder;
}

static inline uint32_t decoder_frame_bytes(const struct decoder *decoder)
{
    struct job_reply facts = {0};

    decoder_facts(decoder, &facts);
    return block_frame_bytes(facts.format, facts.channels);
}

/* In pieces of that many frames. */
static inline struct sound decoder_rest(struct decoder *decoder, uint32_t piece)
{
    struct sound sound = {.frame_bytes = decoder_frame_bytes(decoder)};
    uint64_t room = 1 << 16;
    uint32_t got;

    sound.bytes = malloc(room * sound.frame_bytes);
    do {
        if (sound.frames + piece > room)
            sound.bytes = realloc(sound.bytes, (room *= 2) * sound.frame_bytes);
        got = decoder_read(decoder, sound.bytes + sound.frames * sound.frame_bytes, piece);
        sound.frames += got;
    } while (got == piece);
    return sound;
}

/* A file's whole sound, decoded without a break. */
static inline struct sound decoder_whole(const char *path)
{
    struct decoder *decoder = decoder_of_good(path);
    struct sound sound = decoder_rest(decoder, 4096);

    decoder_close(decoder);
    return sound;
}

/* What the test makes: notes of a few pitches that fade, over a little noise. */
struct recipe {
    int format; /* SF_FORMAT_... */
    int rate;
    int channels;
    double seconds;
    double compression; /* 0 the best, 1 the smallest */
    int bitrate_mode;   /* of MP3: SF_BITRATE_MODE_... */
};

static inline void decoder_compose(const char *path, const struct recipe *recipe)
{
    enum { PIECE = 1024 };
    SF_INFO info = {
        .samplerate = recipe->rate, .channels = recipe->channels, .format = recipe->format};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    sf_count_t frames = (sf_count_t)(recipe->seconds * recipe->rate);
    double level = recipe->compression;
    uint32_t random = 1;
    float piece[PIECE * 2];

    assert_non_null(file);
    sf_command(file, SFC_SET_COMPRESSION_LEVEL, &level, sizeof(level));
    if ((recipe->format & SF_FORMAT_TYPEMASK) == SF_FORMAT_MPEG)
        sf_command(file, SFC_SET_BITRATE_MODE, (void *)(uintptr_t)&recipe->bitrate_mode,
                   sizeof(recipe->bitrate_mode));
    for (sf_count_t done = 0; done < frames; done += PIECE) {
        sf_count_t count = frames - done < PIECE ? frames - done : PIECE;

        for (sf_count_t i = 0; i < count; i++) {
            double t = (double)(done + i) / recipe->rate;
            double since = fmod(t, 0.3);
            double pitch = 220 * exp2((int)(t / 0.3) * 7 % 12 / 12.0);
            double note = 0.4 * exp(-6 * since) * sin(2 * M_PI * pitch * t);

            random = random * 1664525 + 1013904223;
            for (int c = 0; c < recipe->channels; c++)
                piece[i * recipe->channels + c] =
                    (float)(note * (1 - 0.3 * c) + (random >> 16) * 1e-7);
        }
        assert_int_equal(sf_writef_float(file, piece, count), count);
    }
    assert_int_equal(sf_close(file), 0);
}

/* A file of the samples. */
static inline const char *sample_path(const char *name)
{
    static char path[512];

    snprintf(path, sizeof(path), "%s/%s", SAMPLES_DIR, name);
    return path;
}

static inline int open_files(void)
{
    int count = 0;

    for (int file = 0; file < 256; file++)
        count += fcntl(file, F_GETFD) >= 0;
    return count;
}

/* Opens what the bytes make; on failure the reason is in why, and no descriptor is left. */
static inline int open_bytes(struct scratch *scratch, const void *bytes, size_t size,
                             struct decoder **ret_decoder, char *why)
{
    const char *path = scratch_path(scratch, "file");
    int before = open_files();
    int error;

    assert_int_equal(scratch_write(path, bytes, size), 0);
    error = decoder_of(path, ret_decoder, why);
    assert_int_equal(open_files(), before + (error == 0));
    return error;
}

#endif
