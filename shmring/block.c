/*
 * block.c - the checks that stand between a hostile producer and everyone else.
 */
#include "shmring/block.h"

#include <errno.h>
#include <string.h>

static const struct {
    uint32_t bytes;
    const char *name;
} formats[SAMPLE_FORMATS] = {
    [SAMPLE_NONE] = {0, "none"}, [SAMPLE_S16] = {2, "s16"}, [SAMPLE_S24] = {4, "s24"},
    [SAMPLE_S32] = {4, "s32"},   [SAMPLE_F32] = {4, "f32"},
};

uint32_t sample_bytes(uint32_t format)
{
    return format < SAMPLE_FORMATS ? formats[format].bytes : 0;
}

const char *sample_format_name(uint32_t format)
{
    return format < SAMPLE_FORMATS ? formats[format].name : "none";
}

uint32_t block_frame_bytes(uint32_t format, uint32_t channels)
{
    return sample_bytes(format) * channels;
}

uint32_t block_capacity(uint32_t slot_bytes, uint32_t rate, uint32_t channels, uint32_t format)
{
    uint32_t room =
        (slot_bytes - (uint32_t)sizeof(struct block_header)) / block_frame_bytes(format, channels);
    uint32_t nominal = (uint32_t)((uint64_t)rate * RING_BLOCK_MS / 1000);
    return nominal < room ? nominal : room;
}

int block_check(const struct block_header *header, uint32_t slot_bytes)
{
    if (header->format == SAMPLE_NONE || header->format >= SAMPLE_FORMATS)
        return -EBADMSG;
    if (header->channels < 1 || header->channels > BLOCK_CHANNELS_MAX)
        return -EBADMSG;
    if (header->rate < BLOCK_RATE_MIN || header->rate > BLOCK_RATE_MAX)
        return -EBADMSG;
    if (header->flags & ~(uint32_t)BLOCK_FLAGS)
        return -EBADMSG;
    if (header->position > INT64_MAX - UINT32_MAX)
        return -EBADMSG;
    if (header->frames > block_capacity(slot_bytes, header->rate, header->channels, header->format))
        return -EBADMSG;
    if (header->frames == 0 && !(header->flags & BLOCK_END))
        return -EBADMSG;
    return 0;
}

int block_read(const struct block_header *shared, uint32_t slot_bytes,
               struct block_header *ret_header)
{
    /* Through volatile words, so that no compiler reads a field a second time. */
    const volatile uint32_t *from = (const volatile uint32_t *)shared;
    uint32_t words[sizeof(*ret_header) / sizeof(uint32_t)];

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        words[i] = from[i];
    memcpy(ret_header, words, sizeof(words));
    return block_check(ret_header, slot_bytes);
}
