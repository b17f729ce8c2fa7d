/*
 * event_text.h - an event of the flight recorder as one line.
 */
#ifndef TOOLS_RONDOSCOPE_EVENT_TEXT_H
#define TOOLS_RONDOSCOPE_EVENT_TEXT_H

#include <stddef.h>

#include "tools/rondoscope/picture.h"

enum { EVENT_TEXT_MAX = 200 };

/* A step and what it is about, without its role: "CLAIM slot 7", "COMMIT 2 slot 10", "PAUSE". */
void event_text_step(const struct flight_event *event, char ret_text[EVENT_TEXT_MAX]);

/* "sleeps in WAIT 16", "CLAIM slot 7: takes a free slot, ...", "EPOCH 3: new orders, ..." */
void event_text(const struct flight_event *event, char ret_text[EVENT_TEXT_MAX]);

/* The same with the operations of a step in place of its meaning. */
void event_text_operations(const struct picture_event *event, uint16_t slots,
                           char ret_text[EVENT_TEXT_MAX]);

/* What its process is at, by that last word of its: "in WAIT 16", "after PAUSE". */
void event_text_word(const struct flight_event *event, char ret_text[EVENT_TEXT_MAX]);

#endif
