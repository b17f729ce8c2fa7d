/*
 * tty.h - the terminal as a screen that is drawn on, and keys; by ncurses.
 *
 * One screen a program. tty_close() puts the terminal back as it was found; so does ncurses on
 * Ctrl-Z, and takes it again on SIGCONT.
 */
#ifndef TOOLS_RONDOSCOPE_TTY_H
#define TOOLS_RONDOSCOPE_TTY_H

#include "tools/rondoscope/canvas.h"

/* Keys that are no characters; the values are above those of characters. */
enum tty_key { TTY_NONE = -1, TTY_LEFT = 0x110000, TTY_RIGHT, TTY_HOME, TTY_OTHER };

/* Takes standard input and output. -ENOTTY: they are no terminal; -EINVAL: one of no use.
 */
int tty_open(bool colour);
void tty_close(void);

/* Rows and columns, at least 1 each; asks the terminal anew after a SIGWINCH. */
void tty_size(int *ret_rows, int *ret_columns);
void tty_resized(void);

/* Shows a canvas of that size: what has changed is sent, nothing is erased before. */
void tty_show(const struct canvas *canvas, bool utf8);

/* Everything is sent with the next one: something else has written to the terminal. */
void tty_spoiled(void);

/* The next key that is there, a character or enum tty_key; TTY_NONE: none is. */
int tty_key(void);

#endif
