/*
 * tags.c - gains and peaks as tags write them, read as whole numbers.
 *
 * Not by strtod(), which goes by the locale and knows infinity, hexadecimal and exponents: no
 * tagger writes any of these.
 */
#include "producer/tags.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

enum { WHOLE_MAX = 100000, R128_MAX = 32768, R128_ONE_DB = 256, R128_REFERENCE = 5000 };

const char *const tags_names[TAGS_FIELDS] = {
    [TAGS_TRACK_GAIN] = "REPLAYGAIN_TRACK_GAIN",
    [TAGS_ALBUM_GAIN] = "REPLAYGAIN_ALBUM_GAIN",
    [TAGS_TRACK_PEAK] = "REPLAYGAIN_TRACK_PEAK",
    [TAGS_ALBUM_PEAK] = "REPLAYGAIN_ALBUM_PEAK",
};

void tags_clear(struct scan_tags *tags)
{
    *tags = (struct scan_tags){
        .track_gain = SCAN_UNKNOWN,
        .album_gain = SCAN_UNKNOWN,
        .track_peak = SCAN_UNKNOWN,
        .album_peak = SCAN_UNKNOWN,
    };
}

static int32_t *place_of(struct scan_tags *tags, enum tags_field field)
{
    switch (field) {
    case TAGS_TRACK_GAIN:
        return &tags->track_gain;
    case TAGS_ALBUM_GAIN:
        return &tags->album_gain;
    case TAGS_TRACK_PEAK:
        return &tags->track_peak;
    default:
        return &tags->album_peak;
    }
}

static void put(struct scan_tags *tags, enum tags_field field, int64_t value, int64_t low,
                int64_t high, enum scan_source source)
{
    int32_t *place = place_of(tags, field);

    if (value < low || value > high)
        return;
    tags->sources |= (uint32_t)source;
    if (*place == SCAN_UNKNOWN)
        *place = (int32_t)value;
}

static const char *skip_spaces(const char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

/* "12.345" in units of 1/scale, rounded; NULL: there is no such number. */
static const char *read_number(const char *text, int64_t scale, int64_t *ret_value)
{
    int64_t value = 0;
    bool any = false;

    for (; isdigit((unsigned char)*text) && value < WHOLE_MAX; text++, any = true)
        value = value * 10 + (*text - '0');
    value *= scale;
    text += *text == '.';
    for (; isdigit((unsigned char)*text); text++, any = true) {
        value += (*text - '0') * scale / 10;
        if (scale < 10 && scale > 0)
            value += *text >= '5';
        scale /= 10;
    }
    *ret_value = value;
    return any ? text : NULL;
}

static const char *read_sign(const char *text, int *ret_sign)
{
    *ret_sign = *text == '-' ? -1 : 1;
    return text + (*text == '-' || *text == '+');
}

static void take_gain(struct scan_tags *tags, enum tags_field field, const char *text,
                      enum scan_source source)
{
    int64_t value;
    int sign;

    text = read_number(read_sign(skip_spaces(text), &sign), 1000, &value);
    if (!text)
        return;
    text = skip_spaces(text);
    if (strncasecmp(text, "dB", 2) == 0)
        text = skip_spaces(text + 2);
    if (*text == '\0')
        put(tags, field, sign * value, -SCANS_GAIN_MAX, SCANS_GAIN_MAX, source);
}

void tags_take(struct scan_tags *tags, enum tags_field field, const char *text,
               enum scan_source source)
{
    int64_t value;

    if (field == TAGS_TRACK_GAIN || field == TAGS_ALBUM_GAIN) {
        take_gain(tags, field, text, source);
        return;
    }
    text = read_number(skip_spaces(text), 1000000, &value);
    if (text && *skip_spaces(text) == '\0')
        put(tags, field, value, 0, SCANS_PEAK_MAX, source);
}

void tags_take_r128(struct scan_tags *tags, enum tags_field field, const char *text)
{
    int64_t value;
    int sign;

    if (strchr(text, '.'))
        return;
    text = read_number(read_sign(skip_spaces(text), &sign), 1, &value);
    if (!text || *skip_spaces(text) != '\0' || value > R128_MAX)
        return;
    value = sign * value * 1000;
    value = (value + (value < 0 ? -R128_ONE_DB / 2 : R128_ONE_DB / 2)) / R128_ONE_DB;
    put(tags, field, value + R128_REFERENCE, -SCANS_GAIN_MAX, SCANS_GAIN_MAX, SCAN_SOURCE_R128);
}

void tags_take_gain(struct scan_tags *tags, enum tags_field field, double db,
                    enum scan_source source)
{
    if (db >= -SCANS_GAIN_MAX / 1000.0 && db <= SCANS_GAIN_MAX / 1000.0)
        put(tags, field, (int64_t)(db * 1000 + (db < 0 ? -0.5 : 0.5)), -SCANS_GAIN_MAX,
            SCANS_GAIN_MAX, source);
}
