/*
 * volume.c - gain. A ramp goes frame by frame; what follows it is one run of a constant gain,
 * so both use the same loops. Integer samples are scaled in double, which holds 32 bit samples
 * exactly.
 */
#include "player/consumer/volume.h"

#include <stddef.h>
#include <string.h>

#include "shmring/block.h"

static double round_half_away(double value)
{
    return value < 0 ? value - 0.5 : value + 0.5;
}

static void scale_s16(const void *in, void *out, size_t samples, double gain)
{
    const int16_t *from = in;
    int16_t *to = out;
    for (size_t i = 0; i < samples; i++)
        to[i] = (int16_t)round_half_away(from[i] * gain);
}

static void scale_s24(const void *in, void *out, size_t samples, double gain)
{
    const int32_t *from = in;
    int32_t *to = out;
    for (size_t i = 0; i < samples; i++)
        to[i] = (int32_t)round_half_away((from[i] >> 8) * gain) * 256;
}

static void scale_s32(const void *in, void *out, size_t samples, double gain)
{
    const int32_t *from = in;
    int32_t *to = out;
    for (size_t i = 0; i < samples; i++)
        to[i] = (int32_t)round_half_away(from[i] * gain);
}

static void scale_f32(const void *in, void *out, size_t samples, double gain)
{
    const float *from = in;
    float *to = out;
    const float factor = (float)gain;
    for (size_t i = 0; i < samples; i++)
        to[i] = from[i] * factor;
}

static const struct {
    void (*scale)(const void *in, void *out, size_t samples, double gain);
    double gain_max;
} formats[SAMPLE_FORMATS] = {
    [SAMPLE_S16] = {scale_s16, 1.0},
    [SAMPLE_S24] = {scale_s24, 1.0},
    [SAMPLE_S32] = {scale_s32, 1.0},
    [SAMPLE_F32] = {scale_f32, VOLUME_MAX / (double)VOLUME_UNITY},
};

/* Silence is made, not multiplied: a float times 0 may be -0 or not a number. */
static void scale(uint32_t format, const void *in, void *out, size_t samples, double gain)
{
    size_t bytes = samples * sample_bytes(format);
    if (gain > formats[format].gain_max)
        gain = formats[format].gain_max;
    if (gain == 0)
        memset(out, 0, bytes);
    else if (gain == 1)
        memmove(out, in, bytes);
    else
        formats[format].scale(in, out, samples, gain);
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

void volume_apply(struct volume *volume, uint32_t format, uint32_t channels, uint32_t frames,
                  const void *in, void *out)
{
    const uint8_t *from = in;
    uint8_t *to = out;
    size_t frame_bytes = block_frame_bytes(format, channels);
    for (; frames > 0 && volume->left > 0; frames--) {
        volume->left--;
        scale(format, from, to, channels, present_gain(volume));
        from += frame_bytes;
        to += frame_bytes;
    }
    scale(format, from, to, (size_t)frames * channels, volume->target);
}
