/*
 * try_producer_dies.c - a producer is killed before, inside and after each of its steps.
 */
#include "tools/rondolab/deaths.h"
#include "tools/rondolab/experiment.h"

static const struct death rows[] = {
    {.moment = MOMENT_BEFORE, .act = PARTY_SEAT, .filled = 3},
    {.moment = MOMENT_RACE, .act = PARTY_SEAT, .filled = 3},
    {.moment = MOMENT_AFTER, .act = PARTY_SEAT, .filled = 3},

    {.moment = MOMENT_BEFORE, .act = PARTY_WAIT, .count = 4, .filled = 3},
    {.moment = MOMENT_INSIDE, .act = PARTY_WAIT, .count = 4, .filled = 6, .asleep = SEM_FREE},
    {.moment = MOMENT_AFTER, .act = PARTY_WAIT, .count = 4, .filled = 3},

    {.moment = MOMENT_BEFORE, .act = PARTY_CLAIM, .filled = 3},
    {.moment = MOMENT_INSIDE, .act = PARTY_CLAIM, .filled = PARTY_SLOTS, .asleep = SEM_FREE},
    {.moment = MOMENT_RACE, .act = PARTY_CLAIM, .filled = 3},
    {.moment = MOMENT_AFTER, .act = PARTY_CLAIM, .filled = 3},
    {.moment = MOMENT_AFTER,
     .act = PARTY_FILL_HALF,
     .acts = {PARTY_CLAIM},
     .when = "killed with half of them written",
     .leaves = "the slot is free again, its half-written bytes never seen",
     .filled = 3},

    {.moment = MOMENT_BEFORE,
     .act = PARTY_COMMIT,
     .acts = {PARTY_CLAIM, PARTY_FILL},
     .leaves = "the slot is free again: a block that is whole but not committed never was",
     .filled = 3},
    {.moment = MOMENT_RACE, .act = PARTY_COMMIT, .acts = {PARTY_CLAIM, PARTY_FILL}, .filled = 3},
    {.moment = MOMENT_AFTER, .act = PARTY_COMMIT, .acts = {PARTY_CLAIM, PARTY_FILL}, .filled = 3},

    {.moment = MOMENT_BEFORE,
     .act = PARTY_COMMIT_CLAIM,
     .acts = {PARTY_CLAIM, PARTY_FILL},
     .leaves = "the slot is free again",
     .filled = 3},
    {.moment = MOMENT_RACE,
     .act = PARTY_COMMIT_CLAIM,
     .acts = {PARTY_CLAIM, PARTY_FILL},
     .filled = 3},
    {.moment = MOMENT_AFTER,
     .act = PARTY_COMMIT_CLAIM,
     .acts = {PARTY_CLAIM, PARTY_FILL},
     .filled = 3},
    {.moment = MOMENT_AFTER,
     .act = PARTY_COMMIT_CLAIM,
     .acts = {PARTY_CLAIM, PARTY_FILL},
     .filled = PARTY_SLOTS - 1,
     .refused = true,
     .when = "refused with EAGAIN, the ring being full, and killed then",
     .leaves = "all of its operations or none: the block was not handed over either"},
};

static int run(struct trial *trial)
{
    return deaths_run(trial, SEM_PRODUCER, rows, sizeof(rows) / sizeof(rows[0]),
                      "A producer dies at each of its steps");
}

const struct experiment try_producer_dies = {
    .name = "producer-dies",
    .question = "What does a producer leave that is killed before, in, after a step?",
    .doing =
        "A ring of 8 slots; a producer that takes its seat, claims a slot, fills it, hands it "
        "over. It is killed with SIGKILL just before each step, asleep in those that sleep (the "
        "lab waits until GETNCNT tells so), just after it, and with half a block written. Steps "
        "that never sleep are one call in which nothing can be stopped; there it is killed at "
        "random moments as it begins, a dozen times (--seed chooses them).\n"
        "After each death GETALL is read, a successor goes on, and a consumer checks every word "
        "of every block.",
    .predicted =
        "A step is one semop, so it has happened or it has not. The lab adds up the operations "
        "of the steps that were done, and keeps the book of debts that the kernel keeps for "
        "SEM_UNDO; at the death it pays them. All nine values are predicted that way.\n"
        "The debt of a producer is always its claim, 0 or 1 in FREE, and its seat. So after any "
        "death FREE + FILLED + claims is 8 as before, and the claimed slot is free again. What "
        "was half written lies in a slot that nobody may read. Only a commit moves HEAD, and it "
        "posts FILLED without UNDO: what was handed over stays so.",
    .plot = "FREE, FILLED and the claims before and after each death, and their sum, which is a "
            "straight line.",
    .read =
        "shmring/README.md, \"The truth is in the semaphore set\": the table of steps, and why a "
        "kill at any step is harmless.\n"
        "step_build() has the arrays, step_after_death() the words; ring_producer_claim(), "
        "find_head() and ring_resume_point() are how a successor goes on; ring_claims() works "
        "the claims out of a snapshot.\n"
        "tests/kill does the same to the real programs, tests/model to every order of steps.",
    .run = run,
};
