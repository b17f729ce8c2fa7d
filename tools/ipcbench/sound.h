/*
 * sound.h - the sound that is sent, and what its blocks add up to.
 *
 * The sound is bytes in memory, the same for every transport. A cut divides it into blocks of one
 * size; block i of a stream is block i modulo their number, and what is left over at the end is
 * not sent. A block's sum depends on every byte and on their order, so a receiver that compares
 * sums knows that it has the right block, whole.
 */
#ifndef TOOLS_IPCBENCH_SOUND_H
#define TOOLS_IPCBENCH_SOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SOUND_BYTES_MAX = 8 << 20, SOUND_GENERATED_BYTES = 4 << 20 };

struct sound {
    uint8_t *bytes;
    size_t size;
};

/* Random bytes, the same on every run. -ENOMEM. Each sound is freed by sound_free(). */
int sound_generate(struct sound *ret_sound);

/*
 * The samples of a WAV file (RIFF or RF64), or all bytes of any other file, up to
 * SOUND_BYTES_MAX. -ENODATA: there are none; others as from open() and read().
 */
int sound_load(const char *path, struct sound *ret_sound);

void sound_free(struct sound *sound); /* NULL is allowed */

uint64_t sound_sum(const void *block, size_t size);

struct sound_cut {
    const uint8_t *bytes; /* the sound's */
    uint32_t size;        /* of a block */
    size_t count;
    uint64_t *sums;
};

/* -ENODATA: the sound is shorter than a block; -ENOMEM. Valid as long as the sound. */
int sound_cut(const struct sound *sound, uint32_t size, struct sound_cut *ret_cut);
void sound_cut_free(struct sound_cut *cut); /* NULL is allowed */

static inline const void *sound_block(const struct sound_cut *cut, uint64_t i)
{
    return cut->bytes + (size_t)(i % cut->count) * cut->size;
}

static inline uint64_t sound_block_sum(const struct sound_cut *cut, uint64_t i)
{
    return cut->sums[i % cut->count];
}

#endif
