/*
 * terminal.h - the terminal: single keys without echo, its width, and whether it is still there.
 *
 * A terminal is shared with the shell and with other jobs. It is changed only while rondo is in
 * its foreground, and what was found is put back exactly. Call terminal_enter() at the start
 * and after each SIGCONT, terminal_leave() before stopping (SIGTSTP) and at the end; both may be
 * called any number of times.
 */
#ifndef PLAYER_TERMINAL_H
#define PLAYER_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <termios.h>

struct terminal {
    int input;       /* keys come from here */
    int output;      /* the line goes there */
    bool controlled; /* there was a controlling terminal at the start */
    bool entered;
    struct termios found; /* while entered: the settings to put back */
};

/* Remembers the two descriptors, which stay the caller's, and changes nothing. */
void terminal_init(struct terminal *terminal, int input, int output);

/*
 * Gives keys one by one, without echo; Ctrl-C and Ctrl-Z stay signals. -ENOTTY: input is not the
 * controlling terminal; -EAGAIN: the terminal is someone else's now, this is in the background.
 */
int terminal_enter(struct terminal *terminal);

/* Remembers what is to be put back, for somebody else is about to change it. */
void terminal_keep(struct terminal *terminal);

/* Puts back what was found, unless someone else has the terminal, who then has done it. */
void terminal_leave(struct terminal *terminal);

/* Columns of the output, 80 where it does not say. */
uint32_t terminal_columns(const struct terminal *terminal);

/* After a SIGHUP: the terminal has hung up, so nobody asked for a reload. */
bool terminal_gone(const struct terminal *terminal);

#endif
