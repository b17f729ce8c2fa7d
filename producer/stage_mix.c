/*
 * stage_mix.c - other channels: each frame by itself through a matrix. What it adds up is added in
 * double, in the order of the source's channels.
 */
#include <errno.h>
#include <stdlib.h>

#include "producer/stages.h"

enum { PIECE_FRAMES = 2048 };

struct mix_stage {
    struct stage stage;
    struct mix_matrix matrix;
    float *taken; /* PIECE_FRAMES of the shape below */
};

static void mix(const struct mix_matrix *m, const float *from, float *to, uint32_t frames)
{
    for (; frames > 0; frames--, from += m->columns, to += m->rows) {
        for (uint32_t row = 0; row < m->rows; row++) {
            double sum = 0;

            for (uint32_t column = 0; column < m->columns; column++)
                if (m->gain[row][column] != 0) /* silence stays so beside what is no number */
                    sum += (double)m->gain[row][column] * from[column];
            to[row] = (float)sum;
        }
    }
}

static uint32_t mix_read(struct stage *stage, void *samples, uint32_t frames)
{
    struct mix_stage *m = (struct mix_stage *)stage;
    float *to = samples;
    uint32_t done = 0;

    while (done < frames) {
        uint32_t wanted = frames - done < PIECE_FRAMES ? frames - done : PIECE_FRAMES;
        uint32_t got = stage->below->ops->read(stage->below, m->taken, wanted);

        mix(&m->matrix, m->taken, to + (size_t)done * m->matrix.rows, got);
        done += got;
        if (got < wanted)
            break;
    }
    return done;
}

static int mix_seek(struct stage *stage, uint64_t frame, bool exact)
{
    return stage->below->ops->seek(stage->below, frame, exact);
}

static void mix_destroy(struct stage *stage)
{
    free(((struct mix_stage *)stage)->taken);
    free(stage);
}

static const struct stage_ops mix_ops = {mix_read, mix_seek, mix_destroy};

int stage_mix_create(struct stage *below, const struct mix_matrix *matrix, struct stage **ret_stage)
{
    struct mix_stage *m = calloc(1, sizeof(*m));

    if (!m)
        return -ENOMEM;
    m->stage = (struct stage){
        .ops = &mix_ops, .shape = below->shape, .frames = below->frames, .below = below};
    m->stage.shape.channels = (uint16_t)matrix->rows;
    m->matrix = *matrix;
    m->taken = malloc((size_t)PIECE_FRAMES * matrix->columns * sizeof(float));
    if (!m->taken) {
        free(m);
        return -ENOMEM;
    }
    *ret_stage = &m->stage;
    return 0;
}
