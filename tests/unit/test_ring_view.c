/*
 * test_ring_view.c - every state that a ring of eight slots can be in, made from its slots and
 * worked out again from the counts; and every other combination of counts.
 */
#include "shmring/ring_view.h"
#include "tests/unit/ring_fixture.h"

enum { N = 8, BEYOND = N + 3 /* values tried go up to this, so also beyond what can be */ };

/* What was made, by the counts that it has. */
struct made {
    bool possible;
    struct ring_claims claims;
    enum ring_slot_state slot[N];
};

static struct made made[BEYOND][BEYOND][BEYOND][BEYOND]; /* FREE, FILLED, HEAD, TAIL */

static const struct ring_claims untouched = {.producer = 4711, .consumer = 4711};

static struct made make(int tail, int held, int filled, int filling)
{
    struct made m = {.possible = true, .claims = {.producer = filling, .consumer = held}};

    for (int i = 0; i < N; i++)
        m.slot[(tail + i) % N] = i < held                      ? RING_SLOT_HELD
                                 : i < held + filled           ? RING_SLOT_FILLED
                                 : i < held + filled + filling ? RING_SLOT_FILLING
                                                               : RING_SLOT_FREE;
    return m;
}

/* All states: the consumer never has the whole ring in hand (-ENOBUFS). */
static int make_all(void **state)
{
    (void)state;
    for (int tail = 0; tail < N; tail++)
        for (int held = 0; held < N; held++)
            for (int filled = 0; held + filled <= N; filled++)
                for (int filling = 0; filling < 2 && held + filled + filling <= N; filling++) {
                    int head = (tail + held + filled) % N;
                    struct made *m = &made[N - held - filled - filling][filled][head][tail];

                    assert_false(m->possible); /* no two states have the same counts */
                    *m = make(tail, held, filled, filling);
                }
    return 0;
}

/* Calls `with` for every combination of the four counts. */
static void for_all_counts(void (*with)(const struct semset_snapshot *at, const struct made *m))
{
    for (uint16_t free = 0; free < BEYOND; free++)
        for (uint16_t filled = 0; filled < BEYOND; filled++)
            for (uint16_t head = 0; head < BEYOND; head++)
                for (uint16_t tail = 0; tail < BEYOND; tail++)
                    with(&(const struct semset_snapshot){.value = {[SEM_FREE] = free,
                                                                   [SEM_FILLED] = filled,
                                                                   [SEM_HEAD] = head,
                                                                   [SEM_TAIL] = tail}},
                         &made[free][filled][head][tail]);
}

static void describe(const struct semset_snapshot *at)
{
    print_message("FREE %u FILLED %u HEAD %u TAIL %u\n", at->value[SEM_FREE], at->value[SEM_FILLED],
                  at->value[SEM_HEAD], at->value[SEM_TAIL]);
}

static void expect_claims(const struct semset_snapshot *at, const struct made *m)
{
    struct ring_claims claims = untouched;
    int error = ring_claims(N, at, &claims);
    const struct ring_claims *expected = m->possible ? &m->claims : &untouched;

    if (error == (m->possible ? 0 : -EPROTO) && claims.producer == expected->producer &&
        claims.consumer == expected->consumer)
        return;
    describe(at);
    fail_msg("%d: %d and %d claims", error, claims.producer, claims.consumer);
}

static void counts_give_back_the_claims_they_were_made_from_and_no_others(void **state)
{
    (void)state;
    for_all_counts(expect_claims);
}

static void expect_slots(const struct semset_snapshot *at, const struct made *m)
{
    if (!m->possible)
        return;
    for (uint16_t i = 0; i < N; i++) {
        enum ring_slot_state seen = ring_slot_state(N, at, &m->claims, i);

        if (seen == m->slot[i])
            continue;
        describe(at);
        fail_msg("slot %u is %s, and seems %s", i, ring_slot_state_name(m->slot[i]),
                 ring_slot_state_name(seen));
    }
}

static void counts_give_back_the_state_of_every_slot(void **state)
{
    (void)state;
    for_all_counts(expect_slots);
}

static void a_ring_of_any_size_is_seen_full_and_empty_at_any_place(void **state)
{
    static const uint16_t sizes[] = {8, 9, 66, 8192};

    (void)state;
    for (int i = 0; i < 4; i++) {
        uint16_t last = (uint16_t)(sizes[i] - 1);
        struct semset_snapshot at = {.value = {[SEM_HEAD] = last, [SEM_TAIL] = last}};
        struct ring_claims claims;

        at.value[SEM_FREE] = sizes[i];
        assert_int_equal(ring_claims(sizes[i], &at, &claims), 0);
        assert_int_equal(claims.producer + claims.consumer, 0);
        assert_int_equal(ring_slot_state(sizes[i], &at, &claims, last), RING_SLOT_FREE);
        at.value[SEM_FREE] = 0;
        at.value[SEM_FILLED] = 1;
        assert_int_equal(ring_claims(sizes[i], &at, &claims), 0);
        assert_int_equal(claims.consumer, last);
        assert_int_equal(ring_slot_state(sizes[i], &at, &claims, last), RING_SLOT_HELD);
        assert_int_equal(ring_slot_state(sizes[i], &at, &claims, (uint16_t)(last - 1)),
                         RING_SLOT_FILLED);
    }
}

static void counts_at_the_limit_of_the_kernel_are_contradictions(void **state)
{
    struct ring_claims claims;

    (void)state;
    for (int i = SEM_FREE; i <= SEM_TAIL; i++) {
        struct semset_snapshot at = {.value = {[SEM_FREE] = N}};

        at.value[i] = 32767;
        assert_int_equal(ring_claims(N, &at, &claims), -EPROTO);
    }
}

static void states_have_names(void **state)
{
    (void)state;
    assert_string_equal(ring_slot_state_name(RING_SLOT_FREE), "free");
    assert_string_equal(ring_slot_state_name(RING_SLOT_FILLING), "filling");
    assert_string_equal(ring_slot_state_name(RING_SLOT_FILLED), "filled");
    assert_string_equal(ring_slot_state_name(RING_SLOT_HELD), "held");
    assert_string_equal(ring_slot_state_name(RING_SLOT_STATES), "?");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_give_back_the_claims_they_were_made_from_and_no_others),
        cmocka_unit_test(counts_give_back_the_state_of_every_slot),
        cmocka_unit_test(a_ring_of_any_size_is_seen_full_and_empty_at_any_place),
        cmocka_unit_test(counts_at_the_limit_of_the_kernel_are_contradictions),
        cmocka_unit_test(states_have_names),
    };

    return cmocka_run_group_tests_name("ring_view", tests, make_all, NULL);
}
