/*
 * live.h - the picture on a terminal, anew ten times a second at the most, and the keys.
 */
#ifndef TOOLS_RONDOSCOPE_LIVE_H
#define TOOLS_RONDOSCOPE_LIVE_H

#include "tools/rondoscope/gather.h"

struct live_options {
    uint32_t interval_ms;
    bool utf8;
    bool colour;
};

/*
 * Until a key or a signal ends it; the terminal is then as it was. -ENOTTY, -EINVAL: as from
 * tty_open(); -ENOMEM.
 */
int live_run(struct gather *gather, const struct live_options *options);

#endif
