/*
 * healing_list.h - entries into the list of a healing. Private to healing*.c.
 */
#ifndef TOOLS_RONDOSCOPE_HEALING_LIST_H
#define TOOLS_RONDOSCOPE_HEALING_LIST_H

#include "tools/rondoscope/healing.h"

/* Behind all that are not later; where there is no room, it is counted as lost. */
void healing_list_add(struct healing *healing, const struct healing_entry *entry);

/* An event, in place of one that it makes needless. */
void healing_list_add_event(struct healing *healing, const struct picture_event *news);

#endif
