/*
 * feeder_plan.h - what is handed over after what. Private to feeder*.c.
 */
#ifndef PLAYER_FEEDER_PLAN_H
#define PLAYER_FEEDER_PLAN_H

#include "player/feeder.h"

/* The part of its file that is to be played of an entry. */
struct job_range feeder_range(const struct session *s, uint32_t index);

/* What comes after this one; false: nothing does, or it is not in the list. */
bool feeder_after(struct session *s, const struct feeder_track *t, struct feeder_step *ret_step);

/* That entry, opened, at the line's end, by that number; one that cannot be is passed over. */
bool feeder_append(struct session *s, const struct feeder_step *step,
                   const struct feeder_start *start, uint32_t track);

/* What is to become of the sound of what is handed over now. */
struct job_sound feeder_sound(const struct session *s);

/* feeder_flow.c: what the job that hands this track over says of the stream that it is, if any. */
void feeder_flow_begins(struct session *s, struct feeder_track *t, struct job *job);

/* Sends what has not been sent, as far as it may be, and can be. */
void feeder_send(struct session *s);

#endif
