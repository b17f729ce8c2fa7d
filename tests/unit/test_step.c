/*
 * test_step.c - every step of the protocol as the exact array of operations that step.h
 * promises, with arguments that show each of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shmring/step.h"

enum { UNDO = SEM_UNDO, NOWAIT = IPC_NOWAIT, BOTH = SEM_UNDO | IPC_NOWAIT };

struct row {
    enum step step;
    struct step_arguments arguments;
    size_t count;
    struct sembuf operation[STEP_OPERATIONS_MAX];
};

static const struct row rows[] = {
    {STEP_TAKE_SEAT, {.seat = SEM_PRODUCER}, 1, {{SEM_PRODUCER, -1, BOTH}}},
    {STEP_TAKE_SEAT, {.seat = SEM_CONSUMER}, 1, {{SEM_CONSUMER, -1, BOTH}}},
    {STEP_TAKE_SEAT, {.seat = SEM_PLAYER}, 1, {{SEM_PLAYER, -1, BOTH}}},

    {STEP_PRODUCER_CLAIM, {.count = 1}, 1, {{SEM_FREE, -1, UNDO}}},
    {STEP_PRODUCER_CLAIM, {.count = 1, .nowait = true}, 1, {{SEM_FREE, -1, BOTH}}},
    {STEP_PRODUCER_COMMIT,
     {.slots = 8, .index = 0, .count = 1},
     4,
     {{SEM_FREE, 1, UNDO}, {SEM_FREE, -1, 0}, {SEM_FILLED, 1, 0}, {SEM_HEAD, 1, 0}}},
    {STEP_PRODUCER_COMMIT,
     {.slots = 8, .index = 6, .count = 1},
     4,
     {{SEM_FREE, 1, UNDO}, {SEM_FREE, -1, 0}, {SEM_FILLED, 1, 0}, {SEM_HEAD, 1, 0}}},
    {STEP_PRODUCER_COMMIT,
     {.slots = 8, .index = 7, .count = 1},
     4,
     {{SEM_FREE, 1, UNDO}, {SEM_FREE, -1, 0}, {SEM_FILLED, 1, 0}, {SEM_HEAD, -7, 0}}},
    {STEP_PRODUCER_COMMIT_CLAIM,
     {.slots = 8, .index = 3, .count = 1},
     3,
     {{SEM_FREE, -1, NOWAIT}, {SEM_FILLED, 1, 0}, {SEM_HEAD, 1, 0}}},
    {STEP_PRODUCER_COMMIT_CLAIM,
     {.slots = 8192, .index = 8191, .count = 1},
     3,
     {{SEM_FREE, -1, NOWAIT}, {SEM_FILLED, 1, 0}, {SEM_HEAD, -8191, 0}}},
    {STEP_PRODUCER_WAIT, {.count = 4}, 2, {{SEM_FREE, -4, 0}, {SEM_FREE, 4, 0}}},
    {STEP_PRODUCER_WAIT,
     {.count = 4, .nowait = true},
     2,
     {{SEM_FREE, -4, NOWAIT}, {SEM_FREE, 4, 0}}},

    {STEP_CONSUMER_CLAIM, {.count = 1}, 2, {{SEM_PAUSED, 0, 0}, {SEM_FILLED, -1, UNDO}}},
    {STEP_CONSUMER_CLAIM,
     {.count = 3, .nowait = true},
     2,
     {{SEM_PAUSED, 0, NOWAIT}, {SEM_FILLED, -3, BOTH}}},
    {STEP_CONSUMER_CLAIM_STALE, {.count = 2}, 1, {{SEM_FILLED, -2, BOTH}}},
    {STEP_CONSUMER_RELEASE, {.count = 5}, 1, {{SEM_FILLED, 5, UNDO}}},
    {STEP_CONSUMER_COMMIT,
     {.slots = 8, .index = 0, .count = 1},
     4,
     {{SEM_FILLED, 1, UNDO}, {SEM_FILLED, -1, 0}, {SEM_FREE, 1, 0}, {SEM_TAIL, 1, 0}}},
    {STEP_CONSUMER_COMMIT,
     {.slots = 8, .index = 4, .count = 3},
     4,
     {{SEM_FILLED, 3, UNDO}, {SEM_FILLED, -3, 0}, {SEM_FREE, 3, 0}, {SEM_TAIL, 3, 0}}},
    {STEP_CONSUMER_COMMIT,
     {.slots = 8, .index = 5, .count = 3},
     4,
     {{SEM_FILLED, 3, UNDO}, {SEM_FILLED, -3, 0}, {SEM_FREE, 3, 0}, {SEM_TAIL, -5, 0}}},
    {STEP_CONSUMER_COMMIT,
     {.slots = 8, .index = 7, .count = 7},
     4,
     {{SEM_FILLED, 7, UNDO}, {SEM_FILLED, -7, 0}, {SEM_FREE, 7, 0}, {SEM_TAIL, -1, 0}}},
    {STEP_CONSUMER_WAIT,
     {.count = 4},
     3,
     {{SEM_PAUSED, 0, 0}, {SEM_FILLED, -4, 0}, {SEM_FILLED, 4, 0}}},
    {STEP_CONSUMER_WAIT,
     {.count = 4, .nowait = true},
     3,
     {{SEM_PAUSED, 0, NOWAIT}, {SEM_FILLED, -4, NOWAIT}, {SEM_FILLED, 4, 0}}},

    {STEP_PAUSE, {0}, 2, {{SEM_PAUSED, 0, NOWAIT}, {SEM_PAUSED, 1, 0}}},
    {STEP_RESUME, {0}, 1, {{SEM_PAUSED, -1, NOWAIT}}},
    {STEP_LOCK, {0}, 1, {{SEM_LOCK, -1, UNDO}}},
    {STEP_LOCK, {.nowait = true}, 1, {{SEM_LOCK, -1, BOTH}}},
    {STEP_UNLOCK, {0}, 1, {{SEM_LOCK, 1, UNDO}}},
    {STEP_VACANT,
     {0},
     4,
     {{SEM_PRODUCER, -1, 0}, {SEM_PRODUCER, 1, 0}, {SEM_CONSUMER, -1, 0}, {SEM_CONSUMER, 1, 0}}},
    {STEP_VACANT,
     {.nowait = true},
     4,
     {{SEM_PRODUCER, -1, NOWAIT},
      {SEM_PRODUCER, 1, 0},
      {SEM_CONSUMER, -1, NOWAIT},
      {SEM_CONSUMER, 1, 0}}},
    {STEP_SLEEP, {.seat = SEM_CONSUMER}, 2, {{SEM_CONSUMER, -1, 0}, {SEM_CONSUMER, 1, 0}}},
    {STEP_SLEEP, {.seat = SEM_PLAYER}, 2, {{SEM_PLAYER, -1, 0}, {SEM_PLAYER, 1, 0}}},
};

static void every_step_is_exactly_this_array(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct step_operations built = {.count = 99};

        step_build(rows[i].step, &rows[i].arguments, &built);
        if (built.count != rows[i].count)
            fail_msg("row %zu, %s: %zu operations", i, step_name(rows[i].step), built.count);
        for (size_t k = 0; k < built.count; k++)
            if (built.operation[k].sem_num != rows[i].operation[k].sem_num ||
                built.operation[k].sem_op != rows[i].operation[k].sem_op ||
                built.operation[k].sem_flg != rows[i].operation[k].sem_flg)
                fail_msg("row %zu, %s: operation %zu is %s %d, flags %d", i,
                         step_name(rows[i].step), k,
                         semset_name((enum sem_index)built.operation[k].sem_num),
                         built.operation[k].sem_op, built.operation[k].sem_flg);
    }
}

static void no_step_is_missing_in_the_table_above(void **state)
{
    bool seen[STEP_COUNT] = {false};

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        seen[rows[i].step] = true;
    for (int i = 0; i < STEP_COUNT; i++)
        if (!seen[i])
            fail_msg("%s", step_name((enum step)i));
}

static void steps_have_these_names(void **state)
{
    static const char *const names[] = {
        "TAKE_SEAT",
        "PRODUCER_CLAIM",
        "PRODUCER_COMMIT",
        "PRODUCER_COMMIT_CLAIM",
        "PRODUCER_WAIT",
        "CONSUMER_CLAIM",
        "CONSUMER_CLAIM_STALE",
        "CONSUMER_RELEASE",
        "CONSUMER_COMMIT",
        "CONSUMER_WAIT",
        "PAUSE",
        "RESUME",
        "LOCK",
        "UNLOCK",
        "VACANT",
        "SLEEP",
    };

    (void)state;
    assert_int_equal(sizeof(names) / sizeof(names[0]), STEP_COUNT);
    for (int i = 0; i < STEP_COUNT; i++)
        assert_string_equal(step_name((enum step)i), names[i]);
    assert_string_equal(step_name(STEP_COUNT), "?");
}

/* What the kernel keeps of a step for its process: what it would give back at its death. */
static int debt(const struct step_operations *operations)
{
    int debt = 0;

    for (size_t i = 0; i < operations->count; i++) {
        const struct sembuf *o = &operations->operation[i];

        if (o->sem_flg & SEM_UNDO && (o->sem_num == SEM_FREE || o->sem_num == SEM_FILLED))
            debt -= o->sem_op;
    }
    return debt;
}

/* COMMIT_CLAIM, too: it pays nothing and borrows nothing, and one claim is left for another. */
static void claims_change_by_what_a_step_makes_its_process_owe(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct step_operations built;
        int claims = step_claims(rows[i].step, rows[i].arguments.count);

        step_build(rows[i].step, &rows[i].arguments, &built);
        if (claims != debt(&built))
            fail_msg("row %zu, %s: %d claims more, and owes %d more", i, step_name(rows[i].step),
                     claims, debt(&built));
    }
}

static void these_steps_may_sleep_and_none_that_is_told_not_to(void **state)
{
    static const bool sleeping[STEP_COUNT] = {
        [STEP_PRODUCER_CLAIM] = true, [STEP_PRODUCER_WAIT] = true, [STEP_CONSUMER_CLAIM] = true,
        [STEP_CONSUMER_WAIT] = true,  [STEP_LOCK] = true,          [STEP_VACANT] = true,
        [STEP_SLEEP] = true,
    };

    (void)state;
    for (int i = 0; i < STEP_COUNT; i++) {
        const struct step_arguments may = {.count = 1}, may_not = {.count = 1, .nowait = true};

        if (step_may_sleep((enum step)i, &may) != sleeping[i])
            fail_msg("%s", step_name((enum step)i));
        assert_false(step_may_sleep((enum step)i, &may_not));
    }
}

/* Where a step may not sleep, its first operation that takes or waits says NOWAIT, or gives first.
 */
static void what_may_not_sleep_is_told_so_to_the_kernel_or_never_has_to(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct step_operations built;
        const struct sembuf *first = built.operation;

        step_build(rows[i].step, &rows[i].arguments, &built);
        if (step_may_sleep(rows[i].step, &rows[i].arguments))
            assert_true(first->sem_op <= 0 && !(first->sem_flg & IPC_NOWAIT));
        else
            assert_true(first->sem_op > 0 || first->sem_flg & IPC_NOWAIT);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_is_exactly_this_array),
        cmocka_unit_test(no_step_is_missing_in_the_table_above),
        cmocka_unit_test(steps_have_these_names),
        cmocka_unit_test(claims_change_by_what_a_step_makes_its_process_owe),
        cmocka_unit_test(these_steps_may_sleep_and_none_that_is_told_not_to),
        cmocka_unit_test(what_may_not_sleep_is_told_so_to_the_kernel_or_never_has_to),
    };
    return cmocka_run_group_tests_name("step", tests, NULL, NULL);
}
