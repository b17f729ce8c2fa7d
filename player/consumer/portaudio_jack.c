/*
 * portaudio_jack.c - speaks the one frame that PortAudio's blocking writes to JACK know.
 *
 * They count bytes for two floats in a frame, whatever the stream was opened with.
 */
#include "player/consumer/portaudio_jack.h"

#include "shmring/layout.h"

bool portaudio_jack_takes(const struct output_format *format)
{
    return format->channels <= 2;
}

void portaudio_jack_widen(const struct output_format *format, const void *samples, uint32_t frames,
                          uint32_t *ret_frames)
{
    const uint32_t *words = samples;
    const uint16_t *halves = samples;
    uint32_t last = format->channels - 1u;

    for (uint32_t i = 0; i < frames; i++) {
        for (uint32_t side = 0; side < 2; side++) {
            uint32_t from = i * format->channels + (side < last ? side : last);

            ret_frames[2 * i + side] =
                format->sample == SAMPLE_S16 ? (uint32_t)halves[from] << 16 : words[from];
        }
    }
}

uint32_t portaudio_jack_queue_frames(uint32_t latency_ms, uint32_t rate)
{
    uint64_t wanted = (uint64_t)latency_ms * rate / 1000;
    uint32_t frames = 32;

    while (2ull * frames <= wanted)
        frames *= 2;
    return frames;
}
