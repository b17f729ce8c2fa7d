/*
 * stage.h - one step on the way of the sound from the file to the slot.
 *
 * A stage gives frames: the first of a chain has them from a decoder, each other one changes
 * what the one below it gives. What a stage gives for a frame depends on that frame's place alone,
 * never on where reading began: a producer that goes on for a dead one gives the very same samples,
 * and so does a seek. A stage that looks around itself (a filter) therefore seeks the one
 * below to before the place that it is asked for.
 *
 * A chain that changes nothing has only its first stage, and that decodes straight into the slot.
 */
#ifndef PRODUCER_STAGE_H
#define PRODUCER_STAGE_H

#include <stdbool.h>
#include <stdint.h>

/* How frames lie in memory (enum sample_format in shmring/layout.h), and how fast they go by. */
struct stage_shape {
    uint32_t rate;
    uint16_t channels;
    uint16_t format;
};

struct stage;

struct stage_ops {
    /* Writes up to `frames` frames of the stage's shape; fewer only at the end or before damage. */
    uint32_t (*read)(struct stage *stage, void *samples, uint32_t frames);

    /* The next read begins at that frame; see decoder_seek() for `exact` and errors. */
    int (*seek)(struct stage *stage, uint64_t frame, bool exact);

    /* Frees this stage, not the one below. */
    void (*destroy)(struct stage *stage);
};

/* A stage's own struct begins with this. */
struct stage {
    const struct stage_ops *ops;
    struct stage_shape shape; /* of what it gives */
    uint64_t frames;          /* how many in all; 0: unknown */
    uint32_t ahead;           /* frames that one read may take below, besides those that it gives */
    struct stage *below;      /* NULL: it is the first */
};

#endif
