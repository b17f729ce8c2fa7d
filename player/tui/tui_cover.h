/*
 * tui_cover.h - the picture that belongs to a track: the one in its file, or else in its folder.
 *
 * ffmpeg, if it is installed, takes it out of the file. It runs for itself meanwhile, without
 * rights to write files or to reach others, for ten seconds at the most.
 */
#ifndef PLAYER_TUI_COVER_H
#define PLAYER_TUI_COVER_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "player/spawn.h"

struct tui_cover {
    char track[PATH_MAX];   /* whose picture is looked for, or was found */
    struct process process; /* ffmpeg, pid 0: it is not running */
    int memory;             /* what it has taken out */
    uint64_t began_ms;
};

/*
 * Looks for another track's. True: tui_cover_take() tells at once; else it tells when the process
 * has ended. A track that is not another one, or none, changes nothing.
 */
bool tui_cover_follow(struct tui_cover *cover, const char *track);

/* A picture open for reading, the caller's to close; -1: there is none. */
int tui_cover_take(struct tui_cover *cover);

/* How long to wait for the process; -1: for ever. When no time is left, it is killed. */
int tui_cover_timeout_ms(const struct tui_cover *cover);

/* Whether two open files, or -1, are one picture. */
bool tui_cover_same(int a, int b);

void tui_cover_end(struct tui_cover *cover);

#endif
