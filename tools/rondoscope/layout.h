/*
 * layout.h - which panels are shown on so many rows, and how many each gets.
 */
#ifndef TOOLS_RONDOSCOPE_LAYOUT_H
#define TOOLS_RONDOSCOPE_LAYOUT_H

#include "tools/rondoscope/panel.h"

/* Draws all panels that find room, in their order on the screen. */
void layout_draw(const struct view *view, struct canvas *canvas);

/* As many rows as all panels can fill, for a page of that many columns. */
int layout_rows(const struct view *view, int columns);

#endif
