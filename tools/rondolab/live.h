/*
 * live.h - a real rondo, in a world of the lab's own, on the simulated device.
 *
 * It is the rondo beside rondolab's own executable. Its name is LIVE_NAME, its XDG_RUNTIME_DIR the
 * lab's private folder, so no other player is met. What the listener hears is recorded; the ring
 * stays mapped, read-only, as long as the struct is in use, beyond the player's end.
 *
 * Functions return 0 or a negative errno; -ECANCELED: trial->refused says all.
 */
#ifndef TOOLS_RONDOLAB_LIVE_H
#define TOOLS_RONDOLAB_LIVE_H

#include "shmring/instance.h"
#include "tools/rondolab/recorder.h"
#include "tools/rondolab/trial.h"

#define LIVE_NAME "lab"

enum { LIVE_OPTIONS_MAX = 4, LIVE_ANSWER_MS = 10000 };

struct live {
    struct trial *trial;
    pid_t pid; /* 0: none, or reaped */
    struct instance_record record;
    struct ring *ring;
};

/*
 * Starts it, with further options (NULL: none; else NULL ends them), and returns when something has
 * been heard.
 */
int live_start(struct trial *trial, const char *const options[LIVE_OPTIONS_MAX],
               struct live *ret_live);

/* Tells it to quit, kills it if it does not, and reaps it. The ring stays. Nothing without one. */
void live_end(struct live *live);

/* It has been killed: reaps it. */
void live_bury(struct live *live);

/* live_end(), and gives the ring back. */
void live_close(struct live *live);

/* The child of that role, by the player's log and the kernel's word; 0: there is none now. */
pid_t live_child(const struct live *live, enum flight_role role);

/* A number of `rondoctl status`, by its path: "restarts.consumer". -1: no answer, or none such. */
int64_t live_number(const struct live *live, const char *member);

/* Whether it answers within so many ms. */
bool live_answers(const struct live *live, uint32_t timeout_ms);

/* Until such an event is in the log, or for AWAIT_S seconds; whether it is. */
bool live_await(const struct live *live, enum flight_role role,
                const struct recorder_wanted *wanted, size_t count, struct flight_event *ret_first);

/* Until a number of the status is at least that, or for AWAIT_S seconds; the number. */
int64_t live_await_number(const struct live *live, const char *member, int64_t at_least);

/* Until so many more blocks have been heard, or for AWAIT_S seconds. */
void live_await_blocks(const struct live *live, uint32_t blocks);

struct semset_snapshot live_look(const struct live *live);

/*
 * Compares all that was heard with the sound, as a case of the report: it has to be the sound from
 * its first frame on, and more than `heard_before` frames. live_end() comes first.
 */
int live_compare_heard(struct live *live, uint64_t heard_before);

#endif
