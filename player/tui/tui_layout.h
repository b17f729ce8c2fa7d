/*
 * tui_layout.h - which rows of the terminal each part has.
 *
 * The parts get their rows one after the other, the most important first, as long as there are any:
 * at 80×24 all are there, at 40×10 the name, the clock, a small waveform, the ring, four tracks and
 * the foot, and in one row the name with its time. What is left over goes to the list.
 */
#ifndef PLAYER_TUI_LAYOUT_H
#define PLAYER_TUI_LAYOUT_H

#include <stdbool.h>

enum tui_part {
    TUI_PART_NAME,   /* what plays, and how */
    TUI_PART_TAGS,   /* album, format */
    TUI_PART_WAVE,   /* the outline of the track */
    TUI_PART_CLOCK,  /* times, and a bar between them */
    TUI_PART_METERS, /* how loud it is */
    TUI_PART_RING,   /* its slots, and who sleeps */
    TUI_PART_RULE,   /* above the list */
    TUI_PART_LIST,
    TUI_PART_FOOT, /* the prompt, or what was said last */
    TUI_PARTS
};

struct tui_layout {
    int rows, columns;
    struct tui_rows {
        int top, rows; /* rows 0: it is not shown */
    } part[TUI_PARTS];
    struct tui_rectangle {
        int top, left, rows, columns; /* columns 0: none */
    } art;                            /* beside the name, the tags and the waveform */
};

/* meters: rows that these are worth; art: there is a picture. */
struct tui_layout tui_layout_make(int rows, int columns, int meters, bool art);

/* The part at a row. */
enum tui_part tui_layout_at(const struct tui_layout *layout, int row);

#endif
