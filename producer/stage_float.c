/*
 * stage_float.c - integers become floats. 16 and 24 bit are exact in them.
 */
#include <errno.h>
#include <stdlib.h>

#include "producer/stages.h"
#include "shmring/block.h"

enum { PIECE_FRAMES = 2048 };

struct float_stage {
    struct stage stage;
    void *taken; /* PIECE_FRAMES of the shape below */
};

static void convert(const struct float_stage *f, float *to, size_t samples)
{
    const int16_t *short_one = f->taken;
    const int32_t *long_one = f->taken;

    if (f->stage.below->shape.format == SAMPLE_S16)
        for (size_t i = 0; i < samples; i++)
            to[i] = (float)short_one[i] / 32768;
    else
        for (size_t i = 0; i < samples; i++)
            to[i] = (float)((double)long_one[i] / 2147483648.0);
}

static uint32_t float_read(struct stage *stage, void *samples, uint32_t frames)
{
    struct float_stage *f = (struct float_stage *)stage;
    float *to = samples;
    uint32_t done = 0;

    while (done < frames) {
        uint32_t wanted = frames - done < PIECE_FRAMES ? frames - done : PIECE_FRAMES;
        uint32_t got = stage->below->ops->read(stage->below, f->taken, wanted);

        convert(f, to + (size_t)done * stage->shape.channels, (size_t)got * stage->shape.channels);
        done += got;
        if (got < wanted)
            break;
    }
    return done;
}

static int float_seek(struct stage *stage, uint64_t frame, bool exact)
{
    return stage->below->ops->seek(stage->below, frame, exact);
}

static void float_destroy(struct stage *stage)
{
    free(((struct float_stage *)stage)->taken);
    free(stage);
}

static const struct stage_ops float_ops = {float_read, float_seek, float_destroy};

int stage_float_create(struct stage *below, struct stage **ret_stage)
{
    struct float_stage *f = calloc(1, sizeof(*f));

    if (!f)
        return -ENOMEM;
    f->stage = (struct stage){
        .ops = &float_ops, .shape = below->shape, .frames = below->frames, .below = below};
    f->stage.shape.format = SAMPLE_F32;
    f->taken = malloc((size_t)PIECE_FRAMES *
                      block_frame_bytes(below->shape.format, below->shape.channels));
    if (!f->taken) {
        free(f);
        return -ENOMEM;
    }
    *ret_stage = &f->stage;
    return 0;
}
