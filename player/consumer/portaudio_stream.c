/*
 * portaudio_stream.c - PortAudio's blocking calls, and the arithmetic of what is unheard.
 *
 * The device's buffer is empty right after it was started. What it then has room for, less what
 * it has room for later, is what has not been heard. JACK is another matter: PortAudio keeps a
 * queue of its own before it, which is full of silence at the first start, and plays it to the
 * end before it stops, so a stop throws nothing away.
 */
#include "player/consumer/portaudio_stream.h"

#include <alsa/asoundlib.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "player/consumer/portaudio_alsa.h"
#include "player/consumer/portaudio_jack.h"
#include "shmring/block.h"

enum { PIECE_MS = 20 };

typedef int drop_function(snd_pcm_t *pcm);

/*
 * Stands before libasound's own function: there is nothing left to drop in a device that is
 * gone. PortAudio takes that error for a reason not to close the stream, which then keeps its
 * memory and the device's file for good.
 */
int snd_pcm_drop(snd_pcm_t *pcm)
{
    drop_function *drop;
    int error;

    *(void **)&drop = dlsym(RTLD_NEXT, "snd_pcm_drop");
    error = drop(pcm);
    return error == -ENODEV ? 0 : error;
}

static PaSampleFormat host_format(const struct portaudio_stream *stream)
{
    if (stream->format.sample == SAMPLE_F32)
        return paFloat32;
    return stream->format.sample == SAMPLE_S16 && !stream->jack ? paInt16 : paInt32;
}

/*
 * latency_ms is all that the device may hold. PortAudio makes four periods of the latency it is
 * asked for, and adds a fifth; for JACK's queue it takes the next power of two.
 */
static double suggested_latency(const struct portaudio_stream *stream, uint32_t latency_ms)
{
    if (stream->jack)
        return 0.75 * stream->jack_frames / stream->format.rate;
    return 0.8 * latency_ms / 1000;
}

/* What went wrong while opening: a matter of the format, or of the device. */
static int explain(PaError error, const struct output_format *format, char *why, uint32_t why_size)
{
    const PaHostErrorInfo *host = Pa_GetLastHostErrorInfo();
    bool refused = error == paUnanticipatedHostError && host->errorCode == -EINVAL;

    if (refused || error == paInvalidSampleRate || error == paInvalidChannelCount ||
        error == paSampleFormatNotSupported) {
        snprintf(why, why_size, "does not take %u Hz, %u channels, %s", format->rate,
                 format->channels, sample_format_name(format->sample));
        return -ENOTSUP;
    }
    if (error == paDeviceUnavailable)
        snprintf(why, why_size, "is in use by another program");
    else if (error == paUnanticipatedHostError)
        snprintf(why, why_size, "cannot be opened: %s", host->errorText);
    else
        snprintf(why, why_size, "cannot be opened");
    return -ENODEV;
}

/*
 * PortAudio would cut them off. That is not asked for the usual 16 bit, for it takes as long as to
 * open the device.
 */
static bool too_wide(int device, const struct output_format *format)
{
    return format->sample != SAMPLE_S16 && portaudio_alsa_narrow(device);
}

/* Where the device takes other wide samples only: not dithered, and floats are clipped. */
static PaError open_at_host(struct portaudio_stream *stream, int device, uint32_t latency_ms)
{
    const PaStreamParameters parameters = {
        .device = device,
        .channelCount = stream->jack ? 2 : stream->format.channels,
        .sampleFormat = host_format(stream),
        .suggestedLatency = suggested_latency(stream, latency_ms),
    };

    if (stream->jack && !portaudio_jack_takes(&stream->format))
        return paInvalidChannelCount;
    if (too_wide(device, &stream->format))
        return paSampleFormatNotSupported;
    return Pa_OpenStream(&stream->stream, NULL, &parameters, stream->format.rate,
                         paFramesPerBufferUnspecified, paDitherOff, NULL, NULL);
}

bool portaudio_stream_takes(int device, const struct output_format *format)
{
    const PaHostApiInfo *api = Pa_GetHostApiInfo(Pa_GetDeviceInfo(device)->hostApi);
    const struct portaudio_stream stream = {.format = *format, .jack = api->type == paJACK};
    const PaStreamParameters parameters = {
        .device = device,
        .channelCount = stream.jack ? 2 : format->channels,
        .sampleFormat = host_format(&stream),
        .suggestedLatency = Pa_GetDeviceInfo(device)->defaultLowOutputLatency,
    };

    return (!stream.jack || portaudio_jack_takes(format)) && !too_wide(device, format) &&
           Pa_IsFormatSupported(NULL, &parameters, format->rate) == paFormatIsSupported;
}

int portaudio_stream_open(struct portaudio_stream *stream, int device, uint32_t latency_ms,
                          const struct output_format *format, char *why, uint32_t why_size)
{
    const PaHostApiInfo *api = Pa_GetHostApiInfo(Pa_GetDeviceInfo(device)->hostApi);
    PaError error;

    *stream = (struct portaudio_stream){
        .format = *format,
        .jack = api->type == paJACK,
        .jack_frames = portaudio_jack_queue_frames(latency_ms, format->rate),
        .piece_frames = format->rate * PIECE_MS / 1000,
    };
    if (stream->jack) {
        stream->wide = calloc(stream->piece_frames, 2 * sizeof(*stream->wide));
        if (!stream->wide) {
            snprintf(why, why_size, "cannot be opened: out of memory");
            return -ENOMEM;
        }
    }
    error = open_at_host(stream, device, latency_ms);
    if (error == paNoError)
        return 0;
    free(stream->wide);
    stream->wide = NULL;
    stream->stream = NULL;
    return explain(error, format, why, why_size);
}

void portaudio_stream_close(struct portaudio_stream *stream)
{
    if (stream->stream)
        Pa_CloseStream(stream->stream);
    free(stream->wide);
    *stream = (struct portaudio_stream){0};
}

static int start(struct portaudio_stream *stream)
{
    long room;

    if (stream->running)
        return 0;
    if (Pa_StartStream(stream->stream) != paNoError)
        return -ENODEV;
    room = Pa_GetStreamWriteAvailable(stream->stream);
    if (room < 0)
        return -ENODEV;
    stream->room = (uint64_t)room;
    if (stream->jack && stream->room < stream->jack_frames)
        stream->room = stream->jack_frames;
    stream->written = 0;
    stream->running = true;
    return 0;
}

static PaError write_piece(struct portaudio_stream *stream, const void *samples, uint32_t frames)
{
    if (!stream->jack)
        return Pa_WriteStream(stream->stream, samples, frames);
    portaudio_jack_widen(&stream->format, samples, frames, stream->wide);
    return Pa_WriteStream(stream->stream, stream->wide, frames);
}

int portaudio_stream_write(struct portaudio_stream *stream, const void *samples, uint32_t frames)
{
    uint32_t frame_bytes = block_frame_bytes(stream->format.sample, stream->format.channels);
    const uint8_t *next = samples;
    int r = start(stream);

    if (r < 0)
        return r;
    while (frames > 0) {
        uint32_t count = frames < stream->piece_frames ? frames : stream->piece_frames;
        PaError error = write_piece(stream, next, count);

        if (error == paOutputUnderflowed)
            r = -EPIPE;
        else if (error != paNoError)
            return -ENODEV;
        stream->written += count;
        next += (size_t)count * frame_bytes;
        frames -= count;
    }
    return r;
}

int portaudio_stream_unheard(struct portaudio_stream *stream, uint64_t *ret_frames)
{
    long room = stream->running ? Pa_GetStreamWriteAvailable(stream->stream) : 0;
    uint64_t held = 0;

    if (room < 0)
        return -ENODEV;
    if (stream->running && stream->room > (uint64_t)room)
        held = stream->room - (uint64_t)room;
    *ret_frames = held < stream->written ? held : stream->written;
    return 0;
}

int portaudio_stream_drop(struct portaudio_stream *stream, uint64_t *ret_unheard)
{
    uint64_t unheard;
    int r = portaudio_stream_unheard(stream, &unheard);

    if (r < 0)
        return r;
    if (stream->running && Pa_AbortStream(stream->stream) != paNoError)
        return -ENODEV;
    stream->running = false;
    *ret_unheard = stream->jack ? 0 : unheard;
    return 0;
}
