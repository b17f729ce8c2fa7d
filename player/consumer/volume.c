/*
 * volume.c - gain. A ramp goes frame by frame; what follows it is one run of a constant gain,
 * so both use the same loops. Integer samples are scaled in double, which holds 32 bit samples
 * exactly, and of 16 and 24 bit rounded with the noise of shmring/dither.h.
 */
#include "player/consumer/volume.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "shmring/block.h"
#include "shmring/dither.h"

/* So many frames of one gain; the first one's place in the track is what the dither goes by. */
struct run {
    const void *in;
    void *out;
    uint32_t frames;
    uint32_t channels;
    uint64_t place;
    double gain;
};

/* Of at most `most` + 1 below zero and `most` above it. */
static int32_t dithered(double value, double noise, double most)
{
    value = floor(value + noise + 0.5);
    return (int32_t)(value > most ? most : value < -most - 1 ? -most - 1 : value);
}

static void scale_s16(const struct run *run)
{
    const int16_t *from = run->in;
    int16_t *to = run->out;
    for (uint32_t f = 0; f < run->frames; f++)
        for (uint32_t c = 0; c < run->channels; c++)
            *to++ =
                (int16_t)dithered(*from++ * run->gain, dither_noise(run->place + f, c), INT16_MAX);
}

static void scale_s24(const struct run *run)
{
    const int32_t *from = run->in;
    int32_t *to = run->out;
    for (uint32_t f = 0; f < run->frames; f++)
        for (uint32_t c = 0; c < run->channels; c++)
            *to++ = dithered((*from++ >> 8) * run->gain, dither_noise(run->place + f, c),
                             (1 << 23) - 1) *
                    256;
}

/* Their last bit is below all that can be heard or measured. */
static void scale_s32(const struct run *run)
{
    const int32_t *from = run->in;
    int32_t *to = run->out;
    for (size_t i = 0; i < (size_t)run->frames * run->channels; i++)
        to[i] = (int32_t)round(from[i] * run->gain);
}

static void scale_f32(const struct run *run)
{
    const float *from = run->in;
    float *to = run->out;
    const float factor = (float)run->gain;
    for (size_t i = 0; i < (size_t)run->frames * run->channels; i++)
        to[i] = from[i] * factor;
}

static const struct {
    void (*scale)(const struct run *run);
    double gain_max;
} formats[SAMPLE_FORMATS] = {
    [SAMPLE_S16] = {scale_s16, 1.0},
    [SAMPLE_S24] = {scale_s24, 1.0},
    [SAMPLE_S32] = {scale_s32, 1.0},
    [SAMPLE_F32] = {scale_f32, VOLUME_MAX / (double)VOLUME_UNITY},
};

/* Silence is made, not multiplied: a float times 0 may be -0 or not a number. */
static void scale(uint32_t format, struct run run)
{
    size_t bytes = (size_t)run.frames * block_frame_bytes(format, run.channels);
    if (run.gain > formats[format].gain_max)
        run.gain = formats[format].gain_max;
    if (run.gain == 0)
        memset(run.out, 0, bytes);
    else if (run.gain == 1)
        memmove(run.out, run.in, bytes);
    else
        formats[format].scale(&run);
}

static double gain_of(uint32_t permille)
{
    return (permille < VOLUME_MAX ? permille : VOLUME_MAX) / (double)VOLUME_UNITY;
}

static double present_gain(const struct volume *volume)
{
    if (volume->left == 0)
        return volume->target;
    return volume->target +
           (volume->from - volume->target) * volume->left / (double)volume->ramp_frames;
}

static void begin_ramp(struct volume *volume, double target, uint64_t frames)
{
    volume->from = present_gain(volume);
    volume->target = target;
    volume->ramp_frames = frames < 1 ? 1 : frames > UINT32_MAX ? UINT32_MAX : (uint32_t)frames;
    volume->left = volume->ramp_frames;
}

void volume_init(struct volume *volume, uint32_t permille)
{
    *volume = (struct volume){.target = gain_of(permille)};
}

void volume_set_target(struct volume *volume, uint32_t permille, uint32_t rate)
{
    double target = gain_of(permille);
    if (target != volume->target)
        begin_ramp(volume, target, (uint64_t)rate * VOLUME_RAMP_MS / 1000);
}

void volume_fade(struct volume *volume, uint32_t ms, uint32_t rate)
{
    begin_ramp(volume, 0, (uint64_t)rate * ms / 1000);
}

bool volume_done(const struct volume *volume)
{
    return volume->left == 0;
}

bool volume_is_unity(const struct volume *volume)
{
    return volume->left == 0 && volume->target == 1;
}

void volume_apply(struct volume *volume, uint32_t format, uint32_t channels, uint64_t place,
                  uint32_t frames, const void *in, void *out)
{
    const uint8_t *from = in;
    uint8_t *to = out;
    size_t frame_bytes = block_frame_bytes(format, channels);
    for (; frames > 0 && volume->left > 0; frames--) {
        volume->left--;
        scale(format, (struct run){from, to, 1, channels, place++, present_gain(volume)});
        from += frame_bytes;
        to += frame_bytes;
    }
    scale(format, (struct run){from, to, frames, channels, place, volume->target});
}
