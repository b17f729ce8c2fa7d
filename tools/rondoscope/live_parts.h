/*
 * live_parts.h - what live.c and act.c share. Private to them.
 */
#ifndef TOOLS_RONDOSCOPE_LIVE_PARTS_H
#define TOOLS_RONDOSCOPE_LIVE_PARTS_H

#include "tools/rondoscope/ask.h"
#include "tools/rondoscope/healing.h"
#include "tools/rondoscope/live.h"
#include "tools/rondoscope/recent.h"

enum { LIVE_NO_HELP = -1, LIVE_MESSAGE_MAX = 256 };

struct live {
    const struct live_options *options;
    struct gather *gather;
    const struct picture *picture;
    int set; /* the picture's: another one is another player's */
    struct healing healing;
    struct recent recent;
    struct ask ask;

    enum flight_role chosen;
    enum view_focus focus;
    int slot; /* as in struct view */
    int at;
    int help; /* the line that the help begins with, or LIVE_NO_HELP */
    char message[LIVE_MESSAGE_MAX];
    uint64_t message_ns; /* when it was said */

    int signals; /* signalfd */
    bool quit;
    bool changed; /* since it was drawn */
    uint64_t looked_ns;
    uint64_t drawn_ns;
    struct picture_slot replayed[RING_SLOTS_MAX];
};

/* live.c: looks now. -ENOMEM. */
int live_look(struct live *live);

/* live.c: shows this in the last row for a while. */
void live_say(struct live *live, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* act.c: what a key does. */
void act_press(struct live *live, int key);

/* act.c: whoever was being asked has answered. */
void act_answered(struct live *live);

#endif
