/*
 * cmdq_fixture.h - a pair of queues for one test.
 */
#ifndef TESTS_UNIT_CMDQ_FIXTURE_H
#define TESTS_UNIT_CMDQ_FIXTURE_H

#include "shmring/cmdq.h"

static inline int cmdq_open_queues(void **state)
{
    static struct cmdq queues;

    *state = &queues;
    return cmdq_create(IPC_PRIVATE, IPC_PRIVATE, &queues);
}

static inline int cmdq_remove_queues(void **state)
{
    return cmdq_remove(*state);
}

#endif
