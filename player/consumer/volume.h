/*
 * volume.h - the gain of what is played, changed without a click.
 *
 * A change of gain is a ramp: linear, frame by frame, the same for all channels. The engine
 * asks volume_is_unity() first and leaves the samples where they are while it is true.
 */
#ifndef PLAYER_CONSUMER_VOLUME_H
#define PLAYER_CONSUMER_VOLUME_H

#include <stdbool.h>
#include <stdint.h>

enum {
    VOLUME_UNITY = 1000, /* permille: the samples as they are */
    VOLUME_MAX = 1300,   /* for float samples; integer ones stop at VOLUME_UNITY */
    VOLUME_RAMP_MS = 10
};

struct volume {
    double from;          /* the gain when the ramp began */
    double target;        /* and at its end */
    uint32_t ramp_frames; /* the whole ramp */
    uint32_t left;        /* frames of it that are still to come */
};

/* Begins at this gain, without a ramp. More than VOLUME_MAX is VOLUME_MAX, here and below. */
void volume_init(struct volume *volume, uint32_t permille);

/*
 * Starts a ramp of VOLUME_RAMP_MS from the present gain; in mid-ramp too. Where that is the
 * target already, nothing changes, so it may be called for every block. Ends a fade.
 */
void volume_set_target(struct volume *volume, uint32_t permille, uint32_t rate);

/* Starts a ramp of that length from the present gain to silence. */
void volume_fade(struct volume *volume, uint32_t ms, uint32_t rate);

/* The ramp is complete: the gain is the target. */
bool volume_done(const struct volume *volume);

/* volume_apply() would change no sample of any format. */
bool volume_is_unity(const struct volume *volume);

/*
 * Writes `frames` frames of `in` (enum sample_format, laid out as it says) times the gain to
 * `out`, and moves the ramp on by as many. `out` may be `in`, but must not overlap otherwise.
 * place: the first frame's in its track. 16 and 24 bit are dithered by it, and so within 1.5 of
 * what they ought to be, 32 bit rounded; none overflows. Float samples are not clipped.
 */
void volume_apply(struct volume *volume, uint32_t format, uint32_t channels, uint64_t place,
                  uint32_t frames, const void *in, void *out);

#endif
