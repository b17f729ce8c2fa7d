/*
 * tui_wave.c - peaks of the parts of a track.
 */
#include "player/tui/tui_wave.h"

#include <string.h>

#include "player/tui/tui_meter.h"

/* More than any track has, so that its product with a number of bins fits. */
#define FRAMES_MAX (UINT64_C(1) << 48)

void tui_wave_begin(struct tui_wave *wave, uint64_t frames)
{
    memset(wave, 0, sizeof(*wave));
    wave->frames = frames < FRAMES_MAX ? frames : 0;
    wave->bins = frames < TUI_WAVE_BINS ? (uint32_t)frames : TUI_WAVE_BINS;
}

/* The first frame of a part. */
static uint64_t first_of(const struct tui_wave *wave, uint64_t bin)
{
    return (bin * wave->frames + wave->bins - 1) / wave->bins;
}

void tui_wave_add(struct tui_wave *wave, const struct block_header *header, const void *samples)
{
    uint32_t frame_bytes = block_frame_bytes(header->format, header->channels);
    uint64_t at = header->position, end = at + header->frames;

    if (wave->frames == 0)
        return;
    if (end > wave->frames)
        end = wave->frames;
    while (at < end) {
        uint64_t bin = at * wave->bins / wave->frames;
        uint64_t next = first_of(wave, bin + 1);
        uint64_t stop = next < end ? next : end;
        const uint8_t *from = (const uint8_t *)samples + (at - header->position) * frame_bytes;
        float peak = tui_meter_peak((enum sample_format)header->format, from,
                                    (uint32_t)(stop - at) * header->channels, 1);
        uint8_t height = (uint8_t)(peak * 255 + 0.5f);

        if (height > wave->peak[bin])
            wave->peak[bin] = height;
        wave->known[bin] = true;
        at = stop;
    }
}

int tui_wave_column(const struct tui_wave *wave, uint32_t column, uint32_t columns)
{
    uint32_t first = column * wave->bins / columns;
    uint32_t end = (column + 1) * wave->bins / columns;
    int height = -1;

    if (end <= first)
        end = first + 1;
    for (uint32_t bin = first; bin < end && bin < wave->bins; bin++)
        if (wave->known[bin] && wave->peak[bin] > height)
            height = wave->peak[bin];
    return height;
}
