/*
 * describe.h - a picture as one JSON object; rondoscope.schema.json says what each member means.
 */
#ifndef TOOLS_RONDOSCOPE_DESCRIBE_H
#define TOOLS_RONDOSCOPE_DESCRIBE_H

#include "tools/rondoscope/recent.h"

struct json_object;

/* The caller's to put. */
struct json_object *describe(const struct picture *picture, const struct recent *recent);

#endif
