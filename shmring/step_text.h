/*
 * step_text.h - the protocol in words: operations as text, and what each step means.
 */
#ifndef SHMRING_STEP_TEXT_H
#define SHMRING_STEP_TEXT_H

#include "shmring/flight.h"

enum { STEP_TEXT_MAX = 128 };

/* "FREE +1 UNDO, FREE -1, FILLED +1, HEAD +1": one semop's operations, in their order. */
void step_text(const struct step_operations *operations, char ret_text[STEP_TEXT_MAX]);

/*
 * The operations of a step that an event (TURN, BEGIN, END) in the log of `role` tells of, in a
 * ring of `slots` slots.
 */
void step_of_event(const struct flight_event *event, enum flight_role role, uint16_t slots,
                   struct step_operations *ret_operations);

/* "hands the block over, and pays the debt for its slot"; never NULL. */
const char *step_meaning(enum step step);

/* What a death right after it leaves: "the slot is free again"; never NULL. */
const char *step_after_death(enum step step);

#endif
