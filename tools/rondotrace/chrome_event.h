/*
 * chrome_event.h - one event of a trace: made, given its members, written. Private to chrome*.c.
 */
#ifndef TOOLS_RONDOTRACE_CHROME_EVENT_H
#define TOOLS_RONDOTRACE_CHROME_EVENT_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct chrome_file {
    FILE *out;
    uint64_t base_ns; /* which is 0 in the file */
    bool begun;       /* an event has been written */
    int error;        /* 0, or -ENOMEM: the file is of no use */
};

/* category: NULL: it has none. What fails shows in file->error. */
struct json_object *chrome_event_begin(struct chrome_file *file, const char *phase,
                                       const char *category, const char *name, uint32_t pid,
                                       uint32_t track, uint64_t at_ns);

/* The value is the object's from now on. */
void chrome_event_add(struct chrome_file *file, struct json_object *object, const char *key,
                      struct json_object *value);

/* Writes and frees it. */
void chrome_event_end(struct chrome_file *file, struct json_object *event);

struct json_object *chrome_event_number(uint64_t value);

/* Nanoseconds as microseconds, without a digit lost. */
struct json_object *chrome_event_time(uint64_t ns);

#endif
