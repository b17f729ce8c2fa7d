/*
 * ipcbench_fixture.h - a sound that is cut into blocks, and measurements of it. Include <cmocka.h>
 * first.
 */
#ifndef TESTS_UNIT_IPCBENCH_FIXTURE_H
#define TESTS_UNIT_IPCBENCH_FIXTURE_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tools/ipcbench/run.h"

enum { FIXTURE_SIZE = 1024, FIXTURE_WARM = 64, FIXTURE_BLOCKS = 500 };

struct ipcbench_fixture {
    struct payload sound;
    struct payload_cut cut;
    struct run_signals signals;
};

static inline int ipcbench_setup(void **state)
{
    struct ipcbench_fixture *fixture = calloc(1, sizeof(*fixture));

    if (!fixture || payload_generate(&fixture->sound) < 0 ||
        payload_cut(&fixture->sound, FIXTURE_SIZE, &fixture->cut) < 0)
        return -1;
    run_watch(&fixture->signals);
    *state = fixture;
    return 0;
}

/* No child is left over. */
static inline int ipcbench_teardown(void **state)
{
    struct ipcbench_fixture *fixture = *state;

    run_unwatch(&fixture->signals);
    payload_cut_free(&fixture->cut);
    payload_free(&fixture->sound);
    free(fixture);
    return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD ? 0 : -1;
}

#define RUN_TEST(test) cmocka_unit_test_setup_teardown(test, ipcbench_setup, ipcbench_teardown)

static inline struct side_plan ipcbench_plan(const struct ipcbench_fixture *fixture,
                                             const struct transport *transport)
{
    return (struct side_plan){
        .transport = transport,
        .shape = {.size = FIXTURE_SIZE, .blocks = FIXTURE_WARM},
        .cut = &fixture->cut,
        .blocks = FIXTURE_BLOCKS,
        .cpus = {-1, -1},
    };
}

#endif
