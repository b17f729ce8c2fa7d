/*
 * block.h - what a block says of itself, and whether to believe it.
 *
 * The producer may be under the control of a hostile file. Whoever else reads a block copies
 * its header once, with block_read(), and uses only that copy: it has been checked against
 * the slot's size, so that no field can lead a reader out of the slot.
 */
#ifndef SHMRING_BLOCK_H
#define SHMRING_BLOCK_H

#include "shmring/layout.h"

/* Bytes of one sample in a slot; 0 for a value that is no sample format. */
uint32_t sample_bytes(uint32_t format);

/* "s16", "s24", "s32", "f32"; "none" for anything else. */
const char *sample_format_name(uint32_t format);

/* Bytes of one frame: a sample for every channel. */
uint32_t block_frame_bytes(uint32_t format, uint32_t channels);

/*
 * The most frames that a block of this shape holds: RING_BLOCK_MS of them, or as many as the
 * slot has room for. At least 1 for any shape that block_check() accepts.
 */
uint32_t block_capacity(uint32_t slot_bytes, uint32_t rate, uint32_t channels, uint32_t format);

/* 0, or -EBADMSG when a field is outside what a slot of slot_bytes can hold. */
int block_check(const struct block_header *header, uint32_t slot_bytes);

/*
 * Copies a header out of shared memory, once, into *ret_header and checks the copy.
 * 0, or -EBADMSG; the copy is made in either case, so that it can be reported.
 */
int block_read(const struct block_header *shared, uint32_t slot_bytes,
               struct block_header *ret_header);

/* The samples behind a header; valid while the caller holds the slot. */
static inline void *block_samples(struct block_header *shared)
{
    return shared + 1;
}

#endif
