/*
 * sound.c - WAV files, made and compared.
 *
 * A recording may have been cut off at any place by its writer's death, so its chunks are walked
 * with care, and the samples go to the file's end if the header says more.
 */
#include "tools/rondolab/sound.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { CHANNELS = 2, SAMPLE_BYTES = 2, FRAME_BYTES = CHANNELS * SAMPLE_BYTES, HEADER = 44 };
enum { BYTES_MAX = 65536 };

static void put(uint8_t *at, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static uint32_t get(const uint8_t *at, int bytes)
{
    uint32_t value = 0;

    for (int i = 0; i < bytes; i++)
        value |= (uint32_t)at[i] << (8 * i);
    return value;
}

static void write_header(uint8_t header[HEADER], uint32_t samples)
{
    memcpy(header, "RIFF....WAVEfmt ....", 20);
    put(header + 4, HEADER - 8 + samples, 4);
    put(header + 16, 16, 4);
    put(header + 20, 1, 2);
    put(header + 22, CHANNELS, 2);
    put(header + 24, SOUND_RATE, 4);
    put(header + 28, SOUND_RATE * FRAME_BYTES, 4);
    put(header + 32, FRAME_BYTES, 2);
    put(header + 34, 8 * SAMPLE_BYTES, 2);
    memcpy(header + 36, "data", 4);
    put(header + 40, samples, 4);
}

int sound_make(const char *path)
{
    const uint32_t frames = SOUND_RATE * SOUND_SECONDS;
    uint8_t bytes[HEADER];
    FILE *file = fopen(path, "wbe");
    bool whole;

    if (!file)
        return -errno;
    write_header(bytes, frames * FRAME_BYTES);
    whole = fwrite(bytes, sizeof(bytes), 1, file) == 1;
    for (uint32_t i = 1; i <= frames && whole; i++) {
        put(bytes, i, FRAME_BYTES);
        whole = fwrite(bytes, FRAME_BYTES, 1, file) == 1;
    }
    return fclose(file) == 0 && whole ? 0 : -EIO;
}

/* Leaves the file at its first sample. 0 or -EBADMSG. */
static int find_samples(FILE *file, uint32_t *ret_frame_bytes, uint64_t *ret_bytes)
{
    uint8_t head[16];
    uint32_t frame_bytes = 0;

    if (fread(head, 12, 1, file) != 1 || memcmp(head + 8, "WAVE", 4) != 0)
        return -EBADMSG;
    while (fread(head, 8, 1, file) == 1) {
        uint32_t size = get(head + 4, 4);

        if (memcmp(head, "data", 4) == 0 && frame_bytes > 0) {
            *ret_frame_bytes = frame_bytes;
            *ret_bytes = size;
            return 0;
        }
        if (memcmp(head, "fmt ", 4) == 0 && size >= 16) {
            if (fread(head, 16, 1, file) != 1)
                return -EBADMSG;
            frame_bytes = get(head + 12, 2);
            size -= 16;
        }
        if (fseek(file, (long)size + size % 2, SEEK_CUR) < 0)
            return -EBADMSG;
    }
    return -EBADMSG;
}

/* Bytes that are the same from here on, and how many the second file has at all. */
static void compare(FILE *sound, FILE *recording, uint64_t limit, uint64_t *ret_same,
                    uint64_t *ret_all)
{
    static uint8_t a[BYTES_MAX], b[BYTES_MAX];
    uint64_t same = 0, all = 0;
    bool differs = false;
    size_t got;

    while (all < limit && (got = fread(b, 1, sizeof(b), recording)) > 0) {
        size_t there = differs ? 0 : fread(a, 1, got, sound);

        if (got > limit - all)
            got = (size_t)(limit - all);
        for (size_t i = 0; i < got && !differs; i++) {
            differs = i >= there || a[i] != b[i];
            same += !differs;
        }
        all += got;
    }
    *ret_same = same;
    *ret_all = all;
}

int sound_compare(const char *sound, const char *recording, struct sound_heard *ret_heard)
{
    FILE *files[2] = {fopen(sound, "rbe"), fopen(recording, "rbe")};
    uint32_t frame_bytes[2] = {0};
    uint64_t bytes, limit, same, all;
    int error = files[0] && files[1] ? 0 : -errno;

    if (error == 0)
        error = find_samples(files[0], &frame_bytes[0], &bytes);
    if (error == 0)
        error = find_samples(files[1], &frame_bytes[1], &limit);
    if (error == 0 && frame_bytes[0] != frame_bytes[1])
        error = -EBADMSG;
    if (error == 0) {
        compare(files[0], files[1], limit, &same, &all);
        ret_heard->frames = all / frame_bytes[1];
        ret_heard->same = same / frame_bytes[1];
    }
    for (int i = 0; i < 2; i++)
        if (files[i])
            fclose(files[i]);
    return error;
}
