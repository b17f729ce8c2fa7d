/*
 * modes.h - lists of numbered tracks that come round again, and what of them is to be heard.
 */
#ifndef TESTS_E2E_MODES_H
#define TESTS_E2E_MODES_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"

enum { LONG = 132300, SHORT = 11025, SOON = 4000, MS = NUMBERS_RATE / 100 }; /* frames; of 10 ms */

/* a.wav, the longest, and b.wav to e.wav; their frames say who they are. */
static inline void write_tracks(struct stage *stage)
{
    char file[] = "a.wav";

    for (uint32_t i = 0; i < 5; i++) {
        file[0] = (char)('a' + i);
        numbers_write(stage, file, i + 1, i == 0 ? LONG : SHORT);
    }
    stage_card(stage, &(struct card_options){0});
}

static inline void ask(struct stage_process *rondo, const char *verb, const char *word)
{
    struct stage_process *ctl = stage_ctl(rondo, verb, word, NULL);

    if (ctl->status != 0)
        fail_msg("%s: %s", verb, stage_errors(ctl));
}

static inline void kill_producer(struct stage_process *rondo)
{
    double restarts = stage_number(stage_status(rondo), "restarts.producer");

    kill(control_pids(rondo).producer, SIGKILL);
    stage_await_number(rondo, "restarts.producer", restarts + 1);
}

/* Until there are so many runs, and so many frames of the last of them; or more runs. */
static inline void await_round(struct stage *stage, struct stage_process *rondo, size_t count,
                               uint32_t frames)
{
    bool there = false;

    for (uint64_t since = 0; !there; stage_tick(rondo, &since, "the next round")) {
        struct numbers heard = {0};

        if (card_recorded(&stage->card) > 0)
            heard = numbers_heard(stage);
        there =
            heard.count > count || (heard.count == count && heard.runs[count - 1].count >= frames);
        free(heard.runs);
    }
}

static inline bool same_run(const struct numbers_run *a, const struct numbers_run *b)
{
    return a->track == b->track && a->first == b->first && (a->count == b->count || b->count == 0);
}

/*
 * What is told to go on otherwise begins again where the device was asked to be silent. On a busy
 * machine it plays on for a moment between being asked how far it is and being silent.
 */
static inline bool cut_short(const struct numbers_run *run, const struct numbers_run *next)
{
    return same_run(run, &(struct numbers_run){next->track, next->first, 0}) &&
           run->count <= 5 * MS;
}

/*
 * The card has played the first run, then that round any number of times, for a slow machine may
 * hear more of them until somebody is told to end it, and then these `count` runs.
 */
static inline void assert_rounds(struct stage *stage, struct numbers_run first,
                                 struct numbers_run round, const struct numbers_run *last,
                                 size_t count)
{
    struct numbers heard = numbers_heard(stage);

    for (size_t i = 0; i < heard.count; i++) {
        const struct numbers_run *run = &heard.runs[i], *expected = &round;

        if (i == 0 && heard.count > count)
            expected = &first;
        else if (i + count >= heard.count)
            expected = &last[i + count - heard.count];
        else if (i + count + 1 == heard.count && cut_short(run, &last[0]))
            expected = run;
        if (!same_run(run, expected))
            fail_msg(
                "run %zu of %zu is track %u, %u frames from %u on; not track %u, %u from %u on", i,
                heard.count, run->track, run->count, run->first, expected->track, expected->count,
                expected->first);
    }
    assert_true(heard.count > count);
    free(heard.runs);
}
#define ASSERT_ROUNDS(stage, first, round, ...)                                                    \
    assert_rounds(stage, first, round, (const struct numbers_run[]){__VA_ARGS__},                  \
                  sizeof((const struct numbers_run[]){__VA_ARGS__}) / sizeof(struct numbers_run))
#define RUN(...) ((struct numbers_run){__VA_ARGS__})

#endif
