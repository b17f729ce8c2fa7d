/*
 * rondoctl_plain_sound.c - the lines about loudness and about what is between two tracks, where the
 * player changes them.
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

void rondoctl_plain_between(struct json_object *status, FILE *out)
{
    static const struct {
        const char *key;
        const char *text;
    } kinds[] = {{"crossfade_s", "crossfade"}, {"gap_s", "silence"}};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct json_object *value;
        double seconds;

        if (!json_object_object_get_ex(status, kinds[i].key, &value) ||
            !json_object_is_type(value, json_type_double))
            continue;
        seconds = json_object_get_double(value);
        if (seconds > 0 && seconds <= 100)
            fprintf(out, "%-9s %s, %g s\n", "between", kinds[i].text, seconds);
    }
}
