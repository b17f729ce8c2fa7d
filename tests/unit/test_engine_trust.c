/*
 * test_engine_trust.c - the consumer's loop and a producer that is not to be trusted.
 */
#include "tests/unit/engine_fixture.h"

/* A header that cannot be true, whatever its epoch. */
static void put_bad(struct stage *stage, uint32_t epoch)
{
    assert_int_equal(ring_producer_claim(stage->ring), 0);
    *ring_producer_block(stage->ring) = (struct block_header){.epoch = epoch, .frames = UINT32_MAX};
    assert_int_equal(ring_producer_commit(stage->ring), 0);
}

static void expect_track(struct stage *stage, uint32_t epoch)
{
    stage_put_blocks(stage, epoch, 0, 0, 3);
    stage_put_end(stage, epoch, 0, 3);
    assert_int_equal(stage_expect(stage, REPORT_STARTED).epoch, epoch);
    assert_int_equal(stage_expect(stage, REPORT_ENDED).epoch, epoch);
    stage_await_empty(stage);
}

static void a_bad_block_is_reported_again_under_new_orders(void **state)
{
    struct stage *stage = *state;

    stage_start(stage);
    for (uint32_t epoch = 1; epoch < 4; epoch++) {
        stage_orders(stage, epoch);
        put_bad(stage, epoch);
        put_bad(stage, epoch + 1);
        stage_expect(stage, REPORT_BAD_BLOCK);
        stage_await_empty(stage);
    }
    expect_track(stage, 3);
}

static void a_bad_block_of_older_orders_is_nobodys_fault(void **state)
{
    struct stage *stage = *state;

    stage_orders(stage, 2);
    for (int i = 0; i < STAGE_SLOTS / 2; i++)
        put_bad(stage, 1);
    stage_start(stage);
    expect_track(stage, 2);
}

static void stale_blocks_without_end_are_reported_once(void **state)
{
    struct stage *stage = *state;

    stage_orders(stage, 2);
    stage_start(stage);
    for (int i = 0; i < 10 * STAGE_SLOTS; i++)
        stage_put_blocks(stage, 1, 0, 0, 1);
    stage_expect(stage, REPORT_BAD_BLOCK);
    expect_track(stage, 2);
}

static void as_many_stale_blocks_as_the_ring_can_have_are_thrown_away(void **state)
{
    struct stage *stage = *state;

    for (uint32_t epoch = 2; epoch < 10; epoch++) {
        for (int i = 0; i < STAGE_SLOTS - 1; i++)
            stage_put_blocks(stage, 1, 0, 0, 1);
        stage_orders(stage, epoch);
        if (epoch == 2)
            stage_start(stage);
        stage_await_empty(stage);
    }
    expect_track(stage, 9);
}

static void counts_that_cannot_be_end_it_with_an_error_of_its_own(void **state)
{
    struct stage *stage = *state;
    struct sembuf up = {SEM_FREE, 32767 - STAGE_SLOTS + 3, IPC_NOWAIT};

    atomic_store(&stage->output->allowed, 0);
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 3);
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    assert_int_equal(semset_op(ring_set_id(stage->ring), &up, 1, NULL), 0);
    atomic_store(&stage->output->allowed, UINT64_MAX);
    assert_int_equal(stage_end(stage), EPROTO);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(a_bad_block_is_reported_again_under_new_orders),
        STAGE_TEST(a_bad_block_of_older_orders_is_nobodys_fault),
        STAGE_TEST(stale_blocks_without_end_are_reported_once),
        STAGE_TEST(as_many_stale_blocks_as_the_ring_can_have_are_thrown_away),
        STAGE_TEST(counts_that_cannot_be_end_it_with_an_error_of_its_own),
    };

    return cmocka_run_group_tests_name("engine_trust", tests, NULL, NULL);
}
