/*
 * fake_device.h - an output whose time a test owns, in memory that two processes share.
 *
 * The device plays a frame only when the engine calls it, and only as long as fewer than
 * `allowed` frames have been played; what it played is in `record`. With that a test halts the
 * music at any frame, gives orders, and lets it go on. Samples are SAMPLE_S32, one channel.
 */
#ifndef TESTS_UNIT_FAKE_DEVICE_H
#define TESTS_UNIT_FAKE_DEVICE_H

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "player/consumer/output.h"

enum {
    DEVICE_CAPACITY = 1000, /* frames in its buffer */
    DEVICE_RECORD_MAX = 200000
};

/* The outputs' functions take it as what it is. */
struct output {
    _Atomic uint64_t allowed;
    _Atomic uint64_t played;
    int32_t record[DEVICE_RECORD_MAX];

    int32_t buffer[DEVICE_CAPACITY];
    uint32_t fill;
    bool started;
    struct output_format format;

    /* Set by the test before the engine starts. */
    uint64_t fail_at;          /* it is gone when so many frames were played; 0: never */
    uint32_t refused_starts;   /* so many starts fail */
    uint32_t unsupported_rate; /* a rate that it does not take, */
    uint32_t offered_rate;     /* and which it takes instead; 0: none */
    _Atomic uint32_t offers;
    int write_error; /* of an output that is not in real time */
    _Atomic uint32_t underruns;
    uint32_t hungry; /* wait() feeds it silence, and says so */

    _Atomic uint32_t starts;
    _Atomic uint32_t stops;
    _Atomic uint32_t drops;
    uint64_t played_at_stop;
    bool gone;
};

static inline void device_play(struct output *device, uint64_t frames)
{
    while (frames-- > 0 && device->fill > 0) {
        uint64_t played = atomic_load(&device->played);

        if (device->gone || played >= atomic_load(&device->allowed))
            return;
        if (played < DEVICE_RECORD_MAX)
            device->record[played] = device->buffer[0];
        device->fill--;
        memmove(device->buffer, device->buffer + 1, device->fill * sizeof(device->buffer[0]));
        atomic_store(&device->played, played + 1);
        device->gone = device->fail_at > 0 && played + 1 == device->fail_at;
    }
}

static inline void device_moment(void)
{
    nanosleep(&(const struct timespec){.tv_nsec = 500000}, NULL);
}

static inline int device_start(struct output *device, const struct output_format *format, char *why,
                               uint32_t why_size)
{
    atomic_fetch_add(&device->starts, 1);
    if (device->refused_starts > 0) {
        device->refused_starts--;
        snprintf(why, why_size, "nobody at home");
        return -ENODEV;
    }
    if (device->unsupported_rate == format->rate) {
        snprintf(why, why_size, "not at this rate");
        return -ENOTSUP;
    }
    device->format = *format;
    device->started = true;
    device->gone = false;
    device->fill = 0;
    if (device->fail_at <= atomic_load(&device->played))
        device->fail_at = 0;
    return 0;
}

static inline int device_offer(struct output *device, const struct output_format *refused,
                               struct output_format *ret_offer)
{
    atomic_fetch_add(&device->offers, 1);
    *ret_offer = *refused;
    ret_offer->rate = device->offered_rate;
    return device->offered_rate > 0 ? 0 : -ENOTSUP;
}

static inline int device_write(struct output *device, const void *samples, uint32_t frames)
{
    const int32_t *from = samples;

    for (uint32_t i = 0; i < frames; i++) {
        while (device->fill == DEVICE_CAPACITY && !device->gone) {
            device_play(device, 50);
            if (device->fill == DEVICE_CAPACITY && !device->gone)
                device_moment();
        }
        if (device->gone) {
            device->fill -= i < device->fill ? i : device->fill; /* nothing of it was taken */
            return -ENODEV;
        }
        device->buffer[device->fill++] = from[i];
    }
    return 0;
}

static inline int device_wait(struct output *device, uint32_t frames, uint32_t *ret_silence)
{
    if (device->gone)
        return -ENODEV;
    if (device->hungry && device->fill + frames <= DEVICE_CAPACITY) {
        memset(device->buffer + device->fill, 0, frames * sizeof(device->buffer[0]));
        device->fill += frames;
        *ret_silence = frames;
    }
    device_play(device, frames);
    device_moment();
    return 0;
}

/* Time goes by between two looks, too. */
static inline uint64_t device_delay(struct output *device)
{
    device_play(device, 50);
    return device->fill;
}

static inline int device_drop(struct output *device, uint64_t *ret_unheard)
{
    atomic_fetch_add(&device->drops, 1);
    *ret_unheard = device->fill;
    device->fill = 0;
    return 0;
}

static inline int device_stop(struct output *device)
{
    atomic_fetch_add(&device->stops, 1);
    device->played_at_stop = atomic_load(&device->played);
    device->started = false;
    device->fill = 0;
    return 0;
}

static inline uint32_t device_underruns(struct output *device)
{
    return atomic_load(&device->underruns);
}

static inline const char *device_name(struct output *device)
{
    (void)device;
    return "the fake";
}

/* What takes all at once: each frame is "played" as it is written. */
static inline int file_write(struct output *device, const void *samples, uint32_t frames)
{
    const int32_t *from = samples;

    if (device->write_error < 0)
        return device->write_error;
    for (uint32_t i = 0; i < frames; i++)
        device->record[atomic_fetch_add(&device->played, 1)] = from[i];
    return 0;
}

static const struct output_ops fake_device = {
    .kind = "fake",
    .realtime = true,
    .start = device_start,
    .offer = device_offer,
    .write = device_write,
    .wait = device_wait,
    .delay = device_delay,
    .drop = device_drop,
    .stop = device_stop,
    .underruns = device_underruns,
    .name = device_name,
};

static const struct output_ops fake_file = {
    .kind = "file",
    .fixed_format = true,
    .start = device_start,
    .write = file_write,
    .stop = device_stop,
};

#endif
