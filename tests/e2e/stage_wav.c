/*
 * stage_wav.c - the header by hand, since no library of Rondo's is to vouch for itself.
 */
#include "tests/e2e/stage_wav.h"

#include <stdlib.h>
#include <string.h>

enum { CODE_INTEGER = 1, CODE_FLOAT = 3 };

static void put(uint8_t *to, uint32_t value, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++)
        to[i] = (uint8_t)(value >> 8 * i);
}

uint32_t wav_sample_bytes(bool is_float)
{
    return is_float ? sizeof(float) : sizeof(int16_t);
}

void wav_header(uint8_t header[WAV_HEADER], bool is_float, uint32_t frames)
{
    uint32_t frame_bytes = WAV_CHANNELS * wav_sample_bytes(is_float);

    memcpy(header, "RIFF....WAVEfmt ", 16);
    put(header + 4, WAV_HEADER - 8 + frames * frame_bytes, 4);
    put(header + 16, 16, 4);
    put(header + 20, is_float ? CODE_FLOAT : CODE_INTEGER, 2);
    put(header + 22, WAV_CHANNELS, 2);
    put(header + 24, WAV_RATE, 4);
    put(header + 28, WAV_RATE * frame_bytes, 4);
    put(header + 32, frame_bytes, 2);
    put(header + 34, 8 * wav_sample_bytes(is_float), 2);
    memcpy(header + 36, "data", 4);
    put(header + 40, frames * frame_bytes, 4);
}

static void put_sample(bool is_float, uint8_t *to, double value)
{
    const int16_t integer = (int16_t)value;
    const float real = (float)value;

    if (is_float)
        memcpy(to, &real, sizeof(real));
    else
        memcpy(to, &integer, sizeof(integer));
}

void wav_write_level(struct stage *stage, const char *file, bool is_float, uint32_t frames,
                     const double level[WAV_CHANNELS])
{
    const size_t bytes = wav_sample_bytes(is_float);
    const size_t size = WAV_HEADER + frames * WAV_CHANNELS * bytes;
    uint8_t *wav = calloc(1, size);

    assert_non_null(wav);
    wav_header(wav, is_float, frames);
    for (size_t i = 0; i < (size_t)frames * WAV_CHANNELS; i++)
        put_sample(is_float, wav + WAV_HEADER + i * bytes, level[i % WAV_CHANNELS]);
    stage_write(stage, file, wav, size);
    free(wav);
}

double wav_sample(bool is_float, const uint8_t *at)
{
    int16_t integer;
    float real;

    if (!is_float) {
        memcpy(&integer, at, sizeof(integer));
        return integer;
    }
    memcpy(&real, at, sizeof(real));
    return (double)real;
}
