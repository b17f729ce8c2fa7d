/*
 * try_player_dies.c - a player is killed before, inside and after each of its steps.
 */
#include "tools/rondolab/deaths.h"
#include "tools/rondolab/experiment.h"

static const struct death rows[] = {
    {.moment = MOMENT_BEFORE, .act = PARTY_SEAT, .filled = 3},
    {.moment = MOMENT_RACE, .act = PARTY_SEAT, .filled = 3},
    {.moment = MOMENT_AFTER, .act = PARTY_SEAT, .filled = 3},

    {.moment = MOMENT_BEFORE, .act = PARTY_PAUSE, .filled = 3},
    {.moment = MOMENT_RACE, .act = PARTY_PAUSE, .filled = 3},
    {.moment = MOMENT_AFTER, .act = PARTY_PAUSE, .filled = 3},
    {.moment = MOMENT_AFTER,
     .act = PARTY_PAUSE,
     .filled = 3,
     .shut = true,
     .refused = true,
     .when = "refused with EAGAIN, the gate being shut, and killed then",
     .leaves = "twice is once: the gate stays shut, by one"},

    {.moment = MOMENT_BEFORE, .act = PARTY_RESUME, .filled = 3, .shut = true},
    {.moment = MOMENT_RACE, .act = PARTY_RESUME, .filled = 3, .shut = true},
    {.moment = MOMENT_AFTER, .act = PARTY_RESUME, .filled = 3, .shut = true},

    {.moment = MOMENT_BEFORE, .act = PARTY_LOCK},
    {.moment = MOMENT_INSIDE,
     .act = PARTY_LOCK,
     .bystander = {SEM_CONSUMER, PARTY_LOCK},
     .asleep = SEM_LOCK,
     .when = "killed asleep in it, a consumer holding the lock"},
    {.moment = MOMENT_RACE, .act = PARTY_LOCK},
    {.moment = MOMENT_AFTER, .act = PARTY_LOCK},
    {.moment = MOMENT_BEFORE,
     .act = PARTY_UNLOCK,
     .acts = {PARTY_LOCK},
     .leaves = "the lock is open again: the kernel unlocks it"},
    {.moment = MOMENT_RACE, .act = PARTY_UNLOCK, .acts = {PARTY_LOCK}},
    {.moment = MOMENT_AFTER, .act = PARTY_UNLOCK, .acts = {PARTY_LOCK}},

    {.moment = MOMENT_BEFORE, .act = PARTY_VACANT},
    {.moment = MOMENT_INSIDE,
     .act = PARTY_VACANT,
     .bystander = {SEM_PRODUCER, PARTY_SEAT},
     .asleep = SEM_PRODUCER,
     .when = "killed asleep in it, a producer having its seat"},
    {.moment = MOMENT_AFTER, .act = PARTY_VACANT},
};

static int run(struct trial *trial)
{
    return deaths_run(trial, SEM_PLAYER, rows, sizeof(rows) / sizeof(rows[0]),
                      "A player dies at each of its steps");
}

const struct experiment try_player_dies = {
    .name = "player-dies",
    .question = "What does a player leave that is killed before, in, after a step?",
    .doing = "As producer-dies: the player takes its seat, shuts the gate and opens it, locks and "
             "unlocks the orders, and waits for both children to have left. It is killed before, "
             "in and after each of these steps, also holding the lock, and asleep on a lock that "
             "somebody else holds.",
    .predicted =
        "Seat and lock are taken with UNDO: they are vacant, and open, again. The gate is moved "
        "without: a pause is what somebody wanted, and no property of the process that did it, "
        "so it survives any death. PAUSE begins with a wait for zero that may not sleep: to shut "
        "a shut gate fails, and so one RESUME always opens it.",
    .plot = "FREE, FILLED and the claims before and after each death, and their sum, which is a "
            "straight line: a player has no claim.",
    .read = "shmring/README.md: the table of steps, and \"What SEM_UNDO cannot do\".\n"
            "ring_pause(), ring_resume(), ring_set_orders(), ring_wait_vacant(); reap in "
            "shmring/instance_reap.c waits for VACANT.",
    .run = run,
};
