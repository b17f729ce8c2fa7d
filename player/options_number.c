/*
 * options_number.c - whole numbers, and parts of a track, in options and in requests.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "player/clocktext.h"
#include "player/options.h"

int options_parse_number(const char *text, uint32_t low, uint32_t high, uint32_t *ret_number)
{
    uint64_t number = 0;

    if (!*text)
        return -EINVAL;
    for (; *text; text++) {
        if (!isdigit((unsigned char)*text))
            return -EINVAL;
        number = number * 10 + (uint64_t)(*text - '0');
        if (number > high)
            return -EINVAL;
    }
    if (number < low)
        return -EINVAL;
    *ret_number = (uint32_t)number;
    return 0;
}

int options_parse_part(const char *text, uint64_t *ret_from_ms, uint64_t *ret_to_ms)
{
    const char *to = strchr(text, '-');
    char from[CLOCKTEXT_SIZE];
    uint64_t from_ms, to_ms;

    if (!to || (size_t)(to - text) >= sizeof(from))
        return -EINVAL;
    snprintf(from, sizeof(from), "%.*s", (int)(to - text), text);
    if (clocktext_parse(from, &from_ms) < 0 || clocktext_parse(to + 1, &to_ms) < 0 ||
        from_ms >= to_ms)
        return -EINVAL;
    *ret_from_ms = from_ms;
    *ret_to_ms = to_ms;
    return 0;
}
