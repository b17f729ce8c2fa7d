/*
 * card_device.h - the virtual card itself: a buffer, a clock that empties it, and its files.
 *
 * It knows nothing of ALSA. The order of calls: open, then shape, prepare, write and start as
 * often as wanted, look whenever somebody asks for the position, close. Frames are counted from
 * the last prepare. A card that has died (`dead`) answers -ENODEV until it is closed.
 */
#ifndef TESTS_CARD_CARD_DEVICE_H
#define TESTS_CARD_CARD_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/card/card_setup.h"

struct card_device {
    int record;
    int log;
    int timer; /* readable once a period */
    const volatile char *command;
    double speed;

    uint8_t *buffer;
    uint64_t buffer_frames;
    uint32_t frame_bytes;
    uint32_t rate;

    uint64_t written;
    uint64_t played;
    uint64_t total; /* frames played since the card was opened */

    int64_t look_ns;  /* when the command was last read */
    int64_t start_ns; /* when frame 0 was played, moved on by every stall */
    bool running;
    bool stalled;
    bool dry; /* all has been played: nothing moves until it is prepared again */
    bool dead;
};

/* -ENODEV: the command says that it is dead. */
int card_device_open(const struct card_setup *setup, struct card_device *ret_device);
void card_device_close(struct card_device *device);

/* Adds a line to the log. */
void card_device_note(const struct card_device *device, const char *event);

/* Makes the buffer. */
int card_device_shape(struct card_device *device, uint32_t rate, uint32_t frame_bytes,
                      uint64_t buffer_frames);

/* Empties the buffer, and lets the timer tick every `period_frames`. */
int card_device_prepare(struct card_device *device, uint64_t period_frames);

/* The clock takes frames from now on. */
int card_device_start(struct card_device *device);

/* Throws away what has not been played. */
void card_device_stop(struct card_device *device);

/* Copies frames into the buffer, which has room for them. */
int card_device_write(struct card_device *device, const uint8_t *samples, uint64_t frames);

/*
 * Obeys the command and moves the position to where the clock is. draining: that the buffer
 * runs empty is the end, and no underrun. -ENODEV: dead; -EPIPE: dry.
 */
int card_device_look(struct card_device *device, bool draining);

#endif
