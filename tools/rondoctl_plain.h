/*
 * rondoctl_plain.h - a player's status as lines for people.
 *
 * What a status says comes from files and their tags, which may hold anything. Nothing here
 * lets through to a terminal what would steer it, or disguise the text.
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

/* The line about its member "replaygain"; none where that is off, or NULL. */
void rondoctl_plain_gain(struct json_object *gain, FILE *out);

/* The line about what is between two tracks; none where that is nothing. */
void rondoctl_plain_between(struct json_object *status, FILE *out);

/* Writes UTF-8 text with a '?' for each unsafe character and each byte that is not UTF-8. */
void rondoctl_plain_text(const char *text, FILE *out);

/* Writes JSON in one line, what is unsafe on a terminal as \uXXXX: it means the same. */
void rondoctl_plain_json(struct json_object *object, FILE *out);

#endif
