/*
 * test_ring_model.c - thousands of random operations, each compared with a model of a few
 * integers: every result, every value of the set, and the content of every block in hand.
 *
 * The model never sees the ring. After each operation FREE + FILLED + claimed = N, HEAD less
 * TAIL agrees with what lies between them, modulo N, and the snapshot tells the claims.
 */
#include "shmring/ring_view.h"
#include "tests/unit/ring_fixture.h"

enum { OPERATIONS = 6000, SEEDS = 4 };

static const struct timespec no_time;

struct model {
    uint32_t slots;
    uint32_t filled;
    uint32_t head;
    uint32_t tail;
    uint32_t held;
    bool claimed;
    bool paused;
    uint64_t produced; /* blocks committed ever; a block's position is its number times 100 */
    uint64_t heard;    /* blocks committed by the consumer ever */
};

struct pair {
    struct ring *producer;
    struct ring *consumer;
    struct model model;
    uint64_t random;
};

static uint32_t next_random(struct pair *pair, uint32_t below)
{
    pair->random = pair->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(pair->random >> 33) % below;
}

static uint32_t free_slots(const struct model *m)
{
    return m->slots - m->filled - m->held - m->claimed;
}

static void check(const struct pair *pair)
{
    const struct model *m = &pair->model;
    struct semset_snapshot now;
    struct ring_claims claims;

    assert_int_equal(ring_snapshot(pair->producer, &now), 0);
    assert_int_equal(now.value[SEM_FREE], free_slots(m));
    assert_int_equal(now.value[SEM_FILLED], m->filled);
    assert_int_equal(now.value[SEM_HEAD], m->head);
    assert_int_equal(now.value[SEM_TAIL], m->tail);
    assert_int_equal(now.value[SEM_PAUSED], m->paused);
    assert_int_equal(now.value[SEM_FREE] + now.value[SEM_FILLED] + m->held + m->claimed, m->slots);
    assert_int_equal((m->head + m->slots - m->tail) % m->slots, (m->filled + m->held) % m->slots);
    assert_int_equal(ring_claims((uint16_t)m->slots, &now, &claims), 0);
    assert_int_equal(claims.producer, m->claimed);
    assert_int_equal(claims.consumer, m->held);
    assert_int_equal(ring_consumer_held(pair->consumer), m->held);
    for (uint16_t i = 0; i < m->held; i++)
        assert_int_equal(
            ring_block(pair->consumer, ring_consumer_slot(pair->consumer, i))->position,
            (m->heard + i) * 100);
}

static void committed(struct model *m)
{
    m->filled++;
    m->produced++;
    m->head = (m->head + 1) % m->slots;
}

static void produce(struct pair *pair, bool go_on)
{
    struct model *m = &pair->model;

    if (!m->claimed) {
        if (free_slots(m) == 0)
            return;
        assert_int_equal(ring_producer_claim(pair->producer), 0);
        m->claimed = true;
        return;
    }
    ring_fixture_fill(pair->producer, 0, m->produced * 100, 0);
    assert_int_equal(ring_producer_block(pair->producer)->sequence, m->produced + 1);
    if (go_on) {
        assert_int_equal(ring_producer_commit_claim(pair->producer),
                         free_slots(m) > 0 ? 0 : -EAGAIN);
        if (free_slots(m) > 0)
            committed(m);
        return;
    }
    assert_int_equal(ring_producer_commit(pair->producer), 0);
    m->claimed = false;
    committed(m);
}

static void claim(struct pair *pair, uint32_t count, bool stale)
{
    struct model *m = &pair->model;
    int expected = 0;
    int error = stale ? ring_consumer_claim_stale(pair->consumer, (uint16_t)count)
                      : ring_consumer_claim(pair->consumer, (uint16_t)count, &no_time);

    if (count == 0 || m->held + count >= m->slots)
        expected = -ENOBUFS;
    else if (count > m->filled || (m->paused && !stale))
        expected = -EAGAIN;
    assert_int_equal(error, expected);
    if (expected < 0)
        return;
    m->filled -= count;
    m->held += count;
}

static void commit(struct pair *pair, uint32_t count)
{
    struct model *m = &pair->model;
    int error = ring_consumer_commit(pair->consumer, (uint16_t)count);

    assert_int_equal(error, count == 0 || count > m->held ? -EINVAL : 0);
    if (error < 0)
        return;
    m->held -= count;
    m->heard += count;
    m->tail = (m->tail + count) % m->slots;
}

static void release(struct pair *pair)
{
    struct model *m = &pair->model;

    assert_int_equal(ring_consumer_release(pair->consumer), 0);
    m->filled += m->held;
    m->held = 0;
}

static void toggle(struct pair *pair)
{
    struct model *m = &pair->model;

    assert_int_equal(ring_pause(pair->producer), m->paused ? -EALREADY : 0);
    if (m->paused)
        assert_int_equal(ring_resume(pair->producer), 0);
    m->paused = !m->paused;
}

static void operate(struct pair *pair)
{
    uint32_t what = next_random(pair, 100);
    uint32_t count = next_random(pair, pair->model.slots + 1);

    if (what < 30)
        produce(pair, true);
    else if (what < 45)
        produce(pair, false);
    else if (what < 65)
        claim(pair, what < 55 ? 1 : count, false);
    else if (what < 72)
        claim(pair, count, true);
    else if (what < 88)
        commit(pair, what < 80 ? 1 : count);
    else if (what < 93)
        release(pair);
    else if (what < 97)
        assert_int_equal(ring_paused(pair->consumer), pair->model.paused);
    else
        toggle(pair);
}

static void play(uint16_t slots, uint64_t seed)
{
    struct pair pair = {.random = seed, .model = {.slots = slots}};

    assert_int_equal(ring_fixture_create(slots, 4096, &pair.producer), 0);
    assert_int_equal(ring_attach(ring_segment_id(pair.producer), ring_set_id(pair.producer), false,
                                 &pair.consumer),
                     0);
    for (int i = 0; i < OPERATIONS; i++) {
        operate(&pair);
        check(&pair);
    }
    assert_true(pair.model.heard > slots * 10u); /* it did go round */
    ring_detach(pair.consumer);
    assert_int_equal(ring_remove(pair.producer), 0);
    ring_detach(pair.producer);
}

static void any_sequence_of_operations_does_what_the_model_does(void **state)
{
    static const uint16_t shapes[SEEDS] = {8, 8, 9, 13};

    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        print_message("seed %u, %u slots\n", (unsigned)seed, shapes[seed]);
        play(shapes[seed], seed);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_sequence_of_operations_does_what_the_model_does),
    };
    return cmocka_run_group_tests_name("ring_model", tests, NULL, NULL);
}
