/*
 * sim_device.c - what happens at each tick: the oldest period leaves the buffer, is recorded
 * and so has been heard; then faults may strike. Where less than a period is left it takes
 * that, and its clock stops until there is more. A tick's time is computed from the number of
 * frames since the clock was started, so no rounding adds up.
 */
#include "player/consumer/sim_device.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "shmring/block.h"

#define NS_PER_SECOND UINT64_C(1000000000)

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t ms_frames(const struct sim_device *device, double ms)
{
    return (uint32_t)(device->format.rate * ms / 1000);
}

uint64_t sim_device_frames_ns(uint32_t rate, uint64_t frames)
{
    return frames / rate * NS_PER_SECOND + frames % rate * NS_PER_SECOND / rate;
}

int sim_device_start(struct sim_device *device, const struct output_format *format)
{
    device->format = *format;
    device->frame_bytes = block_frame_bytes(format->sample, format->channels);
    device->period = ms_frames(device, device->period_ms);
    if (device->period < 1)
        device->period = 1;
    device->capacity = ms_frames(device, device->latency_ms);
    if (device->capacity < 2 * device->period)
        device->capacity = 2 * device->period;

    device->buffer = malloc((size_t)device->capacity * device->frame_bytes);
    if (device->buffer == NULL)
        return -ENOMEM;
    device->oldest = 0;
    device->fill = 0;
    device->heard = 0;
    device->error = 0;
    device->running = false;
    return 0;
}

void sim_device_stop(struct sim_device *device)
{
    if (device->buffer == NULL)
        return;
    sim_device_drop(device);
    device->played_ns += sim_device_frames_ns(device->format.rate, device->heard);
    device->heard = 0;
    free(device->buffer);
    device->buffer = NULL;
}

static void fail(struct sim_device *device, int error)
{
    device->error = error;
    device->running = false;
}

static void let_faults_strike(struct sim_device *device)
{
    uint64_t played_ns =
        device->played_ns + sim_device_frames_ns(device->format.rate, device->heard);
    for (uint32_t i = 0; i < device->faults; i++) {
        struct sim_fault *fault = &device->fault[i];
        if (fault->struck || fault->at_ns > played_ns)
            continue;
        fault->struck = true;
        if (fault->gone) {
            fail(device, -ENODEV);
        } else {
            device->zero_ns += fault->for_ns;
            device->stats.stalls++;
        }
    }
}

/* The oldest `frames` frames, which do not reach round the buffer's end, are heard. */
static int hear(struct sim_device *device, uint32_t frames)
{
    const uint8_t *samples = device->buffer + (size_t)device->oldest * device->frame_bytes;
    int r = device->record != NULL ? wavfile_write(device->record, samples, frames) : 0;
    if (r < 0)
        return r;
    device->oldest = (device->oldest + frames) % device->capacity;
    device->fill -= frames;
    device->heard += frames;
    device->stats.heard_frames += frames;
    device->stats.heard_ns += sim_device_frames_ns(device->format.rate, frames);
    return 0;
}

static int take_period(struct sim_device *device)
{
    uint32_t frames = smaller(device->period, device->fill);
    uint32_t to_the_end = device->capacity - device->oldest;
    if (!device->draining)
        sim_stats_add(&device->stats.fill_us,
                      sim_device_frames_ns(device->format.rate, device->fill) / 1000);

    int r = hear(device, smaller(frames, to_the_end));
    if (r == 0 && frames > to_the_end)
        r = hear(device, frames - to_the_end);
    if (r < 0)
        return r;

    device->ticked += device->period;
    if (device->draining) {
        device->running = device->fill > 0;
    } else if (frames < device->period) {
        device->running = false;
        device->stats.underruns++;
    }
    let_faults_strike(device);
    return device->error;
}

int sim_device_advance(struct sim_device *device, uint64_t now_ns)
{
    while (device->running && sim_device_next_tick(device) <= now_ns) {
        int r = take_period(device);
        if (r < 0)
            fail(device, r);
    }
    return device->error;
}

int sim_device_put(struct sim_device *device, uint64_t now_ns, const void *samples, uint32_t frames,
                   uint32_t *ret_put)
{
    uint32_t put = smaller(frames, device->capacity - device->fill);
    uint32_t place = (device->oldest + device->fill) % device->capacity;
    uint32_t first = smaller(put, device->capacity - place);
    memcpy(device->buffer + (size_t)place * device->frame_bytes, samples,
           (size_t)first * device->frame_bytes);
    memcpy(device->buffer, (const uint8_t *)samples + (size_t)first * device->frame_bytes,
           (size_t)(put - first) * device->frame_bytes);
    device->fill += put;
    device->draining = false;
    *ret_put = put;

    if (!device->running && put > 0) {
        device->running = true;
        device->zero_ns = now_ns;
        device->ticked = 0;
        let_faults_strike(device);
    }
    return device->error;
}

void sim_device_take_back(struct sim_device *device, uint32_t frames)
{
    device->fill -= smaller(frames, device->fill);
}

uint32_t sim_device_drop(struct sim_device *device)
{
    uint32_t unheard = device->fill;
    device->stats.dropped_frames += unheard;
    device->fill = 0;
    device->running = false;
    return unheard;
}

uint64_t sim_device_next_tick(const struct sim_device *device)
{
    return device->zero_ns +
           sim_device_frames_ns(device->format.rate, device->ticked + device->period);
}
