/*
 * test_step_producer.c - the producer's side of the protocol, step by step, and killed after each
 * step.
 */
#include "tests/unit/step_scenario.h"

static const struct scenario scenarios[] = {
    {"a producer claims, commits and claims, commits",
     {8, 0, 0, 0, 0, 1, 1, 1, 1},
     4,
     {{STEP_TAKE_SEAT,
       SEAT_OF(SEM_PRODUCER),
       0,
       {8, 0, 0, 0, 0, 0, 1, 1, 1},
       {8, 0, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_PRODUCER_CLAIM, NOW(1), 0, {7, 0, 0, 0, 0, 0, 1, 1, 1}, {8, 0, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_PRODUCER_COMMIT_CLAIM,
       AT(0, 1),
       0,
       {6, 1, 1, 0, 0, 0, 1, 1, 1},
       {7, 1, 1, 0, 0, 1, 1, 1, 1}},
      {STEP_PRODUCER_COMMIT,
       AT(1, 1),
       0,
       {6, 2, 2, 0, 0, 0, 1, 1, 1},
       {6, 2, 2, 0, 0, 1, 1, 1, 1}}}},
    {"a producer goes round the end of the ring",
     {6, 2, 6, 4, 0, 1, 1, 1, 1},
     4,
     {{STEP_PRODUCER_CLAIM, NOW(1), 0, {5, 2, 6, 4, 0, 1, 1, 1, 1}, {6, 2, 6, 4, 0, 1, 1, 1, 1}},
      {STEP_PRODUCER_COMMIT_CLAIM,
       AT(6, 1),
       0,
       {4, 3, 7, 4, 0, 1, 1, 1, 1},
       {5, 3, 7, 4, 0, 1, 1, 1, 1}},
      {STEP_PRODUCER_COMMIT_CLAIM,
       AT(7, 1),
       0,
       {3, 4, 0, 4, 0, 1, 1, 1, 1},
       {4, 4, 0, 4, 0, 1, 1, 1, 1}},
      {STEP_PRODUCER_COMMIT,
       AT(0, 1),
       0,
       {3, 5, 1, 4, 0, 1, 1, 1, 1},
       {3, 5, 1, 4, 0, 1, 1, 1, 1}}}},
    {"a commit alone goes round the end of the ring",
     {8, 0, 7, 7, 0, 1, 1, 1, 1},
     2,
     {{STEP_PRODUCER_CLAIM, NOW(1), 0, {7, 0, 7, 7, 0, 1, 1, 1, 1}, {8, 0, 7, 7, 0, 1, 1, 1, 1}},
      {STEP_PRODUCER_COMMIT,
       AT(7, 1),
       0,
       {7, 1, 0, 7, 0, 1, 1, 1, 1},
       {7, 1, 0, 7, 0, 1, 1, 1, 1}}}},
    {"a full ring refuses the second claim, and the first stays",
     {1, 7, 7, 0, 0, 1, 1, 1, 1},
     4,
     {{STEP_PRODUCER_CLAIM, NOW(1), 0, {0, 7, 7, 0, 0, 1, 1, 1, 1}, {1, 7, 7, 0, 0, 1, 1, 1, 1}},
      {STEP_PRODUCER_COMMIT_CLAIM,
       AT(7, 1),
       -EAGAIN,
       {0, 7, 7, 0, 0, 1, 1, 1, 1},
       {1, 7, 7, 0, 0, 1, 1, 1, 1}},
      {STEP_PRODUCER_COMMIT, AT(7, 1), 0, {0, 8, 0, 0, 0, 1, 1, 1, 1}, {0, 8, 0, 0, 0, 1, 1, 1, 1}},
      {STEP_PRODUCER_CLAIM,
       NOW(1),
       -EAGAIN,
       {0, 8, 0, 0, 0, 1, 1, 1, 1},
       {0, 8, 0, 0, 0, 1, 1, 1, 1}}}},
    {"waiting for a burst takes nothing, there or not",
     {4, 4, 4, 0, 0, 1, 1, 1, 1},
     2,
     {{STEP_PRODUCER_WAIT, NOW(4), 0, {4, 4, 4, 0, 0, 1, 1, 1, 1}, {4, 4, 4, 0, 0, 1, 1, 1, 1}},
      {STEP_PRODUCER_WAIT,
       NOW(5),
       -EAGAIN,
       {4, 4, 4, 0, 0, 1, 1, 1, 1},
       {4, 4, 4, 0, 0, 1, 1, 1, 1}}}},
};

enum { SCENARIOS = sizeof(scenarios) / sizeof(scenarios[0]) };

int main(void)
{
    struct CMUnitTest tests[SCENARIOS];

    for (int i = 0; i < SCENARIOS; i++)
        tests[i] = scenario_unit_test(&scenarios[i]);
    return cmocka_run_group_tests_name("step_producer", tests, NULL, NULL);
}
