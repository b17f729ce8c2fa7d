/*
 * pseudo.h - running samples/ipc/pseudo-player, and comparing what it prints.
 */
#ifndef TESTS_E2E_PSEUDO_H
#define TESTS_E2E_PSEUDO_H

#include "tests/e2e/lessons.h"

struct pseudo_pids {
    pid_t producer;
    pid_t consumer;
};

/* Makes a file of so many lines, in which no two places look the same. */
void pseudo_write_numbers(struct stage *stage, const char *file, int numbers);

struct stage_process *pseudo_play(struct stage *stage, const char *rate, const char *file);

/* Its children now, by what it has said. */
struct pseudo_pids pseudo_who(struct stage_process *player);

/* Until it has printed so many bytes, or ended. */
void pseudo_await_printed(struct stage_process *player, size_t bytes);

/* How often the output goes back, by a piece at the most; -1: it is not the text even so. */
int pseudo_compare(struct stage_process *player, const char *file);

#endif
