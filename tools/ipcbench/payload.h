/*
 * payload.h - the sound that is sent, and what its blocks add up to.
 *
 * The sound is bytes in memory, the same for every transport. A cut divides it into blocks of one
 * size; block i of a stream is block i modulo their number, and what is left over at the end is
 * not sent. A block's sum depends on every byte and on their order, so a receiver that compares
 * sums knows that it has the right block, whole.
 */
#ifndef TOOLS_IPCBENCH_PAYLOAD_H
#define TOOLS_IPCBENCH_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PAYLOAD_BYTES_MAX = 8 << 20, PAYLOAD_GENERATED_BYTES = 4 << 20 };

struct payload {
    uint8_t *bytes;
    size_t size;
};

/* Random bytes, the same on every run. -ENOMEM. Each sound is freed by payload_free(). */
int payload_generate(struct payload *ret_sound);

/*
 * The samples of a WAV file (RIFF or RF64), or all bytes of any other file, up to
 * PAYLOAD_BYTES_MAX. -ENODATA: there are none; others as from open() and read().
 */
int payload_load(const char *path, struct payload *ret_sound);

void payload_free(struct payload *sound); /* NULL is allowed */

uint64_t payload_sum(const void *block, size_t size);

struct payload_cut {
    const uint8_t *bytes; /* the sound's */
    uint32_t size;        /* of a block */
    size_t count;
    uint64_t *sums;
};

/* -ENODATA: the sound is shorter than a block; -ENOMEM. Valid as long as the sound. */
int payload_cut(const struct payload *sound, uint32_t size, struct payload_cut *ret_cut);
void payload_cut_free(struct payload_cut *cut); /* NULL is allowed */

static inline const void *payload_block(const struct payload_cut *cut, uint64_t i)
{
    return cut->bytes + (size_t)(i % cut->count) * cut->size;
}

static inline uint64_t payload_block_sum(const struct payload_cut *cut, uint64_t i)
{
    return cut->sums[i % cut->count];
}

#endif
