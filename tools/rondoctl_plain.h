/*
 * rondoctl_plain.h - a player's status as lines for people.
 *
 * What a status says comes from files and their tags, which may hold anything. Nothing here
 * lets a control character through to a terminal.
 */
#ifndef TOOLS_RONDOCTL_PLAIN_H
#define TOOLS_RONDOCTL_PLAIN_H

#include <stdio.h>

struct json_object;

/*
 * Writes the "status" object of a reply, a line for each matter. A member that is missing or
 * of another type is left out, so a player of another version can be shown, too.
 */
void rondoctl_plain_status(struct json_object *status, FILE *out);

/* Writes UTF-8 text with a '?' for each control character and each byte that is not UTF-8. */
void rondoctl_plain_text(const char *text, FILE *out);

#endif
