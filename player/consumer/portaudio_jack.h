/*
 * portaudio_jack.h - samples and sizes as PortAudio's output to JACK needs them.
 */
#ifndef PLAYER_CONSUMER_PORTAUDIO_JACK_H
#define PLAYER_CONSUMER_PORTAUDIO_JACK_H

#include <stdbool.h>

#include "player/consumer/output.h"

/*
 * PortAudio's blocking writes to JACK know one frame only: two samples of 32 bits. These bring
 * one or two channels of any sample format into it, losing nothing; a frame is then 8 bytes.
 */
bool portaudio_jack_takes(const struct output_format *format);
void portaudio_jack_widen(const struct output_format *format, const void *samples, uint32_t frames,
                          uint32_t *ret_frames);

/* The frames that PortAudio's queue before JACK holds, a power of two, within latency_ms. */
uint32_t portaudio_jack_queue_frames(uint32_t latency_ms, uint32_t rate);

#endif
