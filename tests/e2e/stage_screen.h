/*
 * stage_screen.h - rondo -u in a private tmux, in a shell that says where it is before and after.
 */
#ifndef TESTS_E2E_STAGE_SCREEN_H
#define TESTS_E2E_STAGE_SCREEN_H

#include "tests/e2e/stage_tmux.h"

struct screen_stage {
    struct tmux tmux;
    struct stage_process *rondo; /* for rondoctl; no process of the test's own */
};

/*
 * Starts rondo -u with the stage's name and these words, as sh takes them, and waits for its
 * screen. Before: what sh does first, "" for nothing, "TERM=vt100; " or the like.
 */
struct screen_stage screen_start(struct stage *stage, unsigned columns, unsigned rows,
                                 const char *before, const char *words);

/* The screen's process, once there is one that is not `former`. */
pid_t screen_pid(struct screen_stage *screen, pid_t former);

/* Until the row, from 0, has that text; fails after a while. */
void screen_await_row(struct screen_stage *screen, unsigned row, const char *text);

/* Clicks on a cell, from 0: once, or twice with no time in between. */
void screen_click(struct screen_stage *screen, unsigned row, unsigned column, bool twice);

/* Until the shell has said the status, and that the terminal is as before; ends tmux. */
void screen_await_end(struct screen_stage *screen, int status);

#endif
