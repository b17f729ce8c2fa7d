/*
 * recent.h - the newest events, out of picture after picture.
 */
#ifndef TOOLS_RONDOSCOPE_RECENT_H
#define TOOLS_RONDOSCOPE_RECENT_H

#include "tools/rondoscope/view.h"

/* All zero is the beginning. */
struct recent {
    size_t count;
    struct picture_event event[VIEW_RECENT]; /* in the order of time */
};

void recent_take(struct recent *recent, const struct picture *picture);

#endif
