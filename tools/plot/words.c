/*
 * words.c - texts are copied once, when the caller hands them over, and are safe from then on.
 *
 * One bad byte would put cairo's whole drawing into an error state, and one control character
 * would make an SVG that no parser takes.
 */
#include "tools/plot/words.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char REPLACEMENT[] = "\xEF\xBF\xBD";

/* How many bytes a sequence has that begins so; 0: none begins so. */
static size_t sequence_bytes(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first < 0xE0)
        return 2;
    if (first >= 0xE0 && first < 0xF0)
        return 3;
    return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

/* Half of a pair, or no character for ever: XML does not know the ones, nor cairo the others. */
static bool forbidden(uint32_t code)
{
    return (code >= 0xD800 && code < 0xE000) || (code >= 0xFDD0 && code < 0xFDF0) ||
           (code & 0xFFFE) == 0xFFFE;
}

/* The bytes of a well-formed character that may be drawn, or 0. The text ends with a zero, which
 * continues nothing. */
static size_t character_bytes(const char *text)
{
    static const uint32_t first_mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t bytes = sequence_bytes((unsigned char)*text);
    uint32_t code = (unsigned char)*text & first_mask[bytes];

    for (size_t i = 1; i < bytes; i++) {
        unsigned char next = (unsigned char)text[i];

        if ((next & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (next & 0x3F);
    }
    if (bytes == 0 || code < least[bytes] || code > 0x10FFFF || forbidden(code))
        return 0;
    return bytes;
}

static bool control(const char *text, size_t bytes)
{
    unsigned char first = (unsigned char)text[0];

    if (bytes == 2)
        return first == 0xC2 && (unsigned char)text[1] < 0xA0;
    return bytes == 1 && (first < 0x20 || first == 0x7F);
}

char *words_copy(const char *text)
{
    const char *from = text ? text : "";
    char *copy = malloc(3 * strlen(from) + 1);
    char *to = copy;

    if (!copy)
        return NULL;
    while (*from) {
        size_t bytes = character_bytes(from);

        if (bytes == 0) {
            to = mempcpy(to, REPLACEMENT, sizeof(REPLACEMENT) - 1);
            from++;
        } else if (control(from, bytes)) {
            *to++ = ' ';
            from += bytes;
        } else {
            to = mempcpy(to, from, bytes);
            from += bytes;
        }
    }
    *to = '\0';
    return copy;
}
