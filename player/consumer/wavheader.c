/*
 * wavheader.c - WAV headers. wavheader_build() is the only place that knows the layout:
 * wavheader_parse() reads the few fields that say what it was made of, builds it again and
 * compares, so it accepts nothing that it would not have written itself.
 */
#include "player/consumer/wavheader.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "player/consumer/outfile.h"
#include "shmring/layout.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "samples go to the file as they are");

enum { TAG_PCM = 1, TAG_FLOAT = 3, TAG_EXTENSIBLE = 0xfffe };
enum { PLACE_DS64_DATA = 28, PLACE_FORMAT = 56 };
enum { DS64_BYTES = 28, FORMAT_PLAIN_BYTES = 16, FORMAT_EXTENSIBLE_BYTES = 40, FACT_BYTES = 4 };

#define UNTOLD UINT32_MAX

/* A GUID's end behind its first four bytes, which are the tag. */
static const uint8_t subformat_end[12] = {0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71};

/* The usual loudspeakers for so many channels, in the order of their bits; else 0: none. */
static const uint32_t channel_masks[] = {
    [1] = 0x004, /* centre */
    [2] = 0x003, /* left, right */
    [3] = 0x007, /* and centre */
    [4] = 0x033, /* left, right, back left and right */
    [5] = 0x037, /* and centre */
    [6] = 0x03f, /* 5.1 */
    [7] = 0x70f, /* 6.1: 5.1 with one back centre and two sides */
    [8] = 0x63f, /* 7.1 */
};

static uint8_t *put(uint8_t *place, uint64_t value, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++)
        *place++ = (uint8_t)(value >> (8 * i));
    return place;
}

static uint8_t *put_chunk(uint8_t *place, const char *id, uint64_t size)
{
    memcpy(place, id, 4);
    return put(place + 4, size, 4);
}

static uint64_t get(const uint8_t *place, uint32_t bytes)
{
    uint64_t value = 0;
    for (uint32_t i = 0; i < bytes; i++)
        value |= (uint64_t)place[i] << (8 * i);
    return value;
}

static bool is_plain(const struct output_format *format)
{
    return format->sample == SAMPLE_S16 && format->channels <= 2;
}

static uint32_t channel_mask(uint32_t channels)
{
    return channels < sizeof(channel_masks) / sizeof(channel_masks[0]) ? channel_masks[channels]
                                                                       : 0;
}

static uint8_t *put_format(uint8_t *place, const struct output_format *format)
{
    bool plain = is_plain(format);
    uint32_t sample_bytes = outfile_sample_bytes(format->sample);
    uint32_t frame_bytes = sample_bytes * format->channels;
    place = put_chunk(place, "fmt ", plain ? FORMAT_PLAIN_BYTES : FORMAT_EXTENSIBLE_BYTES);
    place = put(place, plain ? TAG_PCM : TAG_EXTENSIBLE, 2);
    place = put(place, format->channels, 2);
    place = put(place, format->rate, 4);
    place = put(place, (uint64_t)format->rate * frame_bytes, 4);
    place = put(place, frame_bytes, 2);
    place = put(place, sample_bytes * 8, 2);
    if (plain)
        return place;
    place = put(place, FORMAT_EXTENSIBLE_BYTES - FORMAT_PLAIN_BYTES - 2, 2);
    place = put(place, sample_bytes * 8, 2); /* the bits in use: all */
    place = put(place, channel_mask(format->channels), 4);
    place = put(place, format->sample == SAMPLE_F32 ? TAG_FLOAT : TAG_PCM, 4);
    memcpy(place, subformat_end, sizeof(subformat_end));
    return place + sizeof(subformat_end);
}

static uint32_t header_bytes(const struct output_format *format)
{
    uint32_t format_bytes =
        is_plain(format) ? FORMAT_PLAIN_BYTES : FORMAT_EXTENSIBLE_BYTES + 8 + FACT_BYTES;
    return PLACE_FORMAT + format_bytes + 8;
}

void wavheader_build(struct wavheader *header, uint64_t riff_max, uint8_t ret_bytes[WAVHEADER_MAX])
{
    const struct output_format *format = &header->format;
    header->bytes = header_bytes(format);
    bool known = header->data_bytes != WAVHEADER_UNKNOWN;
    uint64_t riff = header->bytes - 8 + header->data_bytes + (header->data_bytes & 1);
    uint64_t frames =
        header->data_bytes / (outfile_sample_bytes(format->sample) * format->channels);
    bool is_long = known && riff > riff_max;
    bool in_place = known && !is_long; /* the sizes stand where they always did */

    uint8_t *place = put_chunk(ret_bytes, is_long ? "RF64" : "RIFF", in_place ? riff : UNTOLD);
    memcpy(place, "WAVE", 4);
    place = put_chunk(place + 4, is_long ? "ds64" : "JUNK", DS64_BYTES);
    place = put(place, is_long ? riff : 0, 8);
    place = put(place, is_long ? header->data_bytes : 0, 8);
    place = put(place, is_long ? frames : 0, 8);
    place = put(place, 0, 4); /* no table of other long chunks */
    place = put_format(place, format);
    if (!is_plain(format)) {
        place = put_chunk(place, "fact", FACT_BYTES);
        place = put(place, in_place ? frames : UNTOLD, FACT_BYTES);
    }
    put_chunk(place, "data", in_place ? header->data_bytes : UNTOLD);
}

/* What the fields of fmt name; SAMPLE_NONE: no format of ours. */
static uint16_t sample_of(const uint8_t *format)
{
    uint64_t bits = get(format + 14, 2);
    if (get(format, 2) == TAG_EXTENSIBLE && get(format + 24, 2) == TAG_FLOAT)
        return SAMPLE_F32;
    return bits == 16   ? SAMPLE_S16
           : bits == 24 ? SAMPLE_S24
           : bits == 32 ? SAMPLE_S32
                        : SAMPLE_NONE;
}

int wavheader_parse(const uint8_t *bytes, size_t size, struct wavheader *ret_header)
{
    uint8_t read[WAVHEADER_MAX] = {0};
    memcpy(read, bytes, size < WAVHEADER_MAX ? size : WAVHEADER_MAX);
    struct wavheader header = {
        .format = {.rate = (uint32_t)get(read + PLACE_FORMAT + 4, 4),
                   .channels = (uint16_t)get(read + PLACE_FORMAT + 2, 2),
                   .sample = sample_of(read + PLACE_FORMAT)},
        .data_bytes = WAVHEADER_UNKNOWN,
    };
    const struct output_format *format = &header.format;
    if (format->sample == SAMPLE_NONE || format->channels < 1 ||
        format->channels > BLOCK_CHANNELS_MAX || format->rate < BLOCK_RATE_MIN ||
        format->rate > BLOCK_RATE_MAX || header_bytes(format) > size)
        return -EBADMSG;

    bool is_long = memcmp(read, "RF64", 4) == 0;
    uint64_t data =
        is_long ? get(read + PLACE_DS64_DATA, 8) : get(read + header_bytes(format) - 4, 4);
    if (is_long || data != UNTOLD)
        header.data_bytes = data;

    uint8_t built[WAVHEADER_MAX];
    wavheader_build(&header, is_long ? 0 : WAVHEADER_RIFF_MAX, built);
    if (memcmp(built, read, header.bytes) != 0)
        return -EBADMSG;
    *ret_header = header;
    return 0;
}
