/*
 * ringsim_validate.h - the parts of ringsim_validate.c: what is planned, what came of it, and how
 * it is shown.
 */
#ifndef TESTS_E2E_RINGSIM_VALIDATE_H
#define TESTS_E2E_RINGSIM_VALIDATE_H

#include "tests/e2e/ringsim_player.h"

enum { RUNS = 10, TRIALS = 3, BEGIN_MS = 2100, UNTIL_MS = 28000, EVENTS_MAX = 64 };

#define RANDOM_STOPS "15/min:uniform:300:1000"

struct plan {
    struct faults_event events[EVENTS_MAX];
    uint32_t count;
};

struct outcome {
    unsigned underruns;
    double silence_s;
};

struct run {
    struct player player;
    struct plan plan;
    uint32_t next; /* event of the plan */
    uint64_t seed;
    bool stopped; /* and to be continued at the end of the event */
    struct outcome real, planned, struck;
};

/*
 * Stops of 300 to 950 ms, with time enough between them for the ring to be full again; each ends
 * by itself or with a kill. One plan for all runs.
 */
void ringsim_plan_stops(struct plan *plan, bool end_with_kill);

/*
 * What `ringsim --stop RANDOM_STOPS` draws from the first seed after this one that strikes nobody
 * before BEGIN_MS, when all players are there. Returns that seed.
 */
uint64_t ringsim_plan_random(struct plan *plan, uint64_t seed);

/*
 * A table of ten runs, and whether the prediction holds: with one plan for all, it is among what
 * was measured; with a plan for each, its mean is within the 95 % interval of the measured mean.
 */
bool ringsim_table_print(const char *title, const struct run runs[RUNS], bool one_plan);

/* All trials in one picture. */
void ringsim_table_draw(struct run results[TRIALS][RUNS], const char *path);

#endif
