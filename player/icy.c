/*
 * icy.c - see icy.h. A state machine of three states: sound, one byte of length, text.
 */
#include "player/icy.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "player/text.h"

/* The text behind a header's name, or NULL; of several answers (redirections) the last counts. */
static const char *header(const char *headers, const char *name)
{
    const char *found = NULL;
    size_t length = strlen(name);

    for (const char *line = headers; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncasecmp(line, name, length) == 0 && line[length] == ':')
            found = line + length + 1 + strspn(line + length + 1, " \t");
    }
    return found;
}

static uint32_t number(const char *text, uint32_t most)
{
    unsigned long value = text && *text >= '0' && *text <= '9' ? strtoul(text, NULL, 10) : 0;

    return value <= most ? (uint32_t)value : 0;
}

static bool has_any(const char *headers)
{
    return strncasecmp(headers, "icy ", 4) == 0 || strcasestr(headers, "\nicy-") ||
           strcasestr(headers, "\nICY 200");
}

void icy_read_headers(const char *headers, struct icy_station *ret_station)
{
    const char *name = header(headers, "icy-name");

    *ret_station = (struct icy_station){
        .is = has_any(headers),
        .interval = number(header(headers, "icy-metaint"), ICY_INTERVAL_MAX),
        .kbits = number(header(headers, "icy-br"), 100000),
    };
    if (name)
        icy_decode(ret_station->name, sizeof(ret_station->name), name, strcspn(name, "\r\n"));
}

void icy_begin(struct icy *icy, uint32_t interval)
{
    if (interval > ICY_INTERVAL_MAX)
        interval = 0;
    *icy = (struct icy){.interval = interval, .sound_left = interval};
}

static bool is_utf8(const char *bytes, size_t count)
{
    char copy[ICY_TEXT_MAX + 1];
    uint32_t length;

    if (count > ICY_TEXT_MAX)
        return false;
    memcpy(copy, bytes, count);
    copy[count] = '\0';
    for (const char *at = copy; *at; at += length)
        if (text_decode(at, &length) == TEXT_INVALID)
            return false;
    return true;
}

void icy_decode(char *text, size_t size, const char *bytes, size_t count)
{
    bool utf8 = is_utf8(bytes, count);
    size_t used = 0;

    for (size_t i = 0; i < count && bytes[i]; i++) {
        uint8_t byte = (uint8_t)bytes[i];

        if (used + (utf8 || byte < 0x80 ? 1 : 2) >= size)
            break;
        if (!utf8 && byte >= 0x80) {
            text[used++] = (char)(0xc0 | byte >> 6);
            byte = 0x80 | (byte & 0x3f);
        }
        text[used++] = (char)byte;
    }
    /* A character that was cut through goes. */
    if (utf8 && used < count && (bytes[used] & 0xc0) == 0x80) {
        while (used > 0 && (text[used - 1] & 0xc0) == 0x80)
            used--;
        used -= used > 0;
    }
    text[used] = '\0';
}

/* Behind StreamTitle=' up to the next "';", or else up to the end: titles have quotes, too. */
static bool find_title(const struct icy *icy, char title[ICY_TITLE_MAX])
{
    static const char key[] = "StreamTitle='";
    const char *from = strstr(icy->text, key), *to;

    if (!from)
        return false;
    from += sizeof(key) - 1;
    to = strstr(from, "';");
    if (!to)
        to = strrchr(from, '\'');
    icy_decode(title, ICY_TITLE_MAX, from, to ? (size_t)(to - from) : strlen(from));
    return true;
}

static bool take_text(struct icy *icy, const char *bytes, size_t count, char title[ICY_TITLE_MAX])
{
    memcpy(icy->text + icy->text_bytes, bytes, count);
    icy->text_bytes += (uint32_t)count;
    icy->text_left -= (uint32_t)count;
    if (icy->text_left > 0)
        return false;
    icy->text[icy->text_bytes] = '\0';
    icy->reads_text = false;
    icy->sound_left = icy->interval;
    return find_title(icy, title);
}

static void take_length(struct icy *icy, uint8_t length)
{
    icy->text_left = (uint32_t)length * 16;
    icy->text_bytes = 0;
    icy->reads_text = length > 0;
    icy->sound_left = length > 0 ? 0 : icy->interval;
}

static size_t lesser(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t icy_take(struct icy *icy, const char **bytes, size_t *count, char *sound, bool *ret_titled,
                char title[ICY_TITLE_MAX])
{
    size_t moved = 0;

    *ret_titled = false;
    while (*count > 0 && !*ret_titled) {
        size_t step = *count;

        if (icy->interval == 0 || icy->sound_left > 0) {
            step = icy->interval == 0 ? step : lesser(step, icy->sound_left);
            memmove(sound + moved, *bytes, step);
            moved += step;
            icy->sound_left -= icy->interval == 0 ? 0 : (uint32_t)step;
        } else if (icy->reads_text) {
            step = lesser(step, icy->text_left);
            *ret_titled = take_text(icy, *bytes, step, title);
        } else {
            step = 1;
            take_length(icy, (uint8_t) * *bytes);
        }
        *bytes += step;
        *count -= step;
    }
    return moved;
}
