/*
 * sim_device.h - the simulated device: a buffer that a clock empties, period by period.
 *
 * Nothing happens by itself: sim_device_advance() does all that the device would have done by
 * then. The clock runs from the first sim_device_put() after a start, a drop or an underrun;
 * from then on the device takes a period from the buffer at each tick. A frame that was taken
 * has been heard. Times are those of sim_clock.h. Not opaque, so that sim.c can hold one; what
 * is not said to be the owner's is the device's own.
 */
#ifndef PLAYER_CONSUMER_SIM_DEVICE_H
#define PLAYER_CONSUMER_SIM_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "player/consumer/output.h"
#include "player/consumer/sim_stats.h"
#include "player/consumer/wavfile.h"

enum { SIM_DEVICE_FAULTS_MAX = 16 };

/* Something that goes wrong once at_ns of sound have been heard. */
struct sim_fault {
    uint64_t at_ns;
    uint64_t for_ns; /* the clock stands still for so long */
    bool gone;       /* or the device is gone until the next start */
    bool struck;     /* and has done so already */
};

struct sim_device {
    /* The owner fills these in before the first start; all else is 0. */
    double period_ms;
    uint32_t latency_ms; /* the buffer; at least two periods are made */
    struct sim_fault fault[SIM_DEVICE_FAULTS_MAX];
    uint32_t faults;
    struct wavfile *record; /* gets each frame that is heard; may be NULL */
    uint64_t played_ns;     /* the sound heard before the last start */

    /* From start to stop. */
    struct output_format format;
    uint8_t *buffer; /* a ring of `capacity` frames */
    uint32_t frame_bytes;
    uint32_t capacity;
    uint32_t period;
    uint32_t oldest;  /* the place of the frame that is heard next */
    uint32_t fill;    /* frames in the buffer */
    uint64_t heard;   /* frames heard since the start */
    bool draining;    /* the owner has nothing to put, and knows: running dry is no underrun */
    int error;        /* what every call says until the next start, or 0 */
    bool running;     /* the clock */
    uint64_t zero_ns; /* when the clock was started; a stall moves it on */
    uint64_t ticked;  /* whole periods since then, in frames */

    struct sim_stats stats; /* over all starts */
};

/* Makes the buffer; the device is silent until something is put into it. -ENOMEM. */
int sim_device_start(struct sim_device *device, const struct output_format *format);

/* Throws the buffer away; where there is none, does nothing. */
void sim_device_stop(struct sim_device *device);

/*
 * Lives up to now_ns. A negative errno: the device is gone (-ENODEV), or its recording cannot
 * go on; what was not recorded has not been heard.
 */
int sim_device_advance(struct sim_device *device, uint64_t now_ns);

/* Takes as many of the frames as there is room for, *ret_put of them. */
int sim_device_put(struct sim_device *device, uint64_t now_ns, const void *samples, uint32_t frames,
                   uint32_t *ret_put);

/* Forgets the newest `frames` frames, or as many of them as have not been heard. */
void sim_device_take_back(struct sim_device *device, uint32_t frames);

/* Empties the buffer and stops the clock; returns how many frames were in it. */
uint32_t sim_device_drop(struct sim_device *device);

/* When the next period is taken; only while running. */
uint64_t sim_device_next_tick(const struct sim_device *device);

/* How long so many frames sound. */
uint64_t sim_device_frames_ns(uint32_t rate, uint64_t frames);

#endif
