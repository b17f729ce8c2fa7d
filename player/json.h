/*
 * json.h - writes JSON into a fixed buffer.
 *
 *     json_begin(&json, text, sizeof(text));
 *     json_object(&json, NULL);
 *     json_string(&json, "state", "playing");
 *     json_close(&json);
 *     error = json_end(&json);
 *
 * Every value inside an object has a name; the others have NULL. The first error sticks, later
 * calls do nothing, and only json_end() reports it. Strings are read as UTF-8, and what is not
 * UTF-8 becomes U+FFFD; characters unsafe on a terminal are escaped. No locale matters.
 */
#ifndef PLAYER_JSON_H
#define PLAYER_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { JSON_DEPTH_MAX = 16, JSON_DECIMALS_MAX = 9 };

struct json {
    char *text;
    size_t size;
    size_t length;
    int error;
    uint32_t depth;
    struct {
        bool array;
        bool filled;             /* a comma comes before the next value */
    } level[JSON_DEPTH_MAX + 1]; /* [0]: outside of everything */
};

/* The buffer stays the caller's, and must outlive json_end(). */
void json_begin(struct json *json, char *text, size_t size);

void json_object(struct json *json, const char *name);
void json_array(struct json *json, const char *name);

/* Closes the innermost object or array. */
void json_close(struct json *json);

/* A NULL value is written as null. */
void json_string(struct json *json, const char *name, const char *value);
void json_integer(struct json *json, const char *name, int64_t value);

/* Rounded to a number of decimals; null where |value| * 10^decimals is above 9e15, or no number. */
void json_decimal(struct json *json, const char *name, double value, uint32_t decimals);
void json_bool(struct json *json, const char *name, bool value);
void json_null(struct json *json, const char *name);

/*
 * 0: the text is one whole value, ended by a zero. Else the text is empty: -ENOSPC, the buffer is
 * too small; -EINVAL, not the one value, all names, all closed, of at most JSON_DEPTH_MAX levels.
 */
int json_end(struct json *json);

#endif
