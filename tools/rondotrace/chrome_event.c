/*
 * chrome_event.c - see chrome_event.h.
 */
#include "tools/rondotrace/chrome_event.h"

#include <errno.h>
#include <inttypes.h>

struct json_object *chrome_event_number(uint64_t value)
{
    return json_object_new_int64(value < INT64_MAX ? (int64_t)value : INT64_MAX);
}

struct json_object *chrome_event_time(uint64_t ns)
{
    char text[40];

    snprintf(text, sizeof(text), "%" PRIu64 ".%03" PRIu64, ns / 1000, ns % 1000);
    return json_object_new_double_s((double)ns / 1000, text);
}

void chrome_event_add(struct chrome_file *file, struct json_object *object, const char *key,
                      struct json_object *value)
{
    if (object && value && json_object_object_add(object, key, value) == 0)
        return;
    json_object_put(value);
    file->error = -ENOMEM;
}

struct json_object *chrome_event_begin(struct chrome_file *file, const char *phase,
                                       const char *category, const char *name, uint32_t pid,
                                       uint32_t track, uint64_t at_ns)
{
    struct json_object *event = json_object_new_object();

    chrome_event_add(file, event, "name", json_object_new_string(name));
    if (category)
        chrome_event_add(file, event, "cat", json_object_new_string(category));
    chrome_event_add(file, event, "ph", json_object_new_string(phase));
    chrome_event_add(file, event, "ts", chrome_event_time(at_ns - file->base_ns));
    chrome_event_add(file, event, "pid", chrome_event_number(pid));
    chrome_event_add(file, event, "tid", chrome_event_number(track));
    return event;
}

void chrome_event_end(struct chrome_file *file, struct json_object *event)
{
    const char *text = json_object_to_json_string_ext(event, JSON_C_TO_STRING_PLAIN);

    if (!text)
        file->error = -ENOMEM;
    else if (file->error == 0)
        fprintf(file->out, "%s\n%s", file->begun ? "," : "", text);
    file->begun = true;
    json_object_put(event);
}
