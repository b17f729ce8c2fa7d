/*
 * view.h - what the panels draw from: a picture, and what the person in front of it has chosen.
 */
#ifndef TOOLS_RONDOSCOPE_VIEW_H
#define TOOLS_RONDOSCOPE_VIEW_H

#include "tools/rondoscope/canvas.h"
#include "tools/rondoscope/cells.h"
#include "tools/rondoscope/healing.h"

enum { VIEW_RECENT = 64, VIEW_LIVE = -1, VIEW_FOLLOW = -1, VIEW_TEXT_MAX = 64 };

/* What gets more room than it would have by itself. */
enum view_focus { VIEW_FOCUS_NONE, VIEW_FOCUS_SLOTS, VIEW_FOCUS_EVENTS };

struct view {
    const struct picture *picture;
    const struct healing *healing;
    const struct picture_event *recent; /* the newest events, the oldest of them first */
    size_t recent_count;
    enum flight_role chosen;
    enum view_focus focus;
    int slot;            /* whose block is described; VIEW_FOLLOW: the next one to be heard */
    int at;              /* the entry of the healing that the picture is of, or VIEW_LIVE */
    const char *message; /* in the last row; NULL: the keys */
    bool all;            /* on paper, where there is room for everything */
};

/* The styles and shapes of a cell. */
enum style view_cell_style(enum cell cell);
wchar_t view_cell_glyph(enum cell cell);

/* "1:02.345"; "?" where the rate is 0. */
void view_time(uint64_t frames, uint32_t rate, char ret_text[VIEW_TEXT_MAX]);

/* The slot that is described. */
uint16_t view_slot(const struct view *view);

/* "FREE 1, PRODUCER 1", "nothing". */
void view_debts(const struct picture_debts *debts, char ret_text[VIEW_TEXT_MAX]);

#endif
