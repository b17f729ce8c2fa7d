/*
 * panel.h - the parts of the screen, each of which draws itself into the rows that it gets.
 */
#ifndef TOOLS_RONDOSCOPE_PANEL_H
#define TOOLS_RONDOSCOPE_PANEL_H

#include "tools/rondoscope/view.h"

struct panel {
    /* The fewest rows in which it says something, and as many as it can fill; 0: it stays out. */
    int (*least)(const struct view *view, int columns);
    int (*most)(const struct view *view, int columns);
    void (*draw)(const struct view *view, struct canvas *canvas, int top, int rows);
    bool whole; /* what is between the two is of no use to it */
};

extern const struct panel panel_title;      /* the instance, and how it is */
extern const struct panel panel_ring;       /* all slots in a row */
extern const struct panel panel_slots;      /* each slot with its track and time */
extern const struct panel panel_runs;       /* the same, neighbours in one line; on paper */
extern const struct panel panel_processes;  /* who sits in the seats */
extern const struct panel panel_semaphores; /* values, sleepers, who acted last */
extern const struct panel panel_signals;    /* those of the chosen process; on paper, of all */
extern const struct panel panel_objects;    /* ids and keys, and what waits in the queues */
extern const struct panel panel_events;     /* the newest of the flight recorder */
extern const struct panel panel_healing;    /* what followed a signal or a death */
extern const struct panel panel_footer;     /* a message, or the keys */

/*
 * All keys, over the whole canvas, from that line on; and the line that the next page begins with
 * on a screen of so many rows, or 0: that was all.
 */
void panel_help(struct canvas *canvas, int first);
int panel_help_next(int first, int rows);

#endif
