/*
 * test_ipcbench_run.c - a measurement that goes well, of each transport: what it counts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/ipcbench_fixture.h"

enum { PACE_NS = 200000, PACED = 50 };

static struct run_outcome done(const struct ipcbench_fixture *fixture, const struct side_plan *plan)
{
    struct run_outcome outcome = {0};
    struct run_trouble trouble = {0};
    enum run_result result = run(plan, &fixture->signals, &outcome, &trouble);

    if (result != RUN_DONE)
        fail_msg("%s: result %d, error %d, signal %d", plan->transport->name, (int)result,
                 trouble.error, trouble.signal);
    return outcome;
}

static void all_blocks_are_counted_and_add_up(void **state)
{
    const struct ipcbench_fixture *fixture = *state;

    for (size_t i = 0; i < TRANSPORT_COUNT; i++) {
        const struct side_plan plan = ipcbench_plan(fixture, transport_all[i]);
        struct run_outcome outcome = done(fixture, &plan);

        assert_int_equal(outcome.blocks, FIXTURE_BLOCKS);
        assert_int_equal(outcome.checksum, side_checksum(&fixture->cut, FIXTURE_BLOCKS));
        assert_true(outcome.elapsed_ns > 0);
        assert_true(outcome.cpu_ns[TRANSPORT_SENDER] > 0);
        assert_true(outcome.cpu_ns[TRANSPORT_RECEIVER] > 0);
        assert_null(outcome.latencies_ns);
    }
}

static void a_time_is_as_many_blocks_as_go_in_it(void **state)
{
    const struct ipcbench_fixture *fixture = *state;

    for (size_t i = 0; i < TRANSPORT_COUNT; i++) {
        struct side_plan plan = ipcbench_plan(fixture, transport_all[i]);
        struct run_outcome outcome;

        plan.blocks = 0;
        plan.time_ns = 5000000;
        outcome = done(fixture, &plan);
        assert_true(outcome.blocks > 0);
        assert_true(outcome.elapsed_ns >= plan.time_ns);
        assert_int_equal(outcome.checksum, side_checksum(&fixture->cut, outcome.blocks));
    }
}

static void paced_every_block_has_its_latency(void **state)
{
    const struct ipcbench_fixture *fixture = *state;

    for (size_t i = 0; i < TRANSPORT_COUNT; i++) {
        struct side_plan plan = ipcbench_plan(fixture, transport_all[i]);
        struct run_outcome outcome;

        plan.blocks = 0;
        plan.pace_ns = PACE_NS;
        plan.time_ns = PACED * PACE_NS;
        outcome = done(fixture, &plan);
        assert_int_equal(outcome.blocks, PACED);
        assert_true(outcome.elapsed_ns >= (PACED - 1) * PACE_NS);
        for (size_t k = 0; k < PACED; k++)
            assert_in_range(outcome.latencies_ns[k], 1, outcome.elapsed_ns);
        free(outcome.latencies_ns);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RUN_TEST(all_blocks_are_counted_and_add_up),
        RUN_TEST(a_time_is_as_many_blocks_as_go_in_it),
        RUN_TEST(paced_every_block_has_its_latency),
    };
    return cmocka_run_group_tests_name("ipcbench_run", tests, NULL, NULL);
}
