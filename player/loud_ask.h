/*
 * loud_ask.h - a track as something to be scanned. Private to loud*.c.
 */
#ifndef PLAYER_LOUD_ASK_H
#define PLAYER_LOUD_ASK_H

#include "player/session.h"

struct loud_subject {
    struct loud_key key;
    bool named; /* by `path`; else it is memory, open as `memory` */
    const char *path;
    int memory;   /* of a spool that is complete, or -1 */
    bool decoded; /* by ffmpeg, in there */
};

/* False: there is nothing to be scanned, or not yet. */
bool loud_subject_of(struct session *s, const struct feeder_track *t,
                     struct loud_subject *ret_subject);

/* Asks, unless that has been asked; with no room for it, later. */
void loud_ask(struct session *s, struct loud_facts *facts, const struct loud_subject *subject,
              enum scan_kind kind, uint32_t priority);

/* The request of that number, which is answered now; false: it was given up. */
bool loud_ask_done(struct loud *loud, uint32_t id, struct loud_task *ret_task);

#endif
