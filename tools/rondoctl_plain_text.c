/*
 * rondoctl_plain_text.c - text that comes from anywhere, made safe for a terminal.
 */
#include "tools/rondoctl_plain.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

/* What steers a terminal or disguises a text: control characters, line ends, directions. */
static bool unsafe(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0x061c || code == 0x200e || code == 0x200f;
}

/* The code of a UTF-8 character of up to three bytes; of a longer one, which is safe, any. */
static uint32_t code_of(const char *text, size_t bytes)
{
    const unsigned char *byte = (const unsigned char *)text;

    if (bytes == 2)
        return (byte[0] & 0x1fu) << 6 | (byte[1] & 0x3fu);
    if (bytes == 3)
        return (byte[0] & 0x0fu) << 12 | (byte[1] & 0x3fu) << 6 | (byte[2] & 0x3fu);
    return bytes == 1 ? byte[0] : 0x10000;
}

/* Bytes of the UTF-8 character at `text`, or 0 where there is none. */
static size_t character_bytes(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t bytes = byte[0] < 0x80 ? 1 : byte[0] < 0xe0 ? 2 : byte[0] < 0xf0 ? 3 : 4;

    if ((byte[0] >= 0x80 && byte[0] < 0xc2) || byte[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < bytes; i++) {
        if ((byte[i] & 0xc0) != 0x80)
            return 0;
    }
    /* A longer form of a shorter character might hide a control character. */
    if ((byte[0] == 0xe0 && byte[1] < 0xa0) || (byte[0] == 0xf0 && byte[1] < 0x90))
        return 0;
    return bytes;
}

void rondoctl_plain_text(const char *text, FILE *out)
{
    while (*text) {
        size_t bytes = character_bytes(text);
        if (bytes > 0 && !unsafe(code_of(text, bytes)))
            fwrite(text, 1, bytes, out);
        else
            fputc('?', out);
        text += bytes > 0 ? bytes : 1;
    }
}

void rondoctl_plain_json(struct json_object *object, FILE *out)
{
    const char *text = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
                                                                  JSON_C_TO_STRING_NOSLASHESCAPE);

    while (*text) {
        size_t bytes = character_bytes(text);
        uint32_t code = code_of(text, bytes);
        if (bytes == 0)
            fputs("\\ufffd", out);
        else if (unsafe(code))
            fprintf(out, "\\u%04x", code);
        else
            fwrite(text, 1, bytes, out);
        text += bytes > 0 ? bytes : 1;
    }
    fputc('\n', out);
}
