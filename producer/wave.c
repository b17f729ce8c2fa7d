/*
 * wave.c - peaks of so many frames each; when there is no room for more, two become one.
 */
#include "producer/wave.h"

enum { FULL_SCALE = 255 };

void wave_begin(struct wave *wave, uint64_t frames)
{
    *wave = (struct wave){.out.frames = 1};
    if (frames > 0 && frames / SCANS_WAVE < UINT32_MAX)
        wave->out.frames = (uint32_t)((frames + SCANS_WAVE - 1) / SCANS_WAVE);
}

static uint8_t louder(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

/* Half as many, each of twice as much: also of a sound that is longer than it said. */
static void halve(struct scan_wave *wave)
{
    for (uint32_t i = 0; i < SCANS_WAVE / 2; i++)
        wave->peak[i] = louder(wave->peak[2 * i], wave->peak[2 * i + 1]);
    wave->count = SCANS_WAVE / 2;
    wave->frames *= 2;
}

void wave_add(struct wave *wave, float peak)
{
    struct scan_wave *out = &wave->out;
    uint8_t level = peak >= 1 ? FULL_SCALE : peak > 0 ? (uint8_t)(peak * FULL_SCALE + 0.5F) : 0;

    if (wave->filled == 0 || wave->filled == out->frames) {
        if (out->count == SCANS_WAVE)
            halve(out);
        out->peak[out->count++] = 0;
        wave->filled = 0;
    }
    wave->filled++;
    out->peak[out->count - 1] = louder(out->peak[out->count - 1], level);
}
