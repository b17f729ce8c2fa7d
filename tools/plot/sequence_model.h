/*
 * sequence_model.h - what a sequence diagram is made of. Lanes exist, times are finite, and no
 * slice ends before it begins.
 */
#ifndef TOOLS_PLOT_SEQUENCE_MODEL_H
#define TOOLS_PLOT_SEQUENCE_MODEL_H

#include <stddef.h>

#include "tools/plot/sequence.h"

enum { SEQUENCE_TONES = SEQUENCE_HEAL + 1 };

struct sequence_box {
    size_t lane;
    double from, to;
    enum sequence_tone tone;
    char *label;
};

struct sequence_link {
    size_t from_lane, to_lane;
    double from, to;
    char *label;
};

struct sequence_dot {
    size_t lane;
    double at;
    enum sequence_tone tone;
    char *label;
};

/* All in the order they came. */
struct sequence {
    char *title, *caption;
    char **lanes;
    size_t lanes_count;
    struct sequence_box *boxes;
    size_t boxes_count, boxes_room;
    struct sequence_link *links;
    size_t links_count, links_room;
    struct sequence_dot *dots;
    size_t dots_count, dots_room;
};

#endif
