/*
 * test_step_player.c - gate, lock and seats, step by step, and killed after each step.
 */
#include "tests/unit/step_scenario.h"

static const struct scenario scenarios[] = {
    {"a gate once shut outlives who shut it, and opens once",
     {8, 0, 0, 0, 0, 1, 1, 1, 1},
     4,
     {{STEP_PAUSE, {0}, 0, {8, 0, 0, 0, 1, 1, 1, 1, 1}, {8, 0, 0, 0, 1, 1, 1, 1, 1}},
      {STEP_PAUSE, {0}, -EAGAIN, {8, 0, 0, 0, 1, 1, 1, 1, 1}, {8, 0, 0, 0, 1, 1, 1, 1, 1}},
      {STEP_RESUME, {0}, 0, {8, 0, 0, 0, 0, 1, 1, 1, 1}, {8, 0, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_RESUME, {0}, -EAGAIN, {8, 0, 0, 0, 0, 1, 1, 1, 1}, {8, 0, 0, 0, 0, 1, 1, 1, 1}}}},
    {"the lock is opened by a death",
     {8, 0, 0, 0, 0, 1, 1, 1, 1},
     4,
     {{STEP_LOCK, {0}, 0, {8, 0, 0, 0, 0, 1, 1, 1, 0}, {8, 0, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_LOCK, NOW(1), -EAGAIN, {8, 0, 0, 0, 0, 1, 1, 1, 0}, {8, 0, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_UNLOCK, {0}, 0, {8, 0, 0, 0, 0, 1, 1, 1, 1}, {8, 0, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_LOCK, NOW(1), 0, {8, 0, 0, 0, 0, 1, 1, 1, 0}, {8, 0, 0, 0, 0, 1, 1, 1, 1}}}},
    {"a seat is taken once, and its holder sleeps on it without moving it",
     {8, 0, 0, 0, 0, 1, 1, 1, 1},
     4,
     {{STEP_TAKE_SEAT,
       SEAT_OF(SEM_PLAYER),
       0,
       {8, 0, 0, 0, 0, 1, 1, 0, 1},
       {8, 0, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_TAKE_SEAT,
       SEAT_OF(SEM_PLAYER),
       -EAGAIN,
       {8, 0, 0, 0, 0, 1, 1, 0, 1},
       {8, 0, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_SLEEP,
       {.seat = SEM_PLAYER, .nowait = true},
       -EAGAIN,
       {8, 0, 0, 0, 0, 1, 1, 0, 1},
       {8, 0, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_VACANT,
       {.nowait = true},
       0,
       {8, 0, 0, 0, 0, 1, 1, 0, 1},
       {8, 0, 0, 0, 0, 1, 1, 1, 1}}}},
    {"the children's seats are vacant only when both are",
     {8, 0, 0, 0, 0, 1, 1, 1, 1},
     4,
     {{STEP_VACANT, {.nowait = true}, 0, {8, 0, 0, 0, 0, 1, 1, 1, 1}, {8, 0, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_TAKE_SEAT,
       SEAT_OF(SEM_CONSUMER),
       0,
       {8, 0, 0, 0, 0, 1, 0, 1, 1},
       {8, 0, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_VACANT,
       {.nowait = true},
       -EAGAIN,
       {8, 0, 0, 0, 0, 1, 0, 1, 1},
       {8, 0, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_TAKE_SEAT,
       SEAT_OF(SEM_PRODUCER),
       0,
       {8, 0, 0, 0, 0, 0, 0, 1, 1},
       {8, 0, 0, 0, 0, 1, 1, 1, 1}}}},

};

enum { SCENARIOS = sizeof(scenarios) / sizeof(scenarios[0]) };

int main(void)
{
    struct CMUnitTest tests[SCENARIOS];

    for (int i = 0; i < SCENARIOS; i++)
        tests[i] = scenario_unit_test(&scenarios[i]);
    return cmocka_run_group_tests_name("step_player", tests, NULL, NULL);
}
