/*
 * step_scenario.h - steps on a real set: every value after each of them, and what the kernel
 * leaves when their process is killed right then.
 *
 * A scenario is played once for each of its steps: a partner takes the steps up to that one,
 * GETALL is compared after each, the partner is killed, GETALL is compared again.
 */
#ifndef TESTS_UNIT_STEP_SCENARIO_H
#define TESTS_UNIT_STEP_SCENARIO_H

#include "shmring/step.h"
#include "tests/unit/ring_fixture.h"

enum { STEPS_MAX = 4 };

struct act {
    enum step step;
    struct step_arguments arguments;
    int result;
    uint16_t after[SEM_COUNT];
    uint16_t dead[SEM_COUNT]; /* when the process is killed after this step */
};

struct scenario {
    const char *name;
    uint16_t start[SEM_COUNT]; /* FREE FILLED HEAD TAIL PAUSED, PRODUCER CONSUMER PLAYER, LOCK */
    int count;
    struct act act[STEPS_MAX];
};

/* semctl's fourth argument; the program has to declare it (semctl(2)). */
union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

#define SEAT_OF(role)                                                                              \
    {                                                                                              \
        .seat = role                                                                               \
    }
#define AT(i, n)                                                                                   \
    {                                                                                              \
        .slots = 8, .index = (i), .count = (n)                                                     \
    }
#define NOW(n)                                                                                     \
    {                                                                                              \
        .count = (n), .nowait = true                                                               \
    }

struct stage {
    int set;
    const struct scenario *scenario;
};

static inline int scenario_act(void *context, int what)
{
    const struct stage *stage = context;
    const struct act *act = &stage->scenario->act[what];

    return step_do(stage->set, act->step, &act->arguments, NULL);
}

/* The scenario's first `count` steps, and the death after them. */
static inline void scenario_play(const struct stage *stage, int count)
{
    const struct scenario *scenario = stage->scenario;
    unsigned short start[SEM_COUNT];
    struct partner partner = partner_start(scenario_act, (void *)(uintptr_t)stage);

    memcpy(start, scenario->start, sizeof(start));
    assert_int_equal(semctl(stage->set, 0, SETALL, (union semun){.array = start}), 0);
    for (int i = 0; i < count; i++) {
        assert_int_equal(partner_do(&partner, i), scenario->act[i].result);
        ring_fixture_expect(stage->set, scenario->act[i].after);
    }
    partner_end(&partner);
    ring_fixture_expect(stage->set, scenario->act[count - 1].dead);
}

/* The test of one scenario, which is its state. */
static inline void scenario_test(void **state)
{
    struct stage stage = {.scenario = *state};

    assert_int_equal(semset_create(IPC_PRIVATE, 8, &stage.set), 0);
    for (int count = 1; count <= stage.scenario->count; count++)
        scenario_play(&stage, count);
    assert_int_equal(semset_remove(stage.set), 0);
}

/* One test for each scenario. */
static inline struct CMUnitTest scenario_unit_test(const struct scenario *scenario)
{
    return (struct CMUnitTest){
        .name = scenario->name,
        .test_func = scenario_test,
        .initial_state = (void *)(uintptr_t)scenario,
    };
}

#endif
