/*
 * tui_art.h - the picture beside the track (tui_cover.h), drawn by chafa, if that is there.
 *
 * chafa runs for itself meanwhile, without rights to write files or to reach others, for ten
 * seconds at the most; what it wrote is checked (tui_picture.h).
 */
#ifndef PLAYER_TUI_ART_H
#define PLAYER_TUI_ART_H

#include <stdbool.h>
#include <stdint.h>

#include "player/spawn.h"
#include "player/tui/tui_cover.h"
#include "player/tui/tui_layout.h"
#include "player/tui/tui_picture.h"

struct tui_art {
    bool possible;          /* chafa is installed */
    bool asked;             /* the terminal was asked what it can draw */
    enum tui_picture kind;  /* that it can; NONE: as far as is known */
    struct tui_cover cover; /* looks for the next picture */
    int picture;            /* the one that was found last; -1: none */
    struct process process; /* chafa, pid 0: it is not running */
    int output;             /* what it writes comes from here */
    uint64_t began_ms;
    int rows, columns; /* that it draws for */
    uint8_t *bytes;    /* what it has written */
    size_t count, room;
    bool done;   /* `count` bytes are a picture that can be shown */
    bool failed; /* there will be none of this picture */
};

/* What the terminal says of itself through its environment. */
void tui_art_begin(struct tui_art *art);

/* Another track. True: another picture, or none; else that may be when the cover's process ends. */
bool tui_art_follow(struct tui_art *art, const char *track);

/* It has ended. True: another picture, or none. */
bool tui_art_found(struct tui_art *art);

/* Whether room should be kept for it. */
bool tui_art_wanted(const struct tui_art *art);

/* There is so much room; starts chafa if need be. */
void tui_art_place(struct tui_art *art, const struct tui_rectangle *room, int cell_width,
                   int cell_height);

/* Its output is readable. True: it can be shown now, or never. */
bool tui_art_read(struct tui_art *art);

/* How long to wait for both processes; -1: none is running. When no time is left, it is killed. */
int tui_art_timeout_ms(struct tui_art *art);

void tui_art_end(struct tui_art *art);

#endif
