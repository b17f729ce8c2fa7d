/*
 * card_plugin.c - what makes the virtual card a device of ALSA's: an I/O plug-in.
 *
 * libasound loads it for a `pcm` of `type rondocard`, and calls back for each step of a stream:
 * hw_params, prepare, transfer (frames from the program), start, pointer (how far has it come),
 * stop, close. An underrun is -EPIPE from pointer, which libasound turns into the state XRUN. A
 * sleeping writer is woken by a timer, once a period, as hardware does with its interrupt.
 */
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <alsa/pcm_ioplug.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/card/card_device.h"
#include "tests/card/card_setup.h"

struct plugin {
    snd_pcm_ioplug_t io;
    struct card_device device;
    bool shaped; /* it was really opened, and not just asked what it can do */
};

static struct card_device *device_of(const snd_pcm_ioplug_t *io)
{
    struct plugin *plugin = io->private_data;

    return &plugin->device;
}

static int look(const snd_pcm_ioplug_t *io)
{
    return card_device_look(device_of(io), io->state == SND_PCM_STATE_DRAINING);
}

static int plugin_start(snd_pcm_ioplug_t *io)
{
    return card_device_start(device_of(io));
}

static int plugin_stop(snd_pcm_ioplug_t *io)
{
    card_device_stop(device_of(io));
    return 0;
}

/* What is dead stands still, and libasound then refuses every step with -ENODEV. */
static snd_pcm_sframes_t plugin_pointer(snd_pcm_ioplug_t *io)
{
    int error = look(io);

    if (error == -ENODEV)
        snd_pcm_ioplug_set_state(io, SND_PCM_STATE_DISCONNECTED);
    else if (error < 0)
        return error;
    return (snd_pcm_sframes_t)(device_of(io)->played % io->buffer_size);
}

static snd_pcm_sframes_t plugin_transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
                                         snd_pcm_uframes_t offset, snd_pcm_uframes_t size)
{
    size_t first = (areas[0].first + offset * areas[0].step) / 8;
    int error = card_device_write(device_of(io), (const uint8_t *)areas[0].addr + first, size);

    return error < 0 ? error : (snd_pcm_sframes_t)size;
}

static int plugin_hw_params(snd_pcm_ioplug_t *io, snd_pcm_hw_params_t *params)
{
    struct plugin *plugin = io->private_data;
    uint32_t frame_bytes = (uint32_t)snd_pcm_format_physical_width(io->format) / 8 * io->channels;
    int error = card_device_shape(&plugin->device, io->rate, frame_bytes, io->buffer_size);
    char event[64];

    (void)params;
    if (error < 0)
        return error;
    plugin->shaped = true;
    snprintf(event, sizeof(event), "open %s %u %u", snd_pcm_format_name(io->format), io->rate,
             io->channels);
    card_device_note(&plugin->device, event);
    return 0;
}

static int plugin_prepare(snd_pcm_ioplug_t *io)
{
    return card_device_prepare(device_of(io), io->period_size);
}

static int plugin_poll_revents(snd_pcm_ioplug_t *io, struct pollfd *fds, unsigned int count,
                               unsigned short *ret_events)
{
    struct card_device *device = device_of(io);
    uint64_t ticks;
    int error;

    if (count != 1)
        return -EINVAL;
    if (fds[0].revents & POLLIN && read(fds[0].fd, &ticks, sizeof(ticks)) < 0 && errno != EAGAIN)
        return -errno;
    error = look(io);
    if (error == -ENODEV)
        return error;
    if (error < 0)
        *ret_events = POLLOUT | POLLERR;
    else if (device->written - device->played + io->period_size <= io->buffer_size)
        *ret_events = POLLOUT;
    else
        *ret_events = 0;
    return 0;
}

static int plugin_close(snd_pcm_ioplug_t *io)
{
    struct plugin *plugin = io->private_data;

    if (plugin->shaped)
        card_device_note(&plugin->device, "close");
    card_device_close(&plugin->device);
    free(plugin);
    return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = plugin_start,
    .stop = plugin_stop,
    .pointer = plugin_pointer,
    .transfer = plugin_transfer,
    .close = plugin_close,
    .hw_params = plugin_hw_params,
    .prepare = plugin_prepare,
    .poll_revents = plugin_poll_revents,
};

static int plugin_new(const struct card_setup *setup, struct plugin **ret_plugin)
{
    struct plugin *plugin = calloc(1, sizeof(*plugin));
    int error;

    if (!plugin)
        return -ENOMEM;
    error = card_device_open(setup, &plugin->device);
    if (error < 0) {
        free(plugin);
        return error;
    }
    plugin->io.version = SND_PCM_IOPLUG_VERSION;
    plugin->io.name = "Rondo's virtual card";
    plugin->io.callback = &callbacks;
    plugin->io.private_data = plugin;
    plugin->io.poll_fd = plugin->device.timer;
    plugin->io.poll_events = POLLIN;
    *ret_plugin = plugin;
    return 0;
}

SND_PCM_PLUGIN_DEFINE_FUNC(rondocard);

SND_PCM_PLUGIN_DEFINE_FUNC(rondocard)
{
    struct card_setup setup;
    struct plugin *plugin = NULL;
    int error;

    (void)root;
    if (stream != SND_PCM_STREAM_PLAYBACK)
        return -ENODEV;
    error = card_setup_read(conf, &setup);
    if (error == 0)
        error = plugin_new(&setup, &plugin);
    if (error != 0)
        return error;
    error = snd_pcm_ioplug_create(&plugin->io, name, stream, mode);
    if (error < 0) {
        plugin_close(&plugin->io);
        return error;
    }
    error = card_setup_constrain(&setup, &plugin->io);
    if (error < 0) {
        snd_pcm_ioplug_delete(&plugin->io);
        return error;
    }
    *pcmp = plugin->io.pcm;
    return 0;
}

SND_PCM_PLUGIN_SYMBOL(rondocard);
