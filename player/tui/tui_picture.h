/*
 * tui_picture.h - what chafa writes, let through only if it is a picture and nothing else.
 *
 * The picture comes from a file that may be hostile, and what is made of it steers the terminal.
 */
#ifndef PLAYER_TUI_PICTURE_H
#define PLAYER_TUI_PICTURE_H

#include <stddef.h>
#include <stdint.h>

enum tui_picture { TUI_PICTURE_NONE, TUI_PICTURE_SIXEL, TUI_PICTURE_KITTY };

/*
 * How many of these bytes are pictures of that kind, from the first on, to the end of the last one:
 * all but white space at the end, or -EBADMSG.
 */
int64_t tui_picture_check(enum tui_picture kind, const uint8_t *bytes, size_t count);

#endif
