/*
 * output.h - what an output has to do: one table of functions, one file an output.
 *
 * The order of calls: create, then start (again with another format after stop), then any
 * number of write, wait, delay and drop, then stop, then destroy. One thread calls them all.
 * sim.c is the reference.
 *
 * "Heard" is the moment a frame leaves the device's buffer. The caller keeps what it has
 * written until it has been heard; delay() tells how much has not been.
 */
#ifndef PLAYER_CONSUMER_OUTPUT_H
#define PLAYER_CONSUMER_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>

struct output;

struct output_format {
    uint32_t rate;
    uint16_t channels;
    uint16_t sample; /* enum sample_format of shmring/layout.h, and laid out as it says */
};

static inline bool output_format_equal(const struct output_format *a, const struct output_format *b)
{
    return a->rate == b->rate && a->channels == b->channels && a->sample == b->sample;
}

/* What -o said, taken apart: KIND[:ARGUMENT][,option=value...]. All strings outlive the output. */
struct output_config {
    const char *argument;   /* "" where there is none */
    const char *options;    /* "speed=0,period=10", or "" */
    uint32_t latency_ms;    /* how much sound the device may hold */
    bool resume;            /* go on with the file that a dead predecessor was writing, */
    uint64_t resume_frames; /* behind these frames; any after them are written again */
};

struct output_ops {
    const char *kind;
    /*
     * realtime: it plays at the pace of a clock, and so has a delay. Where false, write()
     * returns when the samples are where they belong, and wait, delay and drop are NULL.
     */
    bool realtime;
    /* fixed_format: after the first start() it takes no other format (a WAV file has one). */
    bool fixed_format;

    /*
     * Checks argument and options and takes what does not depend on a format. On failure
     * returns a negative errno and writes a reason of one line, without the newline, into
     * why[why_size]: -EINVAL: the argument or an option is wrong; -ENODEV: no such device;
     * others: what the system said of a file.
     */
    int (*create)(const struct output_config *config, struct output **ret_output, char *why,
                  uint32_t why_size);

    /* Opens the device for a format; why as above. -ENOTSUP: it does not take the format. */
    int (*start)(struct output *output, const struct output_format *format, char *why,
                 uint32_t why_size);

    /*
     * After start() has said -ENOTSUP: what comes nearest to that and is taken. -ENOTSUP: nothing
     * is. NULL: where nothing ever is refused, or nobody knows.
     */
    int (*offer)(struct output *output, const struct output_format *refused,
                 struct output_format *ret_offer);

    /*
     * Hands over `frames` frames, sleeping while the device is full; the caller passes 20 ms
     * at the most. Any error means that the device is gone: what delay() said is then unheard.
     * Of a write that failed, no frame counts as written.
     */
    int (*write)(struct output *output, const void *samples, uint32_t frames);

    /*
     * Lets about `frames` frames of time pass though there is nothing to write. A device that
     * must be fed gets silence, and *ret_silence tells how many frames of it, else 0.
     */
    int (*wait)(struct output *output, uint32_t frames, uint32_t *ret_silence);

    /* Frames written and not yet heard. */
    uint64_t (*delay)(struct output *output);

    /*
     * Silence at once: throws away what has not been heard and tells how many frames that
     * was. The next write starts the device again.
     */
    int (*drop)(struct output *output, uint64_t *ret_unheard);

    /*
     * Closes the device, or completes the file; 0 or a negative errno (a full disk). Closed it
     * is in any case. What has not been heard is thrown away. Harmless without a start.
     */
    int (*stop)(struct output *output);

    /* Frees everything. */
    void (*destroy)(struct output *output);

    /*
     * From now on its time passes so many times slower (at least 1); 0: only while somebody sleeps
     * in write, wait or delay. NULL where that cannot be.
     */
    void (*slow)(struct output *output, uint32_t factor);

    /* How often the device itself ran dry; NULL where it cannot. */
    uint32_t (*underruns)(struct output *output);

    /* The name of what is played on, for people; NULL: `kind` says it. */
    const char *(*name)(struct output *output);

    /*
     * How it went so far, for people: lines that each end in a newline, valid until the next
     * call. NULL where it has nothing to tell, and the answer may be NULL too.
     */
    const char *(*report)(struct output *output);
};

extern const struct output_ops output_portaudio;
extern const struct output_ops output_sim;
extern const struct output_ops output_wav;
extern const struct output_ops output_raw;
extern const struct output_ops output_null;

#endif
