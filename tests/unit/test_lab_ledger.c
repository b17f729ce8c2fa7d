/*
 * test_lab_ledger.c - what the lab predicts of the set is what the kernel does, step by step and at
 * the end of the process.
 */
#include "tests/unit/ring_fixture.h"

#include "tools/rondolab/ledger.h"

enum { LIVES = 120, STEPS = 12, SLOTS = 8 };

/* What a process may do at random, and never sleeps in. */
static const struct {
    enum step step;
    uint16_t count;
} choices[] = {
    {STEP_PRODUCER_CLAIM, 1},
    {STEP_PRODUCER_COMMIT, 1},
    {STEP_PRODUCER_COMMIT_CLAIM, 1},
    {STEP_PRODUCER_WAIT, 3},
    {STEP_CONSUMER_CLAIM, 2},
    {STEP_CONSUMER_COMMIT, 1},
    {STEP_CONSUMER_COMMIT, 2},
    {STEP_CONSUMER_RELEASE, 1},
    {STEP_CONSUMER_CLAIM_STALE, 1},
    {STEP_CONSUMER_WAIT, 2},
    {STEP_PAUSE, 1},
    {STEP_RESUME, 1},
    {STEP_LOCK, 1},
    {STEP_UNLOCK, 1},
    {STEP_TAKE_SEAT, 1},
};

enum { CHOICES = sizeof(choices) / sizeof(choices[0]) };

static int act(void *context, int choice)
{
    int set = *(int *)context;
    enum step step = choices[choice].step;
    struct step_arguments arguments = {
        .seat = SEM_CONSUMER,
        .slots = SLOTS,
        .index = (uint16_t)semset_value(set, step == STEP_CONSUMER_COMMIT ? SEM_TAIL : SEM_HEAD),
        .count = choices[choice].count,
        .nowait = true,
    };
    static const struct timespec no_time;

    return step_do(set, step, &arguments, &no_time);
}

static void expect(int set, const struct ledger *ledger)
{
    const struct semset_snapshot predicted = ledger_snapshot(ledger);

    ring_fixture_expect(set, predicted.value);
}

static uint32_t next_random(uint32_t below)
{
    static uint64_t random = 1;

    random = random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random >> 33) % below;
}

/* One process, from its first step to its death; what it leaves is what the next one finds. */
static void live(int set)
{
    struct partner partner = partner_start(act, &set);
    struct semset_snapshot now;
    struct ledger ledger;

    assert_int_equal(semset_snapshot(set, &now), 0);
    ledger_start(&ledger, SLOTS, &now);
    for (int i = 0; i < STEPS; i++) {
        int choice = (int)next_random(CHOICES);

        if (partner_do(&partner, choice) == 0)
            ledger_step(&ledger, choices[choice].step, SEM_CONSUMER, choices[choice].count);
        expect(set, &ledger);
    }
    partner_end(&partner);
    ledger_end(&ledger);
    expect(set, &ledger);
}

static void it_agrees_with_the_kernel_whatever_is_done(void **state)
{
    int set;

    (void)state;
    assert_int_equal(semset_create(IPC_PRIVATE, SLOTS, &set), 0);
    for (int i = 0; i < LIVES; i++)
        live(set);
    assert_int_equal(semset_remove(set), 0);
}

static void a_value_never_goes_below_zero_at_an_end(void **state)
{
    struct ledger ledger;

    (void)state;
    ledger_start(&ledger, SLOTS, &(struct semset_snapshot){.value = {[SEM_FILLED] = 3}});
    ledger_step(&ledger, STEP_CONSUMER_RELEASE, SEM_CONSUMER, 2);
    ledger.value[SEM_FILLED] = 1; /* somebody else has taken four */
    ledger_end(&ledger);
    assert_int_equal(ledger_snapshot(&ledger).value[SEM_FILLED], 0);
}

static void the_text_names_seats_and_claims(void **state)
{
    const struct semset_snapshot fresh = {.value = {8, 0, 0, 0, 0, 1, 1, 1, 1}};
    const struct semset_snapshot busy = {.value = {4, 1, 3, 0, 1, 0, 0, 1, 0}};
    const struct semset_snapshot spoiled = {.value = {8, 8, 0, 0, 0, 1, 1, 1, 1}};
    char text[LEDGER_TEXT_MAX];

    (void)state;
    ledger_text(SLOTS, &fresh, text);
    assert_string_equal(text, "FREE 8 FILLED 0 HEAD 0 TAIL 0 PAUSED 0 LOCK 1, no seat, no claim");
    ledger_text(SLOTS, &busy, text);
    assert_string_equal(text, "FREE 4 FILLED 1 HEAD 3 TAIL 0 PAUSED 1 LOCK 0, seat PRODUCER, seat "
                              "CONSUMER, claims 1 + 2");
    ledger_text(SLOTS, &spoiled, text);
    assert_non_null(strstr(text, "claims that cannot be"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_agrees_with_the_kernel_whatever_is_done),
        cmocka_unit_test(a_value_never_goes_below_zero_at_an_end),
        cmocka_unit_test(the_text_names_seats_and_claims),
    };

    return cmocka_run_group_tests_name("lab_ledger", tests, NULL, NULL);
}
