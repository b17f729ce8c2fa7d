/*
 * tui_picture.c - the grammar of the two kinds of pictures.
 *
 *   sixel  ESC P NUMBERS q DATA ESC \          data: '"' '#' '!' '$' '-' digits ';' and '?' to '~'
 *   kitty  ESC _ G KEYS [; BASE64] ESC \       keys: of the picture itself, none that names a file
 *
 * A kitty command could read a file or shared memory (t=f, t=s), so its keys are a short list.
 */
#include "player/tui/tui_picture.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

enum { ESC = 0x1b };

struct reader {
    const uint8_t *at, *end;
};

static bool take(struct reader *reader, const char *text)
{
    size_t length = strlen(text);

    if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, text, length) != 0)
        return false;
    reader->at += length;
    return true;
}

/* As many as there are of these characters. */
static void pass(struct reader *reader, const char *set)
{
    while (reader->at < reader->end && *reader->at != 0 && strchr(set, *reader->at))
        reader->at++;
}

static bool take_sixel(struct reader *reader)
{
    if (!take(reader, "\033P"))
        return false;
    pass(reader, "0123456789;");
    if (!take(reader, "q"))
        return false;
    while (reader->at < reader->end &&
           ((*reader->at >= '?' && *reader->at <= '~') ||
            (*reader->at != 0 && strchr("\"#!$-0123456789;\n\r", *reader->at))))
        reader->at++;
    return take(reader, "\033\\");
}

/* a=T: show it; f, s, v: its format and size; c, r: cells; m: more follows; q: no answer. */
static bool take_keys(struct reader *reader)
{
    while (take(reader, ",") || (reader->at < reader->end && strchr("afsvcrmq", *reader->at))) {
        bool action = take(reader, "a=T");

        if (action)
            continue;
        if (reader->at == reader->end || *reader->at == 0 || !strchr("fsvcrmq", *reader->at))
            return false;
        reader->at++;
        if (!take(reader, "="))
            return false;
        pass(reader, "0123456789");
    }
    return true;
}

static bool take_kitty(struct reader *reader)
{
    if (!take(reader, "\033_G") || !take_keys(reader))
        return false;
    if (take(reader, ";"))
        pass(reader, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
    return take(reader, "\033\\");
}

int64_t tui_picture_check(enum tui_picture kind, const uint8_t *bytes, size_t count)
{
    struct reader reader = {.at = bytes, .end = bytes + count};
    const uint8_t *good = bytes;

    while (kind == TUI_PICTURE_SIXEL ? take_sixel(&reader) : take_kitty(&reader))
        good = reader.at;
    reader.at = good;
    pass(&reader, " \r\n");
    return good > bytes && reader.at == reader.end ? good - bytes : -EBADMSG;
}
