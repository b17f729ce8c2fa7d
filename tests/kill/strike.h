/*
 * strike.h - one playback through the virtual card while its processes are killed at random.
 */
#ifndef TESTS_KILL_STRIKE_H
#define TESTS_KILL_STRIKE_H

#include "tests/e2e/heard.h"
#include "tests/e2e/stage.h"

enum { STRIKE_LATENCY_MS = 80 }; /* what the device may hold, and so what may come again */

enum strike_at { STRIKE_PRODUCER, STRIKE_CONSUMER, STRIKE_BOTH };

struct strike {
    unsigned producers; /* killed */
    unsigned consumers;
    uint64_t frames; /* of the sound */
    uint32_t rate;
    struct heard heard;
};

/*
 * Plays the end of a composed 16 bit sample, from `start` seconds on, and kills until there were
 * `kills` or the music is over. Fails the test if it does not end with status 0, if a frame was
 * skipped or is wrong, or if more came again than the device held.
 */
struct strike strike_at_random(struct stage *stage, const char *sample, unsigned start,
                               enum strike_at at, unsigned kills);

#endif
