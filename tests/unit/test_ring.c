/*
 * test_ring.c - the ring's life: made, attached, its seats, its gate, its removal.
 */
#include "tests/unit/ring_fixture.h"

#include <sys/shm.h>

static const uint16_t untouched[SEM_COUNT] = {8, 0, 0, 0, 0, 1, 1, 1, 1};

enum { TAKE_PRODUCER, TAKE_CONSUMER, TAKE_PLAYER, CLAIM, WAIT, SLEEP };

static int take_part(void *context, int what)
{
    const struct ring_fixture *fixture = context;
    static struct ring *ring;
    pid_t holder = 0;
    int error;

    if (!ring)
        ring = ring_fixture_attach(fixture);
    switch (what) {
    case TAKE_PRODUCER:
    case TAKE_CONSUMER:
    case TAKE_PLAYER:
        error = ring_take_seat(ring, (enum sem_index)(SEM_PRODUCER + what), &holder);
        return error == -EBUSY ? holder : error;
    case CLAIM:
        return ring_consumer_claim(ring, 1, NULL);
    case WAIT:
        return ring_wait_vacant(ring, 60000);
    default:
        return ring_sleep(ring, 60000);
    }
}

static void another_handle_sees_the_same_ring(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *other = ring_fixture_attach(fixture);

    assert_int_equal(ring_slots(other), 8);
    assert_int_equal(ring_slot_bytes(other), 4096);
    assert_int_equal(ring_set_id(other), ring_set_id(fixture->ring));
    assert_int_equal(ring_segment_id(other), ring_segment_id(fixture->ring));
    assert_ptr_not_equal(ring_segment(other), ring_segment(fixture->ring));
    ring_segment(fixture->ring)->orders.frame = 4711;
    assert_int_equal(ring_segment(other)->orders.frame, 4711);
    ring_detach(other);
    ring_detach(NULL);
}

static void a_reader_may_attach_without_the_right_to_write(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct semset_snapshot now;
    struct ring *reader;

    assert_int_equal(
        ring_attach(ring_segment_id(fixture->ring), ring_set_id(fixture->ring), true, &reader), 0);
    assert_int_equal(ring_segment(reader)->magic, RING_MAGIC);
    assert_int_equal(ring_snapshot(reader, &now), 0);
    assert_int_equal(now.value[SEM_FREE], 8);
    ring_detach(reader);
}

static void a_foreign_segment_is_refused(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring_segment *segment = ring_segment(fixture->ring);
    struct ring_segment good;
    struct ring *other = NULL;

    memcpy(&good, segment, sizeof(good));
#define REFUSED(field, value)                                                                      \
    do {                                                                                           \
        segment->field = (value);                                                                  \
        assert_int_equal(ring_attach(ring_segment_id(fixture->ring), ring_set_id(fixture->ring),   \
                                     false, &other),                                               \
                         -EPROTO);                                                                 \
        memcpy(segment, &good, sizeof(good));                                                      \
    } while (0)
    REFUSED(magic, RING_MAGIC + 1);
    REFUSED(magic, 0);
    REFUSED(version, RING_VERSION + 1);
    REFUSED(slots, 7);
    REFUSED(slots, 9);
    REFUSED(slots, 8193);
    REFUSED(slots, 65536 + 8);
    REFUSED(slot_bytes, 0);
    REFUSED(slot_bytes, 4097);
    REFUSED(slot_bytes, 8192);
    REFUSED(slot_bytes, UINT32_MAX);
    assert_null(other);
    other = ring_fixture_attach(fixture);
    ring_detach(other);
}

static void a_segment_that_is_too_small_is_refused(void **state)
{
    const struct ring_fixture *fixture = *state;
    int id = shmget(IPC_PRIVATE, RING_SLOTS_OFFSET - 1024, IPC_CREAT | 0600);
    struct ring *other = NULL;

    assert_true(id >= 0);
    assert_int_equal(ring_attach(id, ring_set_id(fixture->ring), false, &other), -EPROTO);
    assert_int_equal(shmctl(id, IPC_RMID, NULL), 0);
    assert_int_equal(ring_attach(id, ring_set_id(fixture->ring), false, &other), -EINVAL);
    assert_null(other);
}

static void a_foreign_set_is_refused(void **state)
{
    const struct ring_fixture *fixture = *state;
    int foreign = semget(IPC_PRIVATE, 100, IPC_CREAT | 0600);
    struct ring *other = NULL;

    assert_true(foreign >= 0);
    assert_int_equal(ring_attach(ring_segment_id(fixture->ring), foreign, false, &other), -EPROTO);
    assert_int_equal(semctl(foreign, 0, IPC_RMID), 0);
    assert_int_equal(ring_attach(ring_segment_id(fixture->ring), foreign, false, &other), -EINVAL);
    assert_null(other);
}

static void a_taken_key_leaves_nothing_behind(void **state)
{
    const key_t taken = (key_t)(0x53000000 | getpid());
    const key_t free_key = (key_t)(0x54000000 | getpid());
    struct ring_config config = {.name = "test", .slots = 8, .slot_bytes = 4096};
    struct ring *ring = NULL;
    int set = semget(taken, 1, IPC_CREAT | IPC_EXCL | 0600);
    int segment = shmget(taken, 1, IPC_CREAT | IPC_EXCL | 0600);

    (void)state;
    assert_true(set >= 0 && segment >= 0);
    config.segment_key = free_key;
    config.set_key = taken;
    assert_int_equal(ring_create(&config, &ring), -EEXIST);
    assert_int_equal(shmget(free_key, 0, 0), -1);
    assert_int_equal(errno, ENOENT);
    config.segment_key = taken;
    config.set_key = free_key;
    assert_int_equal(ring_create(&config, &ring), -EEXIST);
    assert_int_equal(semget(free_key, 0, 0), -1);
    assert_int_equal(errno, ENOENT);
    assert_null(ring);
    assert_int_equal(semctl(set, 0, IPC_RMID), 0);
    assert_int_equal(shmctl(segment, IPC_RMID, NULL), 0);
}

static void a_taken_seat_is_refused_and_its_holder_named(void **state)
{
    struct ring_fixture *fixture = *state;

    for (int what = TAKE_PRODUCER; what <= TAKE_PLAYER; what++) {
        enum sem_index seat = (enum sem_index)(SEM_PRODUCER + what);
        struct partner first = partner_start(take_part, fixture);
        struct partner second = partner_start(take_part, fixture);
        pid_t holder = 0;

        assert_int_equal(partner_do(&first, what), 0);
        assert_int_equal(partner_do(&second, what), first.pid);
        assert_int_equal(ring_take_seat(fixture->ring, seat, &holder), -EBUSY);
        assert_int_equal(holder, first.pid);
        partner_end(&first);
        ring_fixture_expect(ring_set_id(fixture->ring), untouched);
        assert_int_equal(partner_do(&second, what), 0);
        partner_end(&second);
        ring_fixture_expect(ring_set_id(fixture->ring), untouched);
    }
}

static void waiting_for_vacant_seats_ends_with_the_last_death(void **state)
{
    struct ring_fixture *fixture = *state;
    int set = ring_set_id(fixture->ring);
    struct partner producer = partner_start(take_part, fixture);
    struct partner consumer = partner_start(take_part, fixture);
    struct partner waiter = partner_start(take_part, fixture);

    assert_int_equal(ring_wait_vacant(fixture->ring, 0), 0);
    assert_int_equal(partner_do(&producer, TAKE_PRODUCER), 0);
    assert_int_equal(partner_do(&consumer, TAKE_CONSUMER), 0);
    assert_int_equal(ring_wait_vacant(fixture->ring, 1), -EAGAIN);
    partner_tell(&waiter, WAIT);
    assert_true(ring_fixture_await(semset_waiting_grow, set, SEM_PRODUCER, 1));
    partner_end(&producer);
    assert_true(ring_fixture_await(semset_waiting_grow, set, SEM_CONSUMER, 1));
    partner_end(&consumer);
    assert_int_equal(partner_await(&waiter), 0);
    ring_fixture_expect(set, untouched);
    partner_end(&waiter);
}

static void pausing_twice_is_pausing_once(void **state)
{
    const struct ring_fixture *fixture = *state;

    assert_int_equal(ring_paused(fixture->ring), 0);
    assert_int_equal(ring_resume(fixture->ring), -EALREADY);
    assert_int_equal(ring_pause(fixture->ring), 0);
    assert_int_equal(ring_paused(fixture->ring), 1);
    assert_int_equal(ring_pause(fixture->ring), -EALREADY);
    assert_int_equal(ring_paused(fixture->ring), 1);
    assert_int_equal(ring_resume(fixture->ring), 0);
    assert_int_equal(ring_paused(fixture->ring), 0);
    ring_fixture_expect(ring_set_id(fixture->ring), untouched);
}

static void removal_wakes_whoever_sleeps_in_the_ring(void **state)
{
    struct ring_fixture *fixture = *state;
    int set = ring_set_id(fixture->ring);
    struct partner claimer = partner_start(take_part, fixture);
    struct partner sleeper = partner_start(take_part, fixture);
    struct semset_snapshot now;

    assert_int_equal(partner_do(&sleeper, TAKE_CONSUMER), 0);
    partner_tell(&claimer, CLAIM);
    partner_tell(&sleeper, SLEEP);
    assert_true(ring_fixture_await(semset_waiting_grow, set, SEM_FILLED, 1));
    assert_true(ring_fixture_await(semset_waiting_grow, set, SEM_CONSUMER, 1));
    assert_int_equal(ring_remove(fixture->ring), 0);
    assert_int_equal(partner_await(&claimer), -EIDRM);
    assert_int_equal(partner_await(&sleeper), -EIDRM);
    assert_int_equal(ring_remove(fixture->ring), 0);
    assert_int_equal(ring_snapshot(fixture->ring, &now), -EINVAL);
    assert_int_equal(ring_paused(fixture->ring), -EINVAL);
    assert_int_equal(ring_segment(fixture->ring)->magic, RING_MAGIC); /* until it is detached */
    partner_end(&claimer);
    partner_end(&sleeper);
}

static void a_sleep_ends_by_itself_and_moves_nothing(void **state)
{
    const struct ring_fixture *fixture = *state;
    pid_t holder;

    assert_int_equal(ring_take_seat(fixture->ring, SEM_CONSUMER, &holder), 0);
    assert_int_equal(ring_sleep(fixture->ring, 5), 0);
    ring_fixture_expect(ring_set_id(fixture->ring),
                        (const uint16_t[SEM_COUNT]){8, 0, 0, 0, 0, 1, 0, 1, 1});
}

static void a_sleep_on_a_spoiled_seat_is_none(void **state)
{
    const struct ring_fixture *fixture = *state;
    pid_t holder;

    assert_int_equal(ring_take_seat(fixture->ring, SEM_CONSUMER, &holder), 0);
    assert_int_equal(semctl(ring_set_id(fixture->ring), SEM_CONSUMER, SETVAL, 1), 0);
    assert_int_equal(ring_sleep(fixture->ring, 60000), -EPROTO);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RING_TEST(another_handle_sees_the_same_ring),
        RING_TEST(a_reader_may_attach_without_the_right_to_write),
        RING_TEST(a_foreign_segment_is_refused),
        RING_TEST(a_segment_that_is_too_small_is_refused),
        RING_TEST(a_foreign_set_is_refused),
        cmocka_unit_test(a_taken_key_leaves_nothing_behind),
        RING_TEST(a_taken_seat_is_refused_and_its_holder_named),
        RING_TEST(waiting_for_vacant_seats_ends_with_the_last_death),
        RING_TEST(pausing_twice_is_pausing_once),
        RING_TEST(removal_wakes_whoever_sleeps_in_the_ring),
        RING_TEST(a_sleep_ends_by_itself_and_moves_nothing),
        RING_TEST(a_sleep_on_a_spoiled_seat_is_none),
    };
    return cmocka_run_group_tests_name("ring", tests, NULL, NULL);
}
