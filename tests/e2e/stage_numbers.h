/*
 * stage_numbers.h - files in which every frame says its own number, and what a card heard of them.
 *
 * A frame, 16 bits on two channels, names a track and its own place in it. So the card's record
 * tells which frames were played, in which order, whatever was done to the player. A frame of
 * zeros is none of them: it is silence, which a decoder that is late on a busy machine may cause
 * anywhere, so it is passed over.
 */
#ifndef TESTS_E2E_STAGE_NUMBERS_H
#define TESTS_E2E_STAGE_NUMBERS_H

#include "tests/e2e/stage.h"

enum {
    NUMBERS_RATE = 44100,
    NUMBERS_TRACKS = 200,
    NUMBERS_FRAMES_MAX = 1 << 22, /* of a track: 95 s */
    NUMBERS_FRAME_BYTES = 4,
    NUMBERS_SECOND_BYTES = NUMBERS_RATE * NUMBERS_FRAME_BYTES
};

/* Makes a WAV file. */
void numbers_write(struct stage *stage, const char *file, uint32_t track, uint32_t frames);

/* Frames that follow one another; silence in between does not end a run. */
struct numbers_run {
    uint32_t track;
    uint32_t first;
    uint32_t count;
};

/* All that the card has played so far; the caller frees the runs. */
struct numbers {
    struct numbers_run *runs;
    size_t count;
};
struct numbers numbers_heard(struct stage *stage);

/* The last of these runs; there has to be one. */
struct numbers_run numbers_last(struct stage *stage);

/* The card has played these runs and no others; a count of 0 in `runs` stands for any. */
void numbers_assert(struct stage *stage, const struct numbers_run *runs, size_t count);
#define NUMBERS_ASSERT(stage, ...)                                                                 \
    numbers_assert(stage, (const struct numbers_run[]){__VA_ARGS__},                               \
                   sizeof((const struct numbers_run[]){__VA_ARGS__}) / sizeof(struct numbers_run))

/* What the card has played last, as a run of one; false: silence, or nothing yet. */
bool numbers_now(struct stage *stage, struct numbers_run *ret_frame);

/* Until there are `count` runs, and the last of them has `frames`; returns it. */
struct numbers_run numbers_await_run(struct stage *stage, size_t count, uint32_t frames);

/* Until the card plays this track, and there frame `frame` or a later one. */
void numbers_await(struct stage *stage, uint32_t track, uint32_t frame);

#endif
