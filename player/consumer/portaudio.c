/*
 * portaudio.c - the output portaudio: a real device, found in PortAudio's list.
 *
 * create() reads the list and finds the device that -o names; start() opens it. Any error while
 * playing is the device's death: until the next start(), which reads the list anew, every call
 * says so. With some sound servers a call on a dead device hangs for ever; whoever watches this
 * process then kills it, and the blocks it held are played by its successor.
 *
 * From create() to destroy() fd 2 leads nowhere (portaudio_quiet.h).
 */
#include <errno.h>
#include <portaudio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/consumer/devices.h"
#include "player/consumer/offer.h"
#include "player/consumer/output.h"
#include "player/consumer/portaudio_quiet.h"
#include "player/consumer/portaudio_stream.h"
#include "shmring/block.h"

enum { SILENCE_MS = 20, NAME_MAX_BYTES = 200 };

struct output {
    struct output_config config;
    struct portaudio_quiet quiet;
    bool listed; /* PortAudio is initialised */
    bool lost;   /* its list is out of date */
    int device;
    char device_name[NAME_MAX_BYTES]; /* as PortAudio has it; "" before it was first found */
    char name[NAME_MAX_BYTES + 32];   /* as people want it */

    struct portaudio_stream stream;
    void *silence; /* silence_frames of it */
    uint32_t silence_frames;
    uint64_t unheard; /* as delay() last said, and what was written since */
    uint32_t underruns;
};

/* A number in -o means the device that it meant the first time. */
static int find_device(struct output *output, char *why, uint32_t why_size)
{
    const char *wanted = output->config.argument;
    const PaDeviceInfo *info;
    int r;

    if (wanted[0] && wanted[strspn(wanted, "0123456789")] == '\0' && output->device_name[0])
        wanted = output->device_name;
    r = devices_find(wanted, &output->device, why, why_size);
    if (r < 0)
        return r;
    info = Pa_GetDeviceInfo(output->device);
    snprintf(output->device_name, sizeof(output->device_name), "%s", info->name);
    snprintf(output->name, sizeof(output->name), "%s (%s)", output->device_name,
             Pa_GetHostApiInfo(info->hostApi)->name);
    return 0;
}

/* Reads the list, once more if need be. */
static int list_devices(struct output *output, char *why, uint32_t why_size)
{
    int r;

    if (output->listed)
        devices_close();
    output->listed = false;
    r = devices_open(why, why_size);
    if (r < 0)
        return r;
    output->listed = true;
    return find_device(output, why, why_size);
}

static int portaudio_stop(struct output *output)
{
    portaudio_stream_close(&output->stream);
    free(output->silence);
    output->silence = NULL;
    output->unheard = 0;
    return 0;
}

static void portaudio_destroy(struct output *output)
{
    if (!output)
        return;
    portaudio_stop(output);
    if (output->listed)
        devices_close();
    portaudio_quiet_end(&output->quiet);
    free(output);
}

static int portaudio_create(const struct output_config *config, struct output **ret_output,
                            char *why, uint32_t why_size)
{
    struct output *output;
    int r;

    if (config->options[0]) {
        snprintf(why, why_size, "portaudio has no options, not even '%s'", config->options);
        return -EINVAL;
    }
    output = calloc(1, sizeof(*output));
    r = output ? portaudio_quiet_begin(&output->quiet) : -ENOMEM;
    if (r < 0) {
        snprintf(why, why_size, "%s", strerror(-r));
        free(output);
        return r;
    }
    output->config = *config;
    r = list_devices(output, why, why_size);
    if (r < 0) {
        portaudio_destroy(output);
        return r;
    }
    *ret_output = output;
    return 0;
}

static int make_silence(struct output *output, const struct output_format *format, char *why,
                        uint32_t why_size)
{
    output->silence_frames = format->rate * SILENCE_MS / 1000;
    output->silence =
        calloc(output->silence_frames, block_frame_bytes(format->sample, format->channels));
    if (output->silence)
        return 0;
    snprintf(why, why_size, "%s", strerror(ENOMEM));
    return -ENOMEM;
}

static int portaudio_start(struct output *output, const struct output_format *format, char *why,
                           uint32_t why_size)
{
    int used, r = 0;

    portaudio_stop(output);
    if (output->lost)
        r = list_devices(output, why, why_size);
    if (r < 0)
        return r;
    used = snprintf(why, why_size, "%s ", output->name);
    if (used < 0 || (uint32_t)used >= why_size)
        used = 0;
    r = portaudio_stream_open(&output->stream, output->device, output->config.latency_ms, format,
                              why + used, why_size - (uint32_t)used);
    output->lost = r < 0 && r != -ENOTSUP;
    if (r < 0)
        return r;
    r = make_silence(output, format, why, why_size);
    if (r < 0)
        portaudio_stop(output);
    return r;
}

static bool portaudio_takes(void *device, const struct output_format *format)
{
    return portaudio_stream_takes(((const struct output *)device)->device, format);
}

static int portaudio_offer(struct output *output, const struct output_format *refused,
                           struct output_format *ret_offer)
{
    double own_rate = Pa_GetDeviceInfo(output->device)->defaultSampleRate;

    return offer_nearest(portaudio_takes, output, refused, (uint32_t)own_rate, ret_offer);
}

static int lose(struct output *output)
{
    output->lost = true;
    return -ENODEV;
}

static int portaudio_write(struct output *output, const void *samples, uint32_t frames)
{
    int r = -ENODEV;

    if (!output->lost)
        r = portaudio_stream_write(&output->stream, samples, frames);
    if (r == -EPIPE)
        output->underruns++;
    else if (r < 0)
        return lose(output);
    output->unheard += frames;
    return 0;
}

static int portaudio_wait(struct output *output, uint32_t frames, uint32_t *ret_silence)
{
    uint32_t count = frames < output->silence_frames ? frames : output->silence_frames;
    int r = portaudio_write(output, output->silence, count);

    if (r == 0)
        *ret_silence = count;
    return r;
}

static uint64_t portaudio_delay(struct output *output)
{
    if (!output->lost && portaudio_stream_unheard(&output->stream, &output->unheard) < 0)
        lose(output);
    return output->unheard;
}

static int portaudio_drop(struct output *output, uint64_t *ret_unheard)
{
    if (output->lost || portaudio_stream_drop(&output->stream, ret_unheard) < 0)
        return lose(output);
    output->unheard = 0;
    return 0;
}

static uint32_t portaudio_underruns(struct output *output)
{
    return output->underruns;
}

static const char *portaudio_name(struct output *output)
{
    return output->name;
}

const struct output_ops output_portaudio = {
    .kind = "portaudio",
    .realtime = true,
    .fixed_format = false,
    .create = portaudio_create,
    .start = portaudio_start,
    .offer = portaudio_offer,
    .write = portaudio_write,
    .wait = portaudio_wait,
    .delay = portaudio_delay,
    .drop = portaudio_drop,
    .stop = portaudio_stop,
    .destroy = portaudio_destroy,
    .underruns = portaudio_underruns,
    .name = portaudio_name,
};
