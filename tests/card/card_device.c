/*
 * card_device.c - a sound card that is a file.
 *
 * The program writes into the buffer; the clock, CLOCK_MONOTONIC times `speed`, takes frames
 * out of it and appends those, and no others, to the file `record`. As with hardware, an empty
 * buffer is an underrun, and a stop throws away what has not been played. The position moves
 * only when somebody looks, so what a program was told and what was recorded never differ.
 *
 * The first byte of the file `control` is a command, read at each look: 'r' run, 's' stall (the
 * clock stands still), 'd' die. Each event is one line in the file `log`: milliseconds of
 * CLOCK_MONOTONIC, frames played since the card was opened, and what happened.
 */
#include "tests/card/card_device.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static int64_t clock_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* No path is no file. */
static int open_output(const char *path, int *ret_fd)
{
    if (!path)
        return 0;
    *ret_fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    return *ret_fd < 0 ? -errno : 0;
}

static int map_command(const char *path, const volatile char **ret_command)
{
    void *map;
    int fd;

    if (!path)
        return 0;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    map = mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (map == MAP_FAILED)
        return -errno;
    *ret_command = map;
    return 0;
}

int card_device_open(const struct card_setup *setup, struct card_device *ret_device)
{
    struct card_device device = {.record = -1, .log = -1, .speed = setup->speed};
    int error;

    device.timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    error = device.timer < 0 ? -errno : 0;
    if (error == 0)
        error = open_output(setup->record, &device.record);
    if (error == 0)
        error = open_output(setup->log, &device.log);
    if (error == 0)
        error = map_command(setup->control, &device.command);
    if (error == 0 && device.command && *device.command == 'd')
        error = -ENODEV;
    if (error < 0) {
        card_device_close(&device);
        return error;
    }
    *ret_device = device;
    return 0;
}

void card_device_close(struct card_device *device)
{
    if (device->command)
        munmap((void *)(uintptr_t)device->command, 1);
    if (device->timer >= 0)
        close(device->timer);
    if (device->record >= 0)
        close(device->record);
    if (device->log >= 0)
        close(device->log);
    free(device->buffer);
}

void card_device_note(const struct card_device *device, const char *event)
{
    if (device->log >= 0)
        dprintf(device->log, "%" PRId64 " %" PRIu64 " %s\n", clock_ns() / 1000000, device->total,
                event);
}

int card_device_shape(struct card_device *device, uint32_t rate, uint32_t frame_bytes,
                      uint64_t buffer_frames)
{
    uint8_t *buffer = calloc(buffer_frames, frame_bytes);

    if (!buffer)
        return -ENOMEM;
    free(device->buffer);
    device->buffer = buffer;
    device->buffer_frames = buffer_frames;
    device->frame_bytes = frame_bytes;
    device->rate = rate;
    return 0;
}

static void obey(struct card_device *device)
{
    int64_t now = clock_ns();
    int command = device->command ? *device->command : 'r';

    if (device->stalled)
        device->start_ns += now - device->look_ns;
    device->look_ns = now;
    if (command == 'd' && !device->dead) {
        device->dead = true;
        device->running = false;
        card_device_note(device, "die");
    }
    if (device->stalled != (command == 's')) {
        device->stalled = command == 's';
        card_device_note(device, device->stalled ? "stall" : "run");
    }
}

int card_device_prepare(struct card_device *device, uint64_t period_frames)
{
    double period = (double)period_frames / device->rate / device->speed;
    struct timespec tick = {.tv_sec = (time_t)period,
                            .tv_nsec = (long)((period - (double)(time_t)period) * 1e9)};
    struct itimerspec ticks = {.it_interval = tick, .it_value = tick};

    obey(device);
    if (device->dead)
        return -ENODEV;
    device->written = 0;
    device->played = 0;
    device->dry = false;
    return timerfd_settime(device->timer, 0, &ticks, NULL) < 0 ? -errno : 0;
}

int card_device_start(struct card_device *device)
{
    obey(device);
    if (device->dead)
        return -ENODEV;
    device->start_ns = device->look_ns;
    device->running = true;
    card_device_note(device, "start");
    return 0;
}

void card_device_stop(struct card_device *device)
{
    char event[32] = "stop";

    if (device->written > device->played)
        snprintf(event, sizeof(event), "drop %" PRIu64, device->written - device->played);
    if (device->running || device->written > device->played)
        card_device_note(device, event);
    device->running = false;
    device->written = device->played;
}

int card_device_write(struct card_device *device, const uint8_t *samples, uint64_t frames)
{
    if (device->dead)
        return -ENODEV;
    while (frames > 0) {
        uint64_t to = device->written % device->buffer_frames;
        uint64_t count = device->buffer_frames - to < frames ? device->buffer_frames - to : frames;

        memcpy(device->buffer + to * device->frame_bytes, samples, count * device->frame_bytes);
        samples += count * device->frame_bytes;
        device->written += count;
        frames -= count;
    }
    return 0;
}

/* Appends the next `frames` frames of the buffer to the record. */
static void play(struct card_device *device, uint64_t frames)
{
    while (frames > 0) {
        uint64_t from = device->played % device->buffer_frames;
        uint64_t left = device->buffer_frames - from;
        uint64_t count = left < frames ? left : frames;
        size_t bytes = count * device->frame_bytes;

        if (device->record >= 0 &&
            write(device->record, device->buffer + from * device->frame_bytes, bytes) !=
                (ssize_t)bytes)
            card_device_note(device, "record failed");
        device->played += count;
        device->total += count;
        frames -= count;
    }
}

int card_device_look(struct card_device *device, bool draining)
{
    obey(device);
    if (device->running && !device->stalled) {
        double seconds = (double)(device->look_ns - device->start_ns) / 1e9;
        uint64_t due = (uint64_t)(seconds * device->rate * device->speed);

        if (due > device->written)
            due = device->written;
        if (due > device->played)
            play(device, due - device->played);
        if (device->played == device->written) {
            device->running = false;
            device->dry = true;
            card_device_note(device, draining ? "end" : "underrun");
        }
    }
    if (device->dead)
        return -ENODEV;
    return device->dry ? -EPIPE : 0;
}
