/*
 * text.c - reads characters one by one, and passes on only the harmless ones.
 *
 * Decoding is strict (no overlong forms, no surrogates) and needs no locale. A damaged sequence
 * ends before the first byte that cannot belong to it, as the Unicode standard recommends, so
 * that one U+FFFD stands for one damaged character and a zero byte is never stepped over.
 */
#include "player/text.h"

#include <langinfo.h>
#include <string.h>
#include <wchar.h>

#define REPLACEMENT "\xef\xbf\xbd"
#define ELLIPSIS    "\xe2\x80\xa6"

/* Which lead bytes begin a sequence of how many bytes, and what its second byte may be. */
static const struct sequence {
    uint8_t lead_low;
    uint8_t lead_high;
    uint8_t bytes;
    uint8_t second_low;
    uint8_t second_high;
} sequences[] = {
    {0xc2, 0xdf, 2, 0x80, 0xbf}, {0xe0, 0xe0, 3, 0xa0, 0xbf}, {0xe1, 0xec, 3, 0x80, 0xbf},
    {0xed, 0xed, 3, 0x80, 0x9f}, {0xee, 0xef, 3, 0x80, 0xbf}, {0xf0, 0xf0, 4, 0x90, 0xbf},
    {0xf1, 0xf3, 4, 0x80, 0xbf}, {0xf4, 0xf4, 4, 0x80, 0x8f},
};

/* One character as it is shown. */
struct glyph {
    const char *text;
    uint32_t bytes;  /* of `text` */
    uint32_t source; /* bytes of the source it stands for */
    uint32_t width;
};

bool text_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static const struct sequence *find_sequence(uint8_t lead)
{
    for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++) {
        if (lead >= sequences[i].lead_low && lead <= sequences[i].lead_high)
            return &sequences[i];
    }
    return NULL;
}

uint32_t text_decode(const char *text, uint32_t *ret_bytes)
{
    const uint8_t *byte = (const uint8_t *)text;

    *ret_bytes = byte[0] != 0;
    if (byte[0] < 0x80)
        return byte[0];

    const struct sequence *sequence = find_sequence(byte[0]);
    if (!sequence)
        return TEXT_INVALID;

    uint32_t code = byte[0] & (0x7fu >> sequence->bytes);
    for (uint32_t i = 1; i < sequence->bytes; i++) {
        uint8_t low = i == 1 ? sequence->second_low : 0x80;
        uint8_t high = i == 1 ? sequence->second_high : 0xbf;
        *ret_bytes = i;
        if (byte[i] < low || byte[i] > high)
            return TEXT_INVALID;
        code = code << 6 | (byte[i] & 0x3fu);
    }
    *ret_bytes = sequence->bytes;
    return code;
}

bool text_unsafe(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || /* C0, DEL, C1 */
           (code >= 0x2028 && code <= 0x202e) ||            /* line ends, embeddings, overrides */
           (code >= 0x2066 && code <= 0x2069) ||            /* isolates */
           code == 0x061c || code == 0x200e || code == 0x200f; /* marks of direction */
}

static struct glyph next_glyph(bool utf8, const char *source)
{
    struct glyph glyph = {.text = source, .width = 1};
    uint32_t code = text_decode(source, &glyph.source);
    int width = -1;

    if (code != TEXT_INVALID && !text_unsafe(code) && (utf8 || code < 0x80))
        width = wcwidth((wchar_t)code);
    if (width >= 0) {
        glyph.bytes = glyph.source;
        glyph.width = (uint32_t)width;
    } else {
        glyph.text = utf8 ? REPLACEMENT : "?";
        glyph.bytes = (uint32_t)strlen(glyph.text);
    }
    return glyph;
}

static struct glyph ellipsis(bool utf8, size_t size, uint32_t columns)
{
    struct glyph glyph = {.text = utf8 ? ELLIPSIS : "...", .width = utf8 ? 1 : 3};

    while (!utf8 && *glyph.text && (glyph.width > columns || glyph.width >= size)) {
        glyph.text++;
        glyph.width--;
    }
    glyph.bytes = (uint32_t)strlen(glyph.text);
    if (glyph.width > columns || glyph.bytes >= size)
        return (struct glyph){.text = ""};
    return glyph;
}

uint32_t text_fit(bool utf8, char *text, size_t size, const char *source, uint32_t columns)
{
    if (size == 0)
        return 0;

    const struct glyph end = ellipsis(utf8, size, columns);
    size_t used = 0;
    size_t cut = 0; /* as much as leaves room for the ellipsis */
    uint32_t width = 0;
    uint32_t cut_width = 0;

    while (*source) {
        struct glyph glyph = next_glyph(utf8, source);
        if (glyph.width > columns - width || glyph.bytes >= size - used) {
            memcpy(text + cut, end.text, end.bytes);
            text[cut + end.bytes] = '\0';
            return cut_width + end.width;
        }
        memcpy(text + used, glyph.text, glyph.bytes);
        source += glyph.source;
        used += glyph.bytes;
        width += glyph.width;
        if (end.width <= columns - width && end.bytes < size - used) {
            cut = used;
            cut_width = width;
        }
    }
    text[used] = '\0';
    return width;
}

void text_sanitize(bool utf8, char *text, size_t size, const char *source)
{
    text_fit(utf8, text, size, source, UINT32_MAX);
}
