/*
 * stage_terminal.h - a rondo in a pseudo-terminal: its settings, and what is to be seen there.
 */
#ifndef TESTS_E2E_STAGE_TERMINAL_H
#define TESTS_E2E_STAGE_TERMINAL_H

#include <termios.h>

#include "tests/e2e/stage.h"

enum { TERMINAL_ARGUMENTS = 8, TERMINAL_TEXT = 2048 };

/*
 * Starts rondo in a new terminal that has uncommon settings already; they are returned. Of the
 * arguments the last is NULL.
 */
struct stage_process *terminal_play(struct stage *stage, unsigned columns,
                                    const char *const *arguments, struct termios *ret_before);
#define TERMINAL_PLAY(stage, columns, ret_before, ...)                                             \
    terminal_play(stage, columns, (const char *const[TERMINAL_ARGUMENTS + 1]){__VA_ARGS__},        \
                  ret_before)

/* The same with a line of sh, in which "$@" stands for rondo and its arguments. */
struct stage_process *terminal_run(struct stage *stage, unsigned columns, const char *script,
                                   const char *const *arguments, struct termios *ret_before);

struct termios terminal_settings(const struct stage_process *process);
bool terminal_same_settings(const struct stage_process *process, const struct termios *before);

/* Until keys come one by one and unechoed, so that rondo has them. */
void terminal_await_taken(struct stage_process *process);

/*
 * The line that rondo has drawn last, without its colours, as columns of that many show it.
 * Fails if any line since byte `from` of stage_shown() is wider, or holds what is neither a
 * printable character nor one of the few sequences that rondo needs.
 */
const char *terminal_line(struct stage_process *process, size_t from, unsigned columns,
                          char line[TERMINAL_TEXT]);

/* Whether the line has that text, and until it has; it may be cut off while it is drawn. */
bool terminal_line_has(struct stage_process *process, const char *text);
void terminal_await_line(struct stage_process *process, const char *text);

#endif
