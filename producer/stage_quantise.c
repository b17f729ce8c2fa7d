/*
 * stage_quantise.c - floats become integers: the last stage. The noise is of the frame's place in
 * the track, so that a seek or a successor makes the same samples.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "producer/stages.h"
#include "shmring/dither.h"

enum { PIECE_FRAMES = 2048 };

struct quantise {
    struct stage stage;
    bool dither;
    uint64_t position; /* of the next frame */
    float *taken;      /* PIECE_FRAMES */
};

/* In units of the last bit; what is no number is silence. */
static int64_t quantised(double sample, double scale, double noise)
{
    double value = floor(sample * scale + noise + 0.5);

    if (value >= scale)
        return (int64_t)scale - 1;
    if (value < -scale)
        return (int64_t)-scale;
    return isnan(value) ? 0 : (int64_t)value;
}

static void convert(struct quantise *q, void *to, uint32_t frames)
{
    const uint32_t channels = q->stage.shape.channels;
    const enum sample_format format = q->stage.shape.format;
    const double scale = format == SAMPLE_S16   ? 32768.0
                         : format == SAMPLE_S24 ? 8388608.0
                                                : 2147483648.0;
    const float *from = q->taken;
    int16_t *short_one = to;
    int32_t *long_one = to;

    for (uint32_t f = 0; f < frames; f++, q->position++) {
        for (uint32_t c = 0; c < channels; c++) {
            double noise = q->dither ? dither_noise(q->position, c) : 0;
            int64_t value = quantised(*from++, scale, noise);

            if (format == SAMPLE_S16)
                *short_one++ = (int16_t)value;
            else
                *long_one++ = (int32_t)(format == SAMPLE_S24 ? value * 256 : value);
        }
    }
}

static uint32_t quantise_read(struct stage *stage, void *samples, uint32_t frames)
{
    struct quantise *q = (struct quantise *)stage;
    size_t frame_bytes = stage->shape.channels * (stage->shape.format == SAMPLE_S16 ? 2u : 4u);
    uint32_t done = 0;

    while (done < frames) {
        uint32_t wanted = frames - done < PIECE_FRAMES ? frames - done : PIECE_FRAMES;
        uint32_t got = stage->below->ops->read(stage->below, q->taken, wanted);

        convert(q, (char *)samples + done * frame_bytes, got);
        done += got;
        if (got < wanted)
            break;
    }
    return done;
}

static int quantise_seek(struct stage *stage, uint64_t frame, bool exact)
{
    int error = stage->below->ops->seek(stage->below, frame, exact);

    if (error == 0)
        ((struct quantise *)stage)->position = frame;
    return error;
}

static void quantise_destroy(struct stage *stage)
{
    free(((struct quantise *)stage)->taken);
    free(stage);
}

static const struct stage_ops quantise_ops = {quantise_read, quantise_seek, quantise_destroy};

int stage_quantise_create(struct stage *below, uint32_t format, bool dither,
                          struct stage **ret_stage)
{
    struct quantise *q = calloc(1, sizeof(*q));

    if (!q)
        return -ENOMEM;
    q->stage = (struct stage){
        .ops = &quantise_ops, .shape = below->shape, .frames = below->frames, .below = below};
    q->stage.shape.format = (uint16_t)format;
    q->dither = dither;
    q->taken = malloc((size_t)PIECE_FRAMES * below->shape.channels * sizeof(float));
    if (!q->taken) {
        free(q);
        return -ENOMEM;
    }
    *ret_stage = &q->stage;
    return 0;
}
