/*
 * leftover_draw.h - the picture of a player's death and its successor's start. Private to
 * try_leftover.c.
 */
#ifndef TOOLS_RONDOLAB_LEFTOVER_DRAW_H
#define TOOLS_RONDOLAB_LEFTOVER_DRAW_H

#include "tools/plot/sequence.h"
#include "tools/rondolab/recorder.h"

/* When what happened (CLOCK_MONOTONIC), and how many objects were left. */
struct leftover_story {
    uint64_t killed_ns;
    uint64_t started_ns;
    uint64_t playing_ns;
    uint64_t over_ns;
    int objects_left;
};

int leftover_draw(const struct leftover_story *story, const struct ring *dead,
                  const struct ring *next, struct sequence **ret_picture);

#endif
