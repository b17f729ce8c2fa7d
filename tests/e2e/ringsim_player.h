/*
 * ringsim_player.h - a real player under faults, timed as ringsim times them: in ms from the first
 * sound on.
 *
 * The ring is looked at read-only from here; processes are found by their seats.
 */
#ifndef TESTS_E2E_RINGSIM_PLAYER_H
#define TESTS_E2E_RINGSIM_PLAYER_H

#include "tests/e2e/stage.h"
#include "tools/ringsim/faults.h"

enum { PLAYER_FAULTS_MAX = 512 };

struct player {
    struct stage_process *rondo;
    struct ring *ring;
    double zero_ms;                              /* CLOCK_MONOTONIC at the first sound */
    struct faults_event done[PLAYER_FAULTS_MAX]; /* what was done to it, and when */
    uint32_t count;
};

/* Plays a WAV file of 44100 Hz on the simulated device. --buffer and --name, or NULL for the usual.
 */
void player_start(struct player *player, struct stage *stage, const char *buffer, const char *name,
                  const char *file);

/* Until all of them sound, which tells zero_ms. */
void player_await_sound(struct player *players[], uint32_t count);

/* Ends it. */
void player_end(struct player *player);

double player_now_ms(void); /* CLOCK_MONOTONIC */
double player_time_ms(const struct player *player);
void player_sleep_until(const struct player *player, double time_ms);

/* Slots that are not free: filled, in the device, or being filled. */
uint32_t player_level(const struct player *player);

/* All underruns that its status counts. */
unsigned player_underruns(struct player *player);

/* How long it was silent until now, as far as what was heard tells: to about 20 ms. */
double player_silence_ms(struct player *player);

/* SIGSTOP to the producer; SIGCONT to the one that was stopped; SIGKILL. They are noted in done[].
 */
void player_stop(struct player *player);
void player_continue(struct player *player);
void player_kill(struct player *player);

/* The slot that is filled next: another one as soon as there is another block. */
int player_head(const struct player *player);

/* Writes done[], or any other plan, as a schedule for ringsim into a file of the stage. */
void player_write_schedule(struct stage *stage, const char *file, const struct faults_event *events,
                           uint32_t count);

#endif
