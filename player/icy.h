/*
 * icy.h - takes apart what an internet radio sends: sound, and between it what is being played.
 *
 * After every `interval` bytes of sound comes one byte, and 16 times its value of text, as in
 *
 *     StreamTitle='Artist - Title';StreamUrl='http://...';
 *
 * All of it is somebody else's: whatever comes, nothing outside of this struct is written, and a
 * title is at most ICY_TITLE_MAX - 1 bytes of valid UTF-8. It may still hold control characters:
 * clean it before it reaches a terminal.
 */
#ifndef PLAYER_ICY_H
#define PLAYER_ICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ICY_TITLE_MAX = 256, ICY_TEXT_MAX = 255 * 16, ICY_INTERVAL_MAX = 1 << 24 };

/* All zero: no metadata comes. */
struct icy {
    uint32_t interval;   /* 0: everything is sound */
    uint32_t sound_left; /* bytes of sound until the next length */
    uint32_t text_left;  /* bytes of the text that are still to come */
    uint32_t text_bytes; /* and that have come */
    bool reads_text;
    char text[ICY_TEXT_MAX + 1];
};

/* What a radio says of itself in the headers of its answer. */
struct icy_station {
    bool is; /* it is one */
    uint32_t interval;
    uint32_t kbits; /* 0: unknown */
    char name[128]; /* valid UTF-8, or "" */
};

void icy_read_headers(const char *headers, struct icy_station *ret_station);

/* A new connection. Above ICY_INTERVAL_MAX the interval cannot be meant, and counts as 0. */
void icy_begin(struct icy *icy, uint32_t interval);

/*
 * Takes bytes from *bytes, *count, up to the next title or to their end, and leaves what it has not
 * taken there. Sound is moved to `sound`, which may be where the bytes are; returns how much that
 * was. True in *ret_titled: a title has come, and title[] has it, maybe "".
 */
size_t icy_take(struct icy *icy, const char **bytes, size_t *count, char *sound, bool *ret_titled,
                char title[ICY_TITLE_MAX]);

/* Valid UTF-8 stays, anything else is taken for Latin-1; cut at a whole character. */
void icy_decode(char *text, size_t size, const char *bytes, size_t count);

#endif
