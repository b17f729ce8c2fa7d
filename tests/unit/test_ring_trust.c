/*
 * test_ring_trust.c - what the player takes for true of the ring, and what it does not.
 *
 * One by one, each word that only the player writes, and each count, is made wrong by the least
 * there is; and in every honest state of the ring, nothing is.
 */
#include "shmring/ring_trust.h"
#include "tests/unit/ring_fixture.h"

static const struct ring_known both = {.producer = true, .consumer = true};

static struct ring *make(void **state)
{
    const struct ring_fixture *fixture = *state;
    const struct ring_orders orders = {.epoch = 3, .track = 1, .frame = 4711};
    pid_t holder;

    assert_int_equal(ring_take_seat(fixture->ring, SEM_PLAYER, &holder), 0);
    assert_int_equal(ring_set_orders(fixture->ring, &orders), 0);
    assert_null(ring_spoiled(fixture->ring, &both));
    return fixture->ring;
}

/* Claims, commits and gives back, with some blocks in hand; the seats are not looked at here. */
static void every_state_that_the_protocol_has_is_true(void **state)
{
    struct ring *ring = make(state);

    for (int round = 0; round < 50; round++) {
        assert_int_equal(ring_producer_claim(ring), 0);
        assert_null(ring_spoiled(ring, &both));
        for (int i = 0; i < 5; i++) {
            assert_int_equal(ring_producer_commit_claim(ring), 0);
            assert_null(ring_spoiled(ring, &both));
        }
        assert_int_equal(ring_consumer_claim(ring, 3, NULL), 0);
        assert_null(ring_spoiled(ring, &both));
        assert_int_equal(ring_producer_commit(ring), 0);
        assert_int_equal(ring_consumer_commit(ring, 1), 0);
        assert_null(ring_spoiled(ring, &both));
        assert_int_equal(ring_consumer_release(ring), 0);
        assert_int_equal(ring_consumer_claim(ring, 5, NULL), 0);
        assert_null(ring_spoiled(ring, &both));
        assert_int_equal(ring_consumer_commit(ring, 5), 0);
        assert_null(ring_spoiled(ring, &(struct ring_known){0}));
    }
}

static void a_full_ring_is_true_in_any_hands(void **state)
{
    struct ring *ring = make(state);

    for (int i = 0; i < RING_FIXTURE_SLOTS; i++)
        assert_int_equal(ring_fixture_produce(ring, 0, 0), 0);
    assert_null(ring_spoiled(ring, &(struct ring_known){0}));
    assert_int_equal(ring_consumer_claim(ring, RING_FIXTURE_SLOTS - 1, NULL), 0);
    assert_null(ring_spoiled(ring, &both));
}

static void claims_are_those_of_living_processes(void **state)
{
    struct ring *ring = make(state);

    assert_int_equal(ring_producer_claim(ring), 0);
    assert_null(ring_spoiled(ring, &(struct ring_known){.producer = true}));
    assert_string_equal(ring_spoiled(ring, &(struct ring_known){.consumer = true}), "its counts");
    assert_int_equal(ring_producer_commit(ring), 0);
    assert_int_equal(ring_consumer_claim(ring, 1, NULL), 0);
    assert_null(ring_spoiled(ring, &(struct ring_known){.consumer = true}));
    assert_string_equal(ring_spoiled(ring, &(struct ring_known){.producer = true}), "its counts");
}

static void expect_spoiled_by(struct ring *ring, enum sem_index semaphore, int change,
                              const char *what)
{
    struct sembuf there = {(unsigned short)semaphore, (short)change, IPC_NOWAIT};
    struct sembuf back = {(unsigned short)semaphore, (short)-change, IPC_NOWAIT};

    assert_int_equal(semset_op(ring_set_id(ring), &there, 1, NULL), 0);
    assert_non_null(ring_spoiled(ring, &both));
    assert_string_equal(ring_spoiled(ring, &both), what);
    assert_int_equal(semset_op(ring_set_id(ring), &back, 1, NULL), 0);
    assert_null(ring_spoiled(ring, &both));
}

static void a_count_that_is_wrong_by_the_least_is_seen(void **state)
{
    struct ring *ring = make(state);

    for (int i = 0; i < 4; i++)
        assert_int_equal(ring_fixture_produce(ring, 0, 0), 0);
    expect_spoiled_by(ring, SEM_FREE, 1, "its counts");
    expect_spoiled_by(ring, SEM_FREE, -2, "its counts"); /* less by one: a claim */
    expect_spoiled_by(ring, SEM_FILLED, 1, "its counts");
    expect_spoiled_by(ring, SEM_HEAD, 1, "its counts");
    expect_spoiled_by(ring, SEM_HEAD, RING_FIXTURE_SLOTS, "its counts");
    expect_spoiled_by(ring, SEM_TAIL, 2, "its counts");
    expect_spoiled_by(ring, SEM_TAIL, RING_FIXTURE_SLOTS, "its counts");
}

static void gate_seats_and_lock_are_as_the_player_knows(void **state)
{
    struct ring *ring = make(state);

    expect_spoiled_by(ring, SEM_PAUSED, 1, "its gate");
    expect_spoiled_by(ring, SEM_PLAYER, 1, "its seats");
    expect_spoiled_by(ring, SEM_PRODUCER, 1, "its seats");
    expect_spoiled_by(ring, SEM_CONSUMER, 1, "its seats");
    expect_spoiled_by(ring, SEM_LOCK, 1, "its lock");
    assert_int_equal(ring_pause(ring), 0);
    assert_string_equal(ring_spoiled(ring, &both), "its gate");
    assert_null(ring_spoiled(
        ring, &(struct ring_known){.producer = true, .consumer = true, .paused = true}));
}

static void the_seats_of_the_dead_are_vacant(void **state)
{
    struct ring *ring = make(state);
    pid_t holder;

    assert_int_equal(ring_take_seat(ring, SEM_CONSUMER, &holder), 0);
    assert_null(ring_spoiled(ring, &both));
    assert_string_equal(ring_spoiled(ring, &(struct ring_known){.producer = true}), "its seats");
    assert_int_equal(ring_take_seat(ring, SEM_PRODUCER, &holder), 0);
    assert_string_equal(ring_spoiled(ring, &(struct ring_known){.consumer = true}), "its seats");
}

/* A word that is wrong for a moment. */
#define EXPECT_SPOILED_WORD(ring, word, what)                                                      \
    do {                                                                                           \
        ring_segment(ring)->word++;                                                                \
        assert_non_null(ring_spoiled(ring, &both));                                                \
        assert_string_equal(ring_spoiled(ring, &both), what);                                      \
        ring_segment(ring)->word--;                                                                \
        assert_null(ring_spoiled(ring, &both));                                                    \
    } while (0)

static void each_word_of_the_player_is_as_it_wrote_it(void **state)
{
    struct ring *ring = make(state);

    EXPECT_SPOILED_WORD(ring, magic, "its identity");
    EXPECT_SPOILED_WORD(ring, version, "its identity");
    EXPECT_SPOILED_WORD(ring, slots, "its identity");
    EXPECT_SPOILED_WORD(ring, slot_bytes, "its identity");
    EXPECT_SPOILED_WORD(ring, orders.epoch, "its orders");
    EXPECT_SPOILED_WORD(ring, orders.track, "its orders");
    EXPECT_SPOILED_WORD(ring, orders.frame, "its orders");
    EXPECT_SPOILED_WORD(ring, epoch, "its orders");
    EXPECT_SPOILED_WORD(ring, fade, "its orders");
    EXPECT_SPOILED_WORD(ring, pace, "its orders");
    atomic_store(&ring_segment(ring)->fade, 1);
    assert_null(ring_spoiled(
        ring, &(struct ring_known){.producer = true, .consumer = true, .fading = true}));
}

static void a_removed_ring_is_not_called_spoiled(void **state)
{
    struct ring *ring = make(state);

    assert_int_equal(ring_remove(ring), 0);
    assert_null(ring_spoiled(ring, &both));
}

/* TAIL is below what a commit at the ring's end takes, or FREE above what can be counted. */
static void a_commit_does_not_wait_for_a_count_that_cannot_come(void **state)
{
    struct ring *ring = make(state);
    struct sembuf back = {SEM_TAIL, -1, IPC_NOWAIT};

    for (int i = 0; i < RING_FIXTURE_SLOTS; i++) {
        assert_int_equal(ring_fixture_produce(ring, 0, 0), 0);
        assert_int_equal(ring_consumer_claim(ring, 1, NULL), 0);
        if (i == RING_FIXTURE_SLOTS - 1)
            break;
        assert_int_equal(ring_consumer_commit(ring, 1), 0);
    }
    assert_int_equal(semset_op(ring_set_id(ring), &back, 1, NULL), 0);
    assert_int_equal(ring_consumer_commit(ring, 1), -EPROTO);
}

static void a_count_at_its_limit_is_an_error_of_the_ring(void **state)
{
    struct ring *ring = make(state);
    struct sembuf up = {SEM_FILLED, 32767, IPC_NOWAIT};

    assert_int_equal(ring_fixture_produce(ring, 0, 0), 0);
    assert_int_equal(ring_consumer_claim(ring, 1, NULL), 0);
    assert_int_equal(semset_op(ring_set_id(ring), &up, 1, NULL), 0);
    assert_int_equal(ring_consumer_commit(ring, 1), -EPROTO);
    assert_int_equal(ring_consumer_release(ring), -EPROTO);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RING_TEST(every_state_that_the_protocol_has_is_true),
        RING_TEST(a_full_ring_is_true_in_any_hands),
        RING_TEST(claims_are_those_of_living_processes),
        RING_TEST(a_count_that_is_wrong_by_the_least_is_seen),
        RING_TEST(gate_seats_and_lock_are_as_the_player_knows),
        RING_TEST(the_seats_of_the_dead_are_vacant),
        RING_TEST(each_word_of_the_player_is_as_it_wrote_it),
        RING_TEST(a_removed_ring_is_not_called_spoiled),
        RING_TEST(a_commit_does_not_wait_for_a_count_that_cannot_come),
        RING_TEST(a_count_at_its_limit_is_an_error_of_the_ring),
    };

    return cmocka_run_group_tests_name("ring_trust", tests, NULL, NULL);
}
