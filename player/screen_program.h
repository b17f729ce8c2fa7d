/*
 * screen_program.h - rondo-screen, which has the terminal while `rondo -u` plays.
 *
 * It is a process of its own: a client of the player's queues and a reader of its ring. So it may
 * wait for a terminal that takes nothing, or be killed, and the player neither waits nor stops. It
 * stays in the player's process group, for that is the terminal's foreground.
 */
#ifndef PLAYER_SCREEN_PROGRAM_H
#define PLAYER_SCREEN_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "player/spawn.h"

struct screen_program {
    struct process process; /* pid 0: the terminal is the player's own */
    bool wanted;
    uint32_t deaths;   /* in a row, each soon after its start */
    uint64_t began_ms; /* of the last start */
};

struct session;

/* Whether there is a terminal for it; else one line in why[]. */
bool screen_program_possible(char *why, size_t why_size);

/* Starts it, or, where it has been stopped as a job, lets it go on. */
void screen_program_enter(struct session *s);

/* Before the player stops itself: it gives the terminal back and stops, at most 1 s later. */
void screen_program_suspend(struct session *s);

/* Its process has ended: the terminal is put right, and the next one started, or the line drawn. */
void screen_program_ended(struct session *s);

/* The queues are gone, which ends it: waits for that, at most 1 s, then kills it. */
void screen_program_leave(struct session *s);

#endif
