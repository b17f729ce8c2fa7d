/*
 * clean.c - character by character through the locale, and only what takes one column passes.
 */
#include "tools/rondoscope/clean.h"

#include <string.h>
#include <wchar.h>

bool clean_text(char *ret_text, size_t size, const char *source, size_t bytes)
{
    size_t used = 0;

    while (bytes > 0) {
        mbstate_t fresh = {0};
        wchar_t wide;
        size_t length = mbrtowc(&wide, source, bytes, &fresh);
        bool good = length > 0 && length <= bytes && wcwidth(wide) == 1;
        size_t step = length > 0 && length <= bytes ? length : 1;

        if (used + (good ? step : 1) >= size)
            break;
        if (good)
            memcpy(ret_text + used, source, step);
        else
            ret_text[used] = '?';
        used += good ? step : 1;
        source += step;
        bytes -= step;
    }
    ret_text[used] = '\0';
    return bytes == 0;
}
