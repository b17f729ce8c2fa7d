/*
 * options_number.c - whole numbers, in options and in requests.
 */
#include <ctype.h>
#include <errno.h>

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
