/*
 * tui_list.h - the part of the list that is shown, and the track that is chosen.
 *
 * The list may be long, so only pages of it are asked for: those that the rows on the screen need.
 * Tracks are counted from 1, as people do; 0 is none.
 */
#ifndef PLAYER_TUI_LIST_H
#define PLAYER_TUI_LIST_H

#include <stdbool.h>
#include <stdint.h>

enum { TUI_LIST_KEPT = 512, TUI_LIST_TEXT = 256 };

struct tui_list_row {
    char name[TUI_LIST_TEXT];   /* its title, or its file's name */
    char folder[TUI_LIST_TEXT]; /* the last folder that the file is in */
    bool failed;
};

struct tui_list {
    uint32_t tracks;
    uint32_t chosen;
    uint32_t top; /* the first that is shown */
    uint32_t rows;
    bool following; /* the chosen one is the one that plays, until somebody chooses */

    uint32_t revision; /* of what is kept here */
    uint32_t first;    /* the first that is kept; */
    uint32_t count;    /* and how many are, in a row */
    bool asked;        /* a page is under way */
    bool stale;        /* the player's list is another one now */
    struct tui_list_row kept[TUI_LIST_KEPT];
};

/* The player has so many tracks, plays that one, and its list is of that revision. */
void tui_list_follow(struct tui_list *list, uint32_t tracks, uint32_t playing, uint32_t revision);

/* There is room for so many rows; the chosen track is among them then. */
void tui_list_show(struct tui_list *list, uint32_t rows);

/* Chooses another one: by so many rows, or that one. */
void tui_list_move(struct tui_list *list, int64_t by);
void tui_list_choose(struct tui_list *list, uint32_t track);

/* Moves the window by so many rows; the chosen track stays within. */
void tui_list_scroll(struct tui_list *list, int64_t by);

/* The track whose page has to be asked for; 0: all that is shown is there, or under way. */
uint32_t tui_list_wants(const struct tui_list *list);

struct json_object;

/* Takes a page; NULL: it was refused. */
void tui_list_take(struct tui_list *list, struct json_object *page);

/* NULL: it is not here yet. */
const struct tui_list_row *tui_list_row(const struct tui_list *list, uint32_t track);

#endif
