/*
 * ringsim_reference.h - the slow simulation that ringsim's is held against. Include <cmocka.h>
 * first.
 *
 * Nothing is computed ahead in it: every slot has a state of its own, the device ticks period after
 * period, the producer has work left that shrinks while it is not halted, and the watchdog looks at
 * each of its ticks. Only the random numbers, and what the command line says, are the same.
 */
#ifndef TESTS_UNIT_RINGSIM_REFERENCE_H
#define TESTS_UNIT_RINGSIM_REFERENCE_H

#include "tests/unit/ringsim_fixture.h"

struct reference_result {
    uint64_t underruns[TALLY_CAUSES];
    int64_t silence, gap;
    uint64_t made, lost, watchdog;
};

/* Simulates until then, and notes each event that a model tells of. */
struct reference_result reference_run(const struct model_config *config, int64_t until,
                                      struct fixture_log *log);

#endif
