/*
 * chain_fixture.h - chains of files by name, and files of any samples.
 */
#ifndef TESTS_UNIT_CHAIN_FIXTURE_H
#define TESTS_UNIT_CHAIN_FIXTURE_H

#include "tests/unit/decoder_fixture.h"

#include "producer/chain.h"

/* Opened, and at the place where the job begins. */
static inline struct chain *chain_of(const char *path, const struct job *job,
                                     struct job_reply *ret_facts)
{
    struct chain *chain = NULL;
    struct job_reply facts = {0};
    int file = open(path, O_RDONLY | O_CLOEXEC);

    assert_true(file >= 0);
    if (chain_open(file, job, &facts, &chain) < 0 || chain_start(chain, job, &facts) < 0)
        fail_msg("%s: %s", path, facts.text);
    *ret_facts = facts;
    return chain;
}

/* All that it gives from there on, in pieces of that many frames. */
static inline struct sound chain_sound(const char *path, const struct job *job, uint32_t piece,
                                       struct job_reply *ret_facts)
{
    struct chain *chain = chain_of(path, job, ret_facts);
    struct sound sound = {.frame_bytes = block_frame_bytes(ret_facts->format, ret_facts->channels)};
    uint32_t got;

    do {
        sound.bytes = realloc(sound.bytes, (sound.frames + piece) * sound.frame_bytes);
        got = chain_read(chain, sound.bytes + sound.frames * sound.frame_bytes, piece);
        sound.frames += got;
    } while (got == piece);
    chain_close(chain);
    return sound;
}

/* A file with these samples, interleaved. */
static inline void chain_compose(const char *path, int format, int rate, int channels,
                                 const float *samples, sf_count_t frames)
{
    SF_INFO info = {.samplerate = rate, .channels = channels, .format = SF_FORMAT_WAV | format};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);

    assert_non_null(file);
    assert_int_equal(sf_writef_float(file, samples, frames), frames);
    assert_int_equal(sf_close(file), 0);
}

#endif
