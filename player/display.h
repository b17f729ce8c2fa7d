/*
 * display.h - the line that shows what is playing, made from plain values.
 *
 * Nothing is printed here. On a terminal, display_line() fits into its columns:
 *
 *     ▶ 2/5  Artist – Title  0:12 / 3:45  ━━━━━━───────  ring  98%  vol 80%
 *
 * and leaves out, as it narrows, the ring, the bar, the volume, the count, the length, the name,
 * and the time, in that order. Elsewhere display_track() gives one line a track:
 *
 *     2/5 Artist - Title (3:45, FLAC, 44100 Hz, stereo, s16)
 *
 * Strings may hold any bytes, and are made safe (text.h).
 */
#ifndef PLAYER_DISPLAY_H
#define PLAYER_DISPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DISPLAY_SIZE = 4096 }; /* bytes that any line needs, with its final zero */

enum display_state {
    DISPLAY_PLAYING,
    DISPLAY_PAUSED,
    DISPLAY_WAITING, /* for sound: a track is opened, or the ring has run empty */
    DISPLAY_LOST,    /* the device is gone */
    DISPLAY_STATES
};

struct display_view {
    enum display_state state;
    uint32_t number;    /* of the track, from 1 */
    uint32_t count;     /* of tracks */
    const char *artist; /* NULL or "": unknown */
    const char *title;  /* NULL or "": unknown, and the file's name stands for it */
    const char *path;   /* NULL or "": unknown */
    uint64_t elapsed_ms;
    uint64_t total_ms; /* 0: unknown */
    double ring;       /* how full it is, 0 to 1 */
    uint32_t volume;   /* percent */
    const char *codec; /* "FLAC"; NULL or "": unknown; from here on for display_track() only */
    uint32_t rate;     /* 0: unknown, and then channels and sample are not shown either */
    uint32_t channels;
    const char *sample; /* "s16" */
};

/* How the terminal is. */
struct display_style {
    uint32_t columns;
    bool utf8;
    bool colour;
};

/* One line without its end, at most columns - 1 wide. */
void display_line(const struct display_view *view, const struct display_style *style,
                  char text[DISPLAY_SIZE]);

/* One line without its end, of any width. */
void display_track(const struct display_view *view, bool utf8, char text[DISPLAY_SIZE]);

#endif
