/*
 * stage_tmux.h - a terminal that a test can look at: a private tmux, with one program in it.
 *
 * Its server is a child of the test program and ends with it; its socket is in the stage's folder.
 */
#ifndef TESTS_E2E_STAGE_TMUX_H
#define TESTS_E2E_STAGE_TMUX_H

#include "tests/e2e/stage.h"

struct tmux {
    struct stage *stage;
    struct stage_process *server;
};

/* Starts a line of sh in a new terminal of that size, in the stage's folder. */
struct tmux tmux_start(struct stage *stage, unsigned columns, unsigned rows, const char *script);

/* Ends the server, and so the program in it. */
void tmux_end(struct tmux *tmux);

/* What is to be seen, a line for each row; valid until the next call. */
const char *tmux_screen(struct tmux *tmux);

/* Until it shows that; until it shows it no more. */
void tmux_await(struct tmux *tmux, const char *text);
void tmux_await_not(struct tmux *tmux, const char *text);

/* Presses a key, by tmux's name for it: "k", "C-c", "Space", "[". */
void tmux_press(struct tmux *tmux, const char *key);

void tmux_resize(struct tmux *tmux, unsigned columns, unsigned rows);

#endif
