/*
 * try_consumer_dies.c - a consumer is killed before, inside and after each of its steps.
 */
#include "tools/rondolab/deaths.h"
#include "tools/rondolab/experiment.h"

#define HEARD                                                                                      \
    {                                                                                              \
        PARTY_CLAIM, PARTY_HEAR                                                                    \
    }

static const struct death rows[] = {
    {.moment = MOMENT_BEFORE, .act = PARTY_SEAT, .filled = 4},
    {.moment = MOMENT_RACE, .act = PARTY_SEAT, .filled = 4},
    {.moment = MOMENT_AFTER, .act = PARTY_SEAT, .filled = 4},

    {.moment = MOMENT_BEFORE, .act = PARTY_WAIT, .count = 3, .filled = 4},
    {.moment = MOMENT_INSIDE, .act = PARTY_WAIT, .count = 3, .filled = 2, .asleep = SEM_FILLED},
    {.moment = MOMENT_AFTER, .act = PARTY_WAIT, .count = 3, .filled = 4},

    {.moment = MOMENT_BEFORE, .act = PARTY_CLAIM, .count = 2, .filled = 4},
    {.moment = MOMENT_INSIDE, .act = PARTY_CLAIM, .count = 2, .filled = 1, .asleep = SEM_FILLED},
    {.moment = MOMENT_INSIDE,
     .act = PARTY_CLAIM,
     .count = 2,
     .filled = 4,
     .shut = true,
     .asleep = SEM_PAUSED,
     .for_zero = true,
     .when = "killed asleep in it, at the shut gate"},
    {.moment = MOMENT_RACE, .act = PARTY_CLAIM, .count = 2, .filled = 4},
    {.moment = MOMENT_AFTER, .act = PARTY_CLAIM, .count = 2, .filled = 4},

    {.moment = MOMENT_BEFORE,
     .act = PARTY_COMMIT,
     .count = 2,
     .filled = 4,
     .acts = HEARD,
     .when = "killed just before it, the blocks being heard and published as heard",
     .leaves = "they are filled again, but known to be heard: the next consumer passes them over"},
    {.moment = MOMENT_RACE, .act = PARTY_COMMIT, .count = 2, .filled = 4, .acts = HEARD},
    {.moment = MOMENT_AFTER, .act = PARTY_COMMIT, .count = 2, .filled = 4, .acts = HEARD},

    {.moment = MOMENT_BEFORE,
     .act = PARTY_RELEASE,
     .count = 2,
     .filled = 4,
     .acts = {PARTY_CLAIM},
     .leaves = "the blocks are filled again: the kernel gives back what it would have"},
    {.moment = MOMENT_RACE, .act = PARTY_RELEASE, .count = 2, .filled = 4, .acts = {PARTY_CLAIM}},
    {.moment = MOMENT_AFTER, .act = PARTY_RELEASE, .count = 2, .filled = 4, .acts = {PARTY_CLAIM}},

    {.moment = MOMENT_BEFORE, .act = PARTY_CLAIM_STALE, .count = 2, .filled = 4},
    {.moment = MOMENT_RACE, .act = PARTY_CLAIM_STALE, .count = 2, .filled = 4},
    {.moment = MOMENT_AFTER,
     .act = PARTY_CLAIM_STALE,
     .count = 2,
     .filled = 4,
     .shut = true,
     .when = "killed just after it, though the gate is shut"},

    {.moment = MOMENT_BEFORE, .act = PARTY_SLEEP, .filled = 4},
    {.moment = MOMENT_INSIDE,
     .act = PARTY_SLEEP,
     .count = 60000,
     .filled = 4,
     .asleep = SEM_CONSUMER},
    {.moment = MOMENT_AFTER, .act = PARTY_SLEEP, .filled = 4},
};

static int run(struct trial *trial)
{
    return deaths_run(trial, SEM_CONSUMER, rows, sizeof(rows) / sizeof(rows[0]),
                      "A consumer dies at each of its steps");
}

const struct experiment try_consumer_dies = {
    .name = "consumer-dies",
    .question = "What does a consumer leave that is killed before, in, after a step?",
    .doing =
        "As producer-dies: the consumer claims blocks, hears them, publishes how far it has "
        "heard (ring_set_heard()), and commits them. It is killed before, in and after each "
        "step; asleep in its claim both because nothing is filled and because the gate is shut; "
        "and between having heard blocks and committing them.",
    .predicted =
        "Its debt is the number of blocks in its hand, in FILLED, and its seat. At its death "
        "FILLED grows by as many, and TAIL has not moved: so the next consumer claims the same "
        "blocks in the same order. Nothing is skipped.\n"
        "Nor does a block come twice that was heard to its end, for that is published before the "
        "commit: a death between the two leaves it filled and known to be heard. The other order "
        "would leave blocks that are gone and in no count.",
    .plot = "FREE, FILLED and the claims before and after each death, and their sum, which is a "
            "straight line.",
    .read = "shmring/README.md: the table of steps, and \"Heard\" under \"The segment\".\n"
            "ring_consumer_claim(), ring_consumer_commit(), ring_consumer_release(), "
            "ring_heard_frames(); engine_settle() in player/consumer/engine_device.c has the order "
            "of publishing and committing.",
    .run = run,
};
