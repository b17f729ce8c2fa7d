/*
 * stage_gain.c - a gain, and the limiter after it.
 *
 * The limiter looks at the frames around the ones it gives, so this stage reads ahead of itself,
 * keeps as much of what it has given, and after a seek has the one below begin so much earlier.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "producer/limiter.h"
#include "producer/stages.h"

enum { PIECE_FRAMES = 4096 };

struct gain_stage {
    struct stage stage;
    struct limiter *limiter;
    float gain;
    uint32_t reach;
    float *around; /* PIECE_FRAMES, with `reach` frames on both sides; the next one at `reach` */
    uint32_t have; /* frames in it */
    bool ended;    /* the stage below has no more */
};

static float *frame_at(const struct gain_stage *g, uint32_t frame)
{
    return g->around + (size_t)frame * g->stage.shape.channels;
}

static void clear(struct gain_stage *g, uint32_t first, uint32_t end)
{
    memset(frame_at(g, first), 0, (size_t)(end - first) * g->stage.shape.channels * sizeof(float));
}

/* Has so many frames in `around`, fewer only at the end. */
static void fill(struct gain_stage *g, uint32_t wanted)
{
    struct stage *below = g->stage.below;
    float *to = frame_at(g, g->have);
    uint32_t got;

    if (g->ended || g->have >= wanted)
        return;
    got = below->ops->read(below, to, wanted - g->have);
    for (size_t i = 0; i < (size_t)got * g->stage.shape.channels; i++)
        to[i] = isfinite(to[i]) ? to[i] * g->gain : 0;
    g->ended = got < wanted - g->have;
    g->have += got;
}

/* Up to PIECE_FRAMES, at the most as many as there are. */
static uint32_t give(struct gain_stage *g, float *samples, uint32_t frames)
{
    uint32_t all = frames + 2 * g->reach, there;

    fill(g, all);
    there = g->have > g->reach ? g->have - g->reach : 0;
    if (frames > there)
        frames = there;
    all = frames + 2 * g->reach;
    if (g->have < all)
        clear(g, g->have, all);
    limiter_run(g->limiter, g->around, samples, frames);
    g->have -= frames;
    memmove(g->around, frame_at(g, frames),
            (size_t)g->have * g->stage.shape.channels * sizeof(float));
    return frames;
}

static uint32_t gain_read(struct stage *stage, void *samples, uint32_t frames)
{
    struct gain_stage *g = (struct gain_stage *)stage;
    float *to = samples;
    uint32_t done = 0;

    while (done < frames) {
        uint32_t wanted = frames - done < PIECE_FRAMES ? frames - done : PIECE_FRAMES;
        uint32_t got = give(g, to + (size_t)done * stage->shape.channels, wanted);

        done += got;
        if (got < wanted)
            break;
    }
    return done;
}

static int gain_seek(struct stage *stage, uint64_t frame, bool exact)
{
    struct gain_stage *g = (struct gain_stage *)stage;
    uint64_t from = frame > g->reach ? frame - g->reach : 0;
    int error = stage->below->ops->seek(stage->below, from, exact);

    if (error < 0)
        return error;
    g->have = g->reach - (uint32_t)(frame - from);
    g->ended = false;
    clear(g, 0, g->have);
    return 0;
}

static void gain_destroy(struct stage *stage)
{
    struct gain_stage *g = (struct gain_stage *)stage;

    limiter_free(g->limiter);
    free(g->around);
    free(g);
}

static const struct stage_ops gain_ops = {gain_read, gain_seek, gain_destroy};

int stage_gain_create(struct stage *below, int32_t gain_mdb, struct stage **ret_stage)
{
    struct gain_stage *g = calloc(1, sizeof(*g));

    if (!g)
        return -ENOMEM;
    g->stage = (struct stage){
        .ops = &gain_ops, .shape = below->shape, .frames = below->frames, .below = below};
    g->gain = (float)pow(10, gain_mdb / 20000.0);
    if (limiter_create(below->shape.rate, below->shape.channels, PIECE_FRAMES, &g->limiter) < 0) {
        free(g);
        return -ENOMEM;
    }
    g->reach = limiter_reach(g->limiter);
    g->have = g->reach;
    g->around =
        calloc((size_t)(PIECE_FRAMES + 2 * g->reach) * below->shape.channels, sizeof(float));
    if (!g->around) {
        gain_destroy(&g->stage);
        return -ENOMEM;
    }
    *ret_stage = &g->stage;
    return 0;
}
