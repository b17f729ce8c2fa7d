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
struct job_sound feeder_sound(const struct session *s, const struct feeder_track *t);

/* Sends what has not been sent, as far as it may be, and can be. */
void feeder_send(struct session *s);

/* feeder_join.c: whether the producer has to ask how tracks are joined; it has asked (JOB_ASKED).
 */
bool feeder_will_ask(const struct session *s);
void feeder_asks(struct feeder_track *t, const struct job_reply *reply);

/* Decides what has been asked, as far as can be, and sends the answers. */
void feeder_answer(struct session *s);

/* Whether what is in the line would still ask so, and what was decided still holds. */
bool feeder_joins_as_before(const struct session *s);

/* Whether it begins within its fade; the tail goes before it to a producer that has not got it. */
bool feeder_tail_needed(const struct feeder_track *t);
int feeder_send_tail(struct session *s, const struct feeder_track *t);

/* The producer says that a tail was damaged. */
void feeder_tail_failed(struct session *s, const struct job_reply *reply);

/*
 * It goes with its track to where the orders go on; who moves by hand hears the track alone. And
 * closes it.
 */
struct feeder_tail feeder_take_tail(struct feeder_track *t);
void feeder_drop_tail(struct feeder_tail *tail);

#endif
