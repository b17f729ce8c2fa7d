/*
 * rondoctl_list.h - what is in a player's list, page by page.
 */
#ifndef TOOLS_RONDOCTL_LIST_H
#define TOOLS_RONDOCTL_LIST_H

#include <stdio.h>

#include "tools/rondoctl_call.h"

/*
 * Asks for all of the list and prints it, for people a line a track, or as a JSON array. What it
 * was at one moment: if it changes meanwhile, all is asked for again. Results and why[] as from
 * rondoctl_call(); then nothing is printed.
 */
enum rondoctl_result rondoctl_list(const struct rondoctl_call *call, bool as_json, FILE *out,
                                   char *why, size_t why_size);

#endif
