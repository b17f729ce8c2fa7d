/*
 * ogg_serial.c - goes from page to page (RFC 3533, section 6): writes the number into the
 * page's header and computes its checksum anew, which covers the whole page with its own
 * field as zero.
 */
#include "samples/audio/ogg_serial.h"

#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
    AT_SERIAL = 14,
    AT_CHECKSUM = 22,
    AT_SEGMENTS = 26, /* how many sizes follow, a byte each */
    HEADER_BYTES = 27,
    PAGE_BYTES_MAX = HEADER_BYTES + 255 + 255 * 255,
};

static uint32_t checksum(const uint8_t *bytes, size_t count)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < count; i++) {
        sum ^= (uint32_t)bytes[i] << 24;
        for (int bit = 0; bit < 8; bit++)
            sum = sum & 0x80000000u ? sum << 1 ^ 0x04c11db7u : sum << 1;
    }
    return sum;
}

/* 1, a page is in page[]; 0, the end; -EBADMSG. */
static int read_page(FILE *file, uint8_t *page, size_t *ret_bytes)
{
    size_t got = fread(page, 1, HEADER_BYTES, file);
    size_t segments = page[AT_SEGMENTS];
    size_t body = 0;

    if (got == 0 && feof(file))
        return 0;
    if (got != HEADER_BYTES || memcmp(page, "OggS", 4) != 0)
        return -EBADMSG;
    if (fread(page + HEADER_BYTES, 1, segments, file) != segments)
        return -EBADMSG;
    for (size_t i = 0; i < segments; i++)
        body += page[HEADER_BYTES + i];
    if (fread(page + HEADER_BYTES + segments, 1, body, file) != body)
        return -EBADMSG;
    *ret_bytes = HEADER_BYTES + segments + body;
    return 1;
}

static void put(uint8_t *to, uint32_t value)
{
    value = htole32(value);
    memcpy(to, &value, sizeof(value));
}

int ogg_serial_set(const char *path, uint32_t serial)
{
    uint8_t page[PAGE_BYTES_MAX] = {0};
    FILE *file = fopen(path, "r+b");
    size_t bytes;
    long at = 0;
    int r;

    if (!file)
        return -errno;
    while ((r = read_page(file, page, &bytes)) > 0) {
        put(page + AT_SERIAL, serial);
        put(page + AT_CHECKSUM, 0);
        put(page + AT_CHECKSUM, checksum(page, bytes));
        if (fseek(file, at, SEEK_SET) != 0 || fwrite(page, 1, bytes, file) != bytes ||
            fflush(file) != 0) {
            r = -EIO;
            break;
        }
        at += (long)bytes;
    }
    if (fclose(file) != 0 && r == 0)
        r = -EIO;
    return r;
}
