/*
 * stage_rest.c - what is left of a track, as a track of its own: the frame that the stage below
 * gives next is the first.
 */
#include <errno.h>
#include <stdlib.h>

#include "producer/stages.h"

struct rest {
    struct stage stage;
    uint64_t first; /* below */
};

static uint32_t rest_read(struct stage *stage, void *samples, uint32_t frames)
{
    return stage->below->ops->read(stage->below, samples, frames);
}

static int rest_seek(struct stage *stage, uint64_t frame, bool exact)
{
    return stage->below->ops->seek(stage->below, ((struct rest *)stage)->first + frame, exact);
}

static void rest_destroy(struct stage *stage)
{
    free(stage);
}

static const struct stage_ops rest_ops = {rest_read, rest_seek, rest_destroy};

int stage_rest_create(struct stage *below, uint64_t first, struct stage **ret_stage)
{
    struct rest *rest = calloc(1, sizeof(*rest));

    if (!rest)
        return -ENOMEM;
    rest->stage = (struct stage){.ops = &rest_ops, .shape = below->shape, .below = below};
    if (below->frames > first)
        rest->stage.frames = below->frames - first;
    rest->first = first;
    *ret_stage = &rest->stage;
    return 0;
}
