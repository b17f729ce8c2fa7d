/*
 * test_volume.c - volume: exact samples at any steady one, and a ramp without a click between
 * two of them; by option, key, signal and request.
 *
 * The files hold one value in all their samples, so what is recorded is the gain itself.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_terminal.h"

enum {
    RATE = 44100,
    CHANNELS = 2,
    SECONDS = 20,
    SAMPLES = RATE * CHANNELS * SECONDS,
    LEVEL = 20000,
    RAMP_FRAMES = RATE / 100,
    SOME_BYTES = RATE * CHANNELS / 10 * (int)sizeof(int16_t),
    STEPS_MAX = 16
};

static const float float_level = 0.5F;

static void put(uint8_t *to, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        to[i] = (uint8_t)(value >> 8 * i);
}

/* A WAV file of SAMPLES samples: 16 bit, or, with `is_float`, float. */
static void write_level(struct stage *stage, const char *file, bool is_float)
{
    const uint32_t bytes = is_float ? sizeof(float) : sizeof(int16_t);
    uint8_t *wav = calloc(1, 44 + (size_t)SAMPLES * bytes);
    uint32_t level = LEVEL;

    assert_non_null(wav);
    if (is_float)
        memcpy(&level, &float_level, sizeof(level));
    memcpy(wav, "RIFF....WAVEfmt ", 16);
    put(wav + 4, 36 + SAMPLES * bytes, 4);
    put(wav + 16, 16, 4);
    put(wav + 20, is_float ? 3 : 1, 2);
    put(wav + 22, CHANNELS, 2);
    put(wav + 24, RATE, 4);
    put(wav + 28, RATE * CHANNELS * bytes, 4);
    put(wav + 32, CHANNELS * bytes, 2);
    put(wav + 34, 8 * bytes, 2);
    memcpy(wav + 36, "data", 4);
    put(wav + 40, SAMPLES * bytes, 4);
    for (size_t i = 0; i < SAMPLES; i++)
        put(wav + 44 + i * bytes, level, (int)bytes);
    stage_write(stage, file, wav, 44 + (size_t)SAMPLES * bytes);
    free(wav);
}

static struct stage_process *play(struct stage *stage, bool is_float, const char *volume)
{
    stage_card(stage, &(struct card_options){0});
    write_level(stage, "level.wav", is_float);
    return stage_play(stage, "-q", "-o", "portaudio", "--volume", volume, "level.wav", NULL);
}

/* The steady levels that were heard, in percent of the file's, and how long each lasted. */
struct levels {
    double gain[STEPS_MAX];
    size_t frames[STEPS_MAX];
    size_t count;
};
