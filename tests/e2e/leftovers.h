/*
 * leftovers.h - a player in one of the situations that it may have to end in, and what is left.
 */
#ifndef TESTS_E2E_LEFTOVERS_H
#define TESTS_E2E_LEFTOVERS_H

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_kernel.h"

enum situation { SIM_PLAYING, SIM_PAUSED, CARD_PLAYING, SITUATIONS };

enum { LEFTOVERS_OPTIONS = 4 };

struct leftovers {
    struct stage_process *rondo;
    struct control_pids pids;
    enum situation situation;
};

/* Plays, with these further options, up to the first sound, and pauses where that is asked for. */
struct leftovers leftovers_play(struct stage *stage, enum situation situation,
                                const char *const options[LEFTOVERS_OPTIONS]);

/* The same in a terminal. */
struct leftovers leftovers_play_in_terminal(struct stage *stage, enum situation situation);

/* Kills all three at once, so that nobody cleans up. */
void leftovers_kill_all(const struct leftovers *l);

/* All three processes end, and all objects go; the file, too, unless rondo was killed. */
void leftovers_await_end(const struct leftovers *l);

/* A player of the same name comes up, plays to the end, and then nothing is left. */
void leftovers_play_again(struct stage *stage);

/*
 * rondoctl doctor with --reap, or NULL; it exits with that status. Returns what it wrote. For
 * tests in isolation only: else it would find, and reap, what other tests have left for now.
 */
const char *leftovers_doctor(struct stage *stage, const char *option, int status);

#endif
