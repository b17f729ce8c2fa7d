/*
 * test_step_consumer.c - the consumer's side of the protocol, step by step, and killed after each
 * step.
 */
#include "tests/unit/step_scenario.h"

static const struct scenario scenarios[] = {
    {"a consumer claims three, commits two, gives one back",
     {3, 5, 5, 0, 0, 1, 1, 1, 1},
     4,
     {{STEP_TAKE_SEAT,
       SEAT_OF(SEM_CONSUMER),
       0,
       {3, 5, 5, 0, 0, 1, 0, 1, 1},
       {3, 5, 5, 0, 0, 1, 1, 1, 1}},
      {STEP_CONSUMER_CLAIM, NOW(3), 0, {3, 2, 5, 0, 0, 1, 0, 1, 1}, {3, 5, 5, 0, 0, 1, 1, 1, 1}},
      {STEP_CONSUMER_COMMIT, AT(0, 2), 0, {5, 2, 5, 2, 0, 1, 0, 1, 1}, {5, 3, 5, 2, 0, 1, 1, 1, 1}},
      {STEP_CONSUMER_RELEASE,
       NOW(1),
       0,
       {5, 3, 5, 2, 0, 1, 0, 1, 1},
       {5, 3, 5, 2, 0, 1, 1, 1, 1}}}},
    {"a consumer goes round the end of the ring with several at once",
     {2, 6, 3, 5, 0, 1, 1, 1, 1},
     4,
     {{STEP_CONSUMER_CLAIM, NOW(6), 0, {2, 0, 3, 5, 0, 1, 1, 1, 1}, {2, 6, 3, 5, 0, 1, 1, 1, 1}},
      {STEP_CONSUMER_COMMIT, AT(5, 2), 0, {4, 0, 3, 7, 0, 1, 1, 1, 1}, {4, 4, 3, 7, 0, 1, 1, 1, 1}},
      {STEP_CONSUMER_COMMIT, AT(7, 3), 0, {7, 0, 3, 2, 0, 1, 1, 1, 1}, {7, 1, 3, 2, 0, 1, 1, 1, 1}},
      {STEP_CONSUMER_COMMIT,
       AT(2, 1),
       0,
       {8, 0, 3, 3, 0, 1, 1, 1, 1},
       {8, 0, 3, 3, 0, 1, 1, 1, 1}}}},
    {"a commit may end exactly at the ring's end",
     {5, 3, 0, 5, 0, 1, 1, 1, 1},
     2,
     {{STEP_CONSUMER_CLAIM, NOW(3), 0, {5, 0, 0, 5, 0, 1, 1, 1, 1}, {5, 3, 0, 5, 0, 1, 1, 1, 1}},
      {STEP_CONSUMER_COMMIT,
       AT(5, 3),
       0,
       {8, 0, 0, 0, 0, 1, 1, 1, 1},
       {8, 0, 0, 0, 0, 1, 1, 1, 1}}}},
    {"a shut gate stops claims but not those of stale blocks",
     {4, 4, 4, 0, 1, 1, 1, 1, 1},
     4,
     {{STEP_CONSUMER_CLAIM,
       NOW(1),
       -EAGAIN,
       {4, 4, 4, 0, 1, 1, 1, 1, 1},
       {4, 4, 4, 0, 1, 1, 1, 1, 1}},
      {STEP_CONSUMER_WAIT,
       NOW(1),
       -EAGAIN,
       {4, 4, 4, 0, 1, 1, 1, 1, 1},
       {4, 4, 4, 0, 1, 1, 1, 1, 1}},
      {STEP_CONSUMER_CLAIM_STALE,
       NOW(2),
       0,
       {4, 2, 4, 0, 1, 1, 1, 1, 1},
       {4, 4, 4, 0, 1, 1, 1, 1, 1}},
      {STEP_CONSUMER_COMMIT,
       AT(0, 2),
       0,
       {6, 2, 4, 2, 1, 1, 1, 1, 1},
       {6, 2, 4, 2, 1, 1, 1, 1, 1}}}},
    {"more than there are cannot be claimed, stale or not",
     {5, 3, 3, 0, 0, 1, 1, 1, 1},
     4,
     {{STEP_CONSUMER_CLAIM,
       NOW(4),
       -EAGAIN,
       {5, 3, 3, 0, 0, 1, 1, 1, 1},
       {5, 3, 3, 0, 0, 1, 1, 1, 1}},
      {STEP_CONSUMER_CLAIM_STALE,
       NOW(4),
       -EAGAIN,
       {5, 3, 3, 0, 0, 1, 1, 1, 1},
       {5, 3, 3, 0, 0, 1, 1, 1, 1}},
      {STEP_CONSUMER_WAIT,
       NOW(4),
       -EAGAIN,
       {5, 3, 3, 0, 0, 1, 1, 1, 1},
       {5, 3, 3, 0, 0, 1, 1, 1, 1}},
      {STEP_CONSUMER_WAIT, NOW(3), 0, {5, 3, 3, 0, 0, 1, 1, 1, 1}, {5, 3, 3, 0, 0, 1, 1, 1, 1}}}},
};

enum { SCENARIOS = sizeof(scenarios) / sizeof(scenarios[0]) };

int main(void)
{
    struct CMUnitTest tests[SCENARIOS];

    for (int i = 0; i < SCENARIOS; i++)
        tests[i] = scenario_unit_test(&scenarios[i]);
    return cmocka_run_group_tests_name("step_consumer", tests, NULL, NULL);
}
