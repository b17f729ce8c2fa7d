/*
 * portaudio_stream.h - one open PortAudio stream, and what of it has not been heard.
 *
 * The order of calls: open, then any number of write, unheard and drop, then close. Frames
 * reach the device as they are, in the source's own sample format. -EPIPE from write is an
 * underrun: the frames were taken. Any other error means that the stream is of no more use; a
 * call on it may then hang for ever, with some sound servers.
 */
#ifndef PLAYER_CONSUMER_PORTAUDIO_STREAM_H
#define PLAYER_CONSUMER_PORTAUDIO_STREAM_H

#include <portaudio.h>

#include "player/consumer/output.h"

struct portaudio_stream {
    PaStream *stream; /* NULL: closed */
    struct output_format format;
    bool jack;
    uint32_t jack_frames;  /* what JACK's queue holds */
    uint32_t piece_frames; /* what is written at once */
    uint32_t *wide;        /* a piece as JACK wants it; NULL elsewhere */

    bool running;
    uint64_t room;    /* frames the device's buffer holds */
    uint64_t written; /* since it was started */
};

/* -ENOTSUP: the device does not take the format; -ENODEV; why[] then says so, after its name. */
int portaudio_stream_open(struct portaudio_stream *stream, int device, uint32_t latency_ms,
                          const struct output_format *format, char *why, uint32_t why_size);

/* Whether a device that is not open takes a format. */
bool portaudio_stream_takes(int device, const struct output_format *format);

/* Throws away what has not been heard. A closed stream is allowed. */
void portaudio_stream_close(struct portaudio_stream *stream);

/* Starts the device unless it runs, and sleeps while it is full. */
int portaudio_stream_write(struct portaudio_stream *stream, const void *samples, uint32_t frames);

/* Frames written since the device was started and not yet heard. */
int portaudio_stream_unheard(struct portaudio_stream *stream, uint64_t *ret_frames);

/* Stops the device and tells what it threw away. */
int portaudio_stream_drop(struct portaudio_stream *stream, uint64_t *ret_unheard);

#endif
