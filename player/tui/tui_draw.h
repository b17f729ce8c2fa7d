/*
 * tui_draw.h - the parts of the screen, each drawn into its rows.
 */
#ifndef PLAYER_TUI_DRAW_H
#define PLAYER_TUI_DRAW_H

#include "player/tui/tui_facts.h"
#include "player/tui/tui_layout.h"
#include "player/tui/tui_list.h"
#include "player/tui/tui_prompt.h"
#include "player/tui/tui_sound.h"

enum { TUI_DRAW_MESSAGE = 1024 };

/* All that is to be seen. */
struct tui_view {
    const struct tui_facts *facts;
    const struct tui_list *list;
    const struct tui_sound *sound;
    const struct tui_prompt *prompt;
    const char *search;  /* what n and N go on searching for; "" nothing */
    const char *message; /* what was said last, or "" */
    bool alarming;       /* it was an error */
    bool loop_begun;     /* the loop's first end is marked: */
    double loop_from;    /* seconds */
    bool help;
    int help_top; /* the first row of help that is shown */
};

/* Rows that meters are worth. */
int tui_draw_meter_rows(const struct tui_view *view);

void tui_draw(const struct tui_view *view, const struct tui_layout *layout);

/* tui_draw_now.c */
void tui_draw_name(const struct tui_view *view, const struct tui_layout *layout);
void tui_draw_tags(const struct tui_view *view, const struct tui_layout *layout);
void tui_draw_clock(const struct tui_view *view, const struct tui_layout *layout);
void tui_draw_wave(const struct tui_view *view, const struct tui_layout *layout);

/* tui_draw_ring.c */
void tui_draw_meters(const struct tui_view *view, const struct tui_layout *layout);
void tui_draw_ring(const struct tui_view *view, const struct tui_layout *layout);

/* tui_draw_list.c */
void tui_draw_rule(const struct tui_view *view, const struct tui_layout *layout);
void tui_draw_list(const struct tui_view *view, const struct tui_layout *layout);
void tui_draw_foot(const struct tui_view *view, const struct tui_layout *layout);

/* All keys, instead of all else; ret_rows: how many rows that would take. */
void tui_draw_help(const struct tui_view *view, const struct tui_layout *layout, int *ret_rows);

/* The column that a second of the track is at, and the second at a column; of the whole width. */
int tui_draw_column(const struct tui_view *view, const struct tui_layout *layout, double seconds);
double tui_draw_seconds(const struct tui_view *view, const struct tui_layout *layout, int column);

/* The second at a column of the clock's row; false: it is outside of the bar. */
bool tui_draw_clock_seconds(const struct tui_view *view, const struct tui_layout *layout,
                            int column, double *ret_seconds);

/* The columns of the name, the tags and the waveform, which a picture may be beside. */
int tui_draw_width(const struct tui_layout *layout);

#endif
