/*
 * test_trace_lost.c - logs whose beginning has been overwritten, logs with holes, and logs that
 * lie: what is known is true, what is not true of any process is left out, and nothing breaks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/trace_ring.h"

enum { KEPT = FLIGHT_EVENTS - 1 };

/* Steps at random, each allowed by the ring as it is; some children die. */
static void live(struct trace_ring *t, unsigned steps, unsigned late_ns)
{
    unsigned random = 4711;

    for (unsigned i = 0; i < steps; i++) {
        uint64_t late;

        random = random * 1103515245u + 12345u;
        late = late_ns > 0 ? (random >> 8) % late_ns : 0;
        if (random >> 25 == 0)
            trace_replace(t, (random >> 16) % 2 ? FLIGHT_PRODUCER : FLIGHT_CONSUMER);
        else if ((random >> 16) % 2 && t->claims[FLIGHT_PRODUCER])
            trace_do_late(t, trace_free(t) > 0 ? STEP_PRODUCER_COMMIT_CLAIM : STEP_PRODUCER_COMMIT,
                          1, late, true);
        else if ((random >> 16) % 2 && trace_free(t) > 0)
            trace_do(t, STEP_PRODUCER_CLAIM, 1);
        else if ((random >> 17) % 2 && trace_filled(t) > 0 &&
                 t->claims[FLIGHT_CONSUMER] < t->slots - 1)
            trace_do(t, STEP_CONSUMER_CLAIM, 1);
        else if (t->claims[FLIGHT_CONSUMER] > 0)
            trace_do_late(t, STEP_CONSUMER_COMMIT, 1, late, true);
    }
}

static void of_a_long_life_the_end_is_known_and_true(void **state)
{
    struct trace_ring *t = *state;
    const struct merge *m;
    uint64_t first = 0;

    trace_start(t);
    live(t, 40000, 0);
    trace_assert_true(t);
    m = &t->merge;
    assert_true(m->lost[FLIGHT_PRODUCER] > 0 && m->lost[FLIGHT_CONSUMER] > 0);
    while (!m->entry[first].ring.known)
        first++;
    for (size_t i = first; i < m->count; i++)
        assert_true(m->entry[i].ring.known);
    /* From where both logs have begun, but for the first moments. */
    assert_true(first < m->count / 2);
}

static void steps_that_are_recorded_late_make_no_contradiction(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    live(t, 5000, 3 * TRACE_STEP_NS);
    trace_assert_true(t);
    for (size_t i = 0; i < t->merge.count; i++) {
        const struct merge_entry *entry = &t->merge.entry[i];

        assert_true(entry->ring.known);
        assert_true(entry->at_ns <= entry->event.time_ns);
        assert_true(i == 0 || entry->at_ns >= entry[-1].at_ns);
    }
}

/* Forgets the first events of a log, as if it had been written over. */
static void forget(struct trace_ring *t, enum flight_role role, uint64_t first)
{
    struct flight_log *log = flight_log(t->segment, role);
    uint64_t count = log->next - first;
    uint64_t(*kept)[FLIGHT_WORDS] = calloc(count, sizeof(*kept));

    memcpy(kept, (void *)log->word[first], count * sizeof(*kept));
    log->next += KEPT;
    for (uint64_t i = 0; i < count; i++)
        memcpy((void *)log->word[(log->next - count + i) % FLIGHT_EVENTS], kept[i], sizeof(*kept));
    for (uint64_t i = count; i < FLIGHT_EVENTS; i++)
        memset((void *)log->word[(log->next + FLIGHT_EVENTS - 1 - i) % FLIGHT_EVENTS], 0,
               sizeof(*kept));
    free(kept);
}

static void fill_up(struct trace_ring *t)
{
    trace_start(t);
    for (int i = 0; i < 3; i++)
        trace_block(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    for (int i = 0; i < TRACE_SLOTS - 1; i++)
        trace_do(t, STEP_PRODUCER_COMMIT_CLAIM, 1);
    trace_do(t, STEP_PRODUCER_COMMIT, 1);
}

static void a_full_ring_is_told_from_an_empty_one_by_what_follows(void **state)
{
    struct trace_ring *t = *state;

    fill_up(t);
    trace_do(t, STEP_CONSUMER_CLAIM, 2);
    forget(t, FLIGHT_PRODUCER, flight_log(t->segment, FLIGHT_PRODUCER)->next - 1);
    forget(t, FLIGHT_CONSUMER, flight_log(t->segment, FLIGHT_CONSUMER)->next - 1);
    trace_assert_true(t);
    assert_int_equal(trace_last(&t->merge)->ring.filled, TRACE_SLOTS - 2);
}

static void where_nothing_follows_that_tells_it_is_not_known(void **state)
{
    struct trace_ring *t = *state;

    fill_up(t);
    forget(t, FLIGHT_PRODUCER, flight_log(t->segment, FLIGHT_PRODUCER)->next - 1);
    forget(t, FLIGHT_CONSUMER, flight_log(t->segment, FLIGHT_CONSUMER)->next - 1);
    assert_false(trace_last(trace_merge(t))->ring.known);
}

/* The record begins with the end of a block whose beginning is recorded after that. */
static void an_empty_ring_is_no_full_one_for_a_late_commit(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    for (int i = 0; i < 5; i++)
        trace_block(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_do_late(t, STEP_PRODUCER_COMMIT, 1, 9 * TRACE_STEP_NS, true);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    trace_do(t, STEP_CONSUMER_COMMIT, 1);
    trace_block(t);
    forget(t, FLIGHT_PRODUCER, flight_log(t->segment, FLIGHT_PRODUCER)->next - 4);
    forget(t, FLIGHT_CONSUMER, flight_log(t->segment, FLIGHT_CONSUMER)->next - 3);
    trace_assert_true(t);
    for (size_t i = 0; i < t->merge.count; i++)
        assert_true(t->merge.entry[i].ring.filled <= 1);
}

static void an_event_that_cannot_be_true_is_left_out_and_makes_a_gap(void **state)
{
    struct trace_ring *t = *state;
    static const struct flight_event lies[] = {
        {.kind = FLIGHT_END, .step = STEP_CONSUMER_COMMIT, .count = 1},
        {.kind = FLIGHT_END, .step = STEP_PAUSE},
        {.kind = FLIGHT_END, .step = STEP_PRODUCER_CLAIM, .slot = TRACE_SLOTS},
        {.kind = FLIGHT_END, .step = STEP_PRODUCER_WAIT, .count = TRACE_SLOTS + 1},
        {.kind = FLIGHT_END, .step = STEP_PRODUCER_CLAIM, .held = 2},
        {.kind = FLIGHT_END, .step = STEP_PRODUCER_CLAIM, .time_ns = UINT64_MAX},
        {.kind = FLIGHT_END, .step = STEP_PRODUCER_CLAIM, .time_ns = 1},
        {.kind = FLIGHT_END, .step = STEP_PRODUCER_CLAIM, .result = 7},
        {.kind = FLIGHT_UNDERRUN},
        {.kind = FLIGHT_STARTED, .step = FLIGHT_CONSUMER, .value = 5},
        {.kind = FLIGHT_KINDS},
        {.kind = 0},
    };
    enum { LIES = sizeof(lies) / sizeof(lies[0]) };

    trace_start(t);
    trace_block(t);
    for (int i = 0; i < LIES; i++) {
        trace_add(t, FLIGHT_PRODUCER, lies[i]);
        trace_do(t, STEP_PRODUCER_CLAIM, 1);
        trace_do(t, STEP_PRODUCER_COMMIT, 1);
        trace_do(t, STEP_CONSUMER_CLAIM, 1);
        trace_do(t, STEP_CONSUMER_COMMIT, 1);
        trace_assert_true(t);
        assert_int_equal(t->merge.lost[FLIGHT_PRODUCER] + t->merge.refused[FLIGHT_PRODUCER], i + 1);
        assert_true(trace_last(&t->merge)[-3].gap);
    }
    assert_int_equal(t->merge.refused[FLIGHT_CONSUMER] + t->merge.lost[FLIGHT_CONSUMER], 0);
    assert_int_equal(t->merge.count, 5 + 4 + 4 * LIES);
}

static void places_that_jump_are_a_gap(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    trace_block(t);
    t->head += 3;
    t->tail += 3;
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_merge(t);
    assert_true(trace_last(&t->merge)->gap);
    trace_do(t, STEP_PRODUCER_COMMIT, 1);
    trace_do(t, STEP_CONSUMER_CLAIM, 1);
    trace_assert_true(t);
    assert_true(trace_last(&t->merge)->gap);
}

static void a_successor_that_begins_too_far_on_is_a_gap(void **state)
{
    struct trace_ring *t = *state;

    trace_start(t);
    trace_block(t);
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    trace_replace(t, FLIGHT_PRODUCER);
    t->head += 2; /* of which it can have committed one */
    trace_do(t, STEP_PRODUCER_CLAIM, 1);
    assert_true(trace_last(trace_merge(t))->gap);
    assert_int_equal(trace_last(&t->merge)[-1].unrecorded, 0);
}

static void assert_sane(const struct merge *m)
{
    for (size_t i = 0; i < m->count; i++) {
        const struct merge_entry *e = &m->entry[i];

        assert_true(e->event.time_ns <= m->read_ns && e->at_ns <= e->event.time_ns);
        assert_true(i == 0 || e->at_ns >= e[-1].at_ns);
        if (e->role != FLIGHT_PLAYER && merge_is_step(e))
            assert_true(e->event.slot < m->slots && e->event.count <= m->slots);
        assert_true(e->blocks <= m->slots && e->ring.free <= m->slots);
        assert_true(e->ring.filled <= m->slots);
        assert_int_equal(!e->ring.known
                             ? m->slots
                             : e->ring.free + e->ring.filled + e->ring.claimed + e->ring.held,
                         m->slots);
    }
}

static void garbage_in_all_logs_breaks_nothing(void **state)
{
    struct trace_ring *t = *state;
    static const uint64_t counts[] = {0, 1, 8191, 8192, 100000, UINT64_MAX / 2, UINT64_MAX};
    uint64_t random = 88172645463325252u;
    size_t found = 0;

    for (size_t round = 0; round < sizeof(counts) / sizeof(counts[0]); round++) {
        for (enum flight_role role = 0; role < FLIGHT_ROLES; role++) {
            struct flight_log *log = flight_log(t->segment, role);

            log->next = counts[round];
            for (int i = 0; i < FLIGHT_EVENTS; i++) {
                struct flight_event event;

                for (int w = 0; w < FLIGHT_WORDS; w++) {
                    random ^= random << 13, random ^= random >> 7, random ^= random << 17;
                    memcpy((char *)&event + 8 * w, &random, sizeof(random));
                }
                /* Half of them nearly true, so that they come as far as can be. */
                event.time_ns = i % 2 ? event.time_ns : 1000u * (unsigned)i;
                event.kind = (uint8_t)(event.kind % (i % 2 ? 255 : FLIGHT_KINDS));
                event.step = (uint8_t)(event.step % (i % 2 ? 255 : STEP_COUNT));
                event.slot = (uint16_t)(event.slot % (i % 2 ? 9 : TRACE_SLOTS));
                event.count = (uint16_t)(event.count % (i % 3 ? 2 : TRACE_SLOTS + 1));
                event.held = (uint16_t)(event.held % (i % 3 ? 2 : TRACE_SLOTS));
                event.result = i % 4 ? 0 : event.result;
                event.pid = event.pid % 3;
                event.value = event.value % 3;
                memcpy((void *)log->word[i], &event, sizeof(event));
            }
        }
        assert_sane(trace_merge(t));
        found += t->merge.count;
    }
    assert_true(found > FLIGHT_EVENTS);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_TRACE(of_a_long_life_the_end_is_known_and_true),
        ON_TRACE(steps_that_are_recorded_late_make_no_contradiction),
        ON_TRACE(a_full_ring_is_told_from_an_empty_one_by_what_follows),
        ON_TRACE(where_nothing_follows_that_tells_it_is_not_known),
        ON_TRACE(an_empty_ring_is_no_full_one_for_a_late_commit),
        ON_TRACE(an_event_that_cannot_be_true_is_left_out_and_makes_a_gap),
        ON_TRACE(places_that_jump_are_a_gap),
        ON_TRACE(a_successor_that_begins_too_far_on_is_a_gap),
        ON_TRACE(garbage_in_all_logs_breaks_nothing),
    };

    return cmocka_run_group_tests_name("trace_lost", tests, NULL, NULL);
}
