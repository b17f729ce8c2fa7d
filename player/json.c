/*
 * json.c - writes JSON into a fixed buffer; see json.h for the order of calls.
 *
 * One byte of the buffer is always kept for the final zero. Numbers are put together from
 * integers, since printf() writes a decimal comma in some locales.
 */
#include "player/json.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "player/text.h"

static void fail(struct json *json, int error)
{
    if (!json->error)
        json->error = error;
}

static void put_bytes(struct json *json, const char *bytes, size_t count)
{
    if (count >= json->size - json->length)
        fail(json, -ENOSPC);
    if (json->error)
        return;
    memcpy(json->text + json->length, bytes, count);
    json->length += count;
}

static void put(struct json *json, const char *text)
{
    put_bytes(json, text, strlen(text));
}

/* Writes one character of a string. */
static void put_character(struct json *json, const char *source, uint32_t code, uint32_t bytes)
{
    char escaped[8];

    if (code == TEXT_INVALID) {
        put(json, "\xef\xbf\xbd");
    } else if (code == '"' || code == '\\') {
        escaped[0] = '\\';
        escaped[1] = (char)code;
        put_bytes(json, escaped, 2);
    } else if (text_unsafe(code)) {
        snprintf(escaped, sizeof(escaped), "\\u%04x", code & 0xffffu);
        put(json, escaped);
    } else {
        put_bytes(json, source, bytes);
    }
}

static void put_string(struct json *json, const char *value)
{
    uint32_t bytes;

    put(json, "\"");
    for (; *value && !json->error; value += bytes) {
        uint32_t code = text_decode(value, &bytes);
        put_character(json, value, code, bytes);
    }
    put(json, "\"");
}

/* What stands before a value: a comma, its name. */
static void put_name(struct json *json, const char *name)
{
    bool object = json->depth > 0 && !json->level[json->depth].array;

    if (object != (name != NULL) || (json->depth == 0 && json->level[0].filled))
        fail(json, -EINVAL);
    if (json->level[json->depth].filled)
        put(json, ",");
    json->level[json->depth].filled = true;
    if (name) {
        put_string(json, name);
        put(json, ":");
    }
}

static void open_level(struct json *json, const char *name, bool array)
{
    put_name(json, name);
    if (json->depth == JSON_DEPTH_MAX)
        fail(json, -EINVAL);
    if (json->error)
        return;
    put(json, array ? "[" : "{");
    json->depth++;
    json->level[json->depth].array = array;
    json->level[json->depth].filled = false;
}

void json_begin(struct json *json, char *text, size_t size)
{
    *json = (struct json){.text = text, .size = size, .error = size > 0 ? 0 : -ENOSPC};
}

void json_object(struct json *json, const char *name)
{
    open_level(json, name, false);
}

void json_array(struct json *json, const char *name)
{
    open_level(json, name, true);
}

void json_close(struct json *json)
{
    if (json->depth == 0)
        fail(json, -EINVAL);
    if (json->error)
        return;
    put(json, json->level[json->depth].array ? "]" : "}");
    json->depth--;
}

void json_string(struct json *json, const char *name, const char *value)
{
    if (!value) {
        json_null(json, name);
        return;
    }
    put_name(json, name);
    put_string(json, value);
}

void json_integer(struct json *json, const char *name, int64_t value)
{
    char number[24];

    put_name(json, name);
    snprintf(number, sizeof(number), "%" PRId64, value);
    put(json, number);
}

void json_decimal(struct json *json, const char *name, double value, uint32_t decimals)
{
    char number[40];
    uint64_t scale = 1;

    if (decimals > JSON_DECIMALS_MAX)
        decimals = JSON_DECIMALS_MAX;
    for (uint32_t i = 0; i < decimals; i++)
        scale *= 10;

    double scaled = fabs(value) * (double)scale;
    if (!(scaled <= 9e15)) {
        json_null(json, name);
        return;
    }
    uint64_t units = (uint64_t)(scaled + 0.5);
    const char *sign = value < 0 && units > 0 ? "-" : "";
    if (decimals > 0)
        snprintf(number, sizeof(number), "%s%" PRIu64 ".%0*" PRIu64, sign, units / scale,
                 (int)decimals, units % scale);
    else
        snprintf(number, sizeof(number), "%s%" PRIu64, sign, units);
    put_name(json, name);
    put(json, number);
}

void json_bool(struct json *json, const char *name, bool value)
{
    put_name(json, name);
    put(json, value ? "true" : "false");
}

void json_null(struct json *json, const char *name)
{
    put_name(json, name);
    put(json, "null");
}

int json_end(struct json *json)
{
    if (json->depth > 0 || !json->level[0].filled)
        fail(json, -EINVAL);
    if (json->size > 0)
        json->text[json->error ? 0 : json->length] = '\0';
    return json->error;
}
