/*
 * rondoctl_plain_gain.c - the line about loudness, where the player changes it.
 */
#include <json-c/json.h>
#include <string.h>

#include "tools/rondoctl_plain.h"

static const char *text_of(struct json_object *gain, const char *key)
{
    struct json_object *value;

    if (!json_object_object_get_ex(gain, key, &value) ||
        !json_object_is_type(value, json_type_string))
        return "";
    return json_object_get_string(value);
}

void rondoctl_plain_gain(struct json_object *gain, FILE *out)
{
    const char *mode = text_of(gain, "mode"), *why = text_of(gain, "why");
    struct json_object *number;

    if (!*mode || strcmp(mode, "off") == 0)
        return;
    fprintf(out, "%-9s replaygain ", "loudness");
    rondoctl_plain_text(mode, out);
    if (json_object_object_get_ex(gain, "gain", &number) &&
        json_object_is_type(number, json_type_double)) {
        fprintf(out, ": %+.2f dB (", json_object_get_double(number));
        rondoctl_plain_text(*why ? why : text_of(gain, "source"), out);
        fputc(')', out);
    }
    fputc('\n', out);
}
