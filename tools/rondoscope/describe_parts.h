/*
 * describe_parts.h - what describe*.c share. Private to them.
 */
#ifndef TOOLS_RONDOSCOPE_DESCRIBE_PARTS_H
#define TOOLS_RONDOSCOPE_DESCRIBE_PARTS_H

#include "tools/rondoscope/describe.h"

/* describe.c: members of an object. */
void describe_add(struct json_object *to, const char *name, struct json_object *value);
void describe_text(struct json_object *to, const char *name, const char *text);
void describe_number(struct json_object *to, const char *name, int64_t number);
void describe_count(struct json_object *to, const char *name, uint64_t count);
void describe_bool(struct json_object *to, const char *name, bool value);
void describe_object(struct json_object *to, const struct picture_object *object);
void describe_person(struct json_object *to, const char *name, const struct picture *picture,
                     pid_t pid);

/* describe_ring.c: larger parts. */
void describe_ring(struct json_object *to, const struct picture *picture);
void describe_objects(struct json_object *to, const struct picture *picture);
void describe_events(struct json_object *to, const struct picture *picture,
                     const struct recent *recent);

#endif
