/*
 * clocktext.c - times as people write them; see clocktext.h for the forms.
 */
#include "player/clocktext.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char digits[] = "0123456789";

enum { FIELDS_MAX = 3, FIRST_DIGITS_MAX = 8, SECONDS_MAX = 9999 * 3600 + 59 * 60 + 59 };

/* Reads "[[H:]MM:]SS" and moves *text behind it. */
static int parse_seconds(const char **text, uint64_t *ret_seconds)
{
    uint64_t seconds = 0;

    for (int field = 0; field < FIELDS_MAX; field++) {
        size_t length = strspn(*text, digits);
        uint64_t value = 0;
        if (length == 0 || length > FIRST_DIGITS_MAX || (field > 0 && length != 2))
            return -EINVAL;
        for (; length > 0; length--)
            value = value * 10 + (uint64_t)(*(*text)++ - '0');
        if (field > 0 && value > 59)
            return -EINVAL;
        seconds = seconds * 60 + value;
        if (**text != ':' || field == FIELDS_MAX - 1)
            break;
        (*text)++;
    }
    if (seconds > SECONDS_MAX)
        return -EINVAL;
    *ret_seconds = seconds;
    return 0;
}

int clocktext_parse(const char *text, uint64_t *ret_ms)
{
    uint64_t seconds;
    uint64_t ms = 0;
    int error = parse_seconds(&text, &seconds);
    if (error)
        return error;

    if (*text == '.') {
        size_t length = strspn(++text, digits);
        if (length == 0)
            return -EINVAL;
        for (size_t i = 0; i < 3; i++)
            ms = ms * 10 + (i < length ? (uint64_t)(text[i] - '0') : 0);
        text += length;
    }
    if (*text)
        return -EINVAL;
    *ret_ms = seconds * 1000 + ms;
    return 0;
}

int clocktext_parse_seek(const char *text, struct clocktext_seek *ret_seek)
{
    bool relative = *text == '+' || *text == '-';
    uint64_t ms;
    int error = clocktext_parse(text + relative, &ms);
    if (error)
        return error;

    ret_seek->relative = relative;
    ret_seek->ms = *text == '-' ? -(int64_t)ms : (int64_t)ms;
    return 0;
}

void clocktext_format(uint64_t ms, char text[CLOCKTEXT_SIZE])
{
    uint64_t seconds = ms / 1000;
    uint64_t hours = seconds / 3600;
    unsigned minutes = (unsigned)(seconds / 60 % 60);
    unsigned rest = (unsigned)(seconds % 60);

    if (hours > 0)
        snprintf(text, CLOCKTEXT_SIZE, "%" PRIu64 ":%02u:%02u", hours, minutes, rest);
    else
        snprintf(text, CLOCKTEXT_SIZE, "%u:%02u", minutes, rest);
}
