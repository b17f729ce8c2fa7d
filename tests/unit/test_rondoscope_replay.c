/*
 * test_rondoscope_replay.c - a replay of the flight recorder against the real set, value by value.
 */
#include "tests/unit/ring_fixture.h"
#include "tools/rondoscope/replay.h"

enum { STEPS = 4000, LOG_ROOM = 64, SOUND = 5 };

/* A ring with both children in this process, and where their logs have been read up to. */
struct pair {
    struct ring *producer;
    struct ring *consumer;
    uint64_t cursor[FLIGHT_ROLES];
};

static struct pair pair_open(const struct ring_fixture *fixture)
{
    struct pair pair = {.producer = ring_fixture_attach(fixture),
                        .consumer = ring_fixture_attach(fixture)};
    pid_t holder;

    assert_int_equal(ring_take_seat(fixture->ring, SEM_PLAYER, &holder), 0);
    assert_int_equal(ring_take_seat(pair.producer, SEM_PRODUCER, &holder), 0);
    assert_int_equal(ring_take_seat(pair.consumer, SEM_CONSUMER, &holder), 0);
    return pair;
}

static void pair_close(struct pair *pair)
{
    ring_detach(pair->producer);
    ring_detach(pair->consumer);
}

/* One step that may be refused, chosen by a number. */
static void do_something(const struct ring_fixture *fixture, struct pair *pair, unsigned number)
{
    static const struct timespec no_time;
    struct semset_snapshot now;

    assert_int_equal(ring_snapshot(fixture->ring, &now), 0);
    switch (number % 8) {
    case 0:
        if (now.value[SEM_FREE] > 0)
            ring_producer_claim(pair->producer);
        break;
    case 1:
        ring_producer_commit(pair->producer);
        break;
    case 2:
        ring_producer_commit_claim(pair->producer);
        break;
    case 3:
        ring_consumer_claim(pair->consumer, (uint16_t)(1 + number / 8 % 3), &no_time);
        break;
    case 4:
        ring_consumer_commit(pair->consumer, (uint16_t)(1 + number / 8 % 2));
        break;
    case 5:
        if (number / 8 % 4 == 0)
            ring_consumer_release(pair->consumer);
        break;
    case 6:
        ring_consumer_claim_stale(pair->consumer, 1);
        break;
    default:
        if (number / 8 % 4 == 0)
            ring_pause(fixture->ring);
        else
            ring_resume(fixture->ring);
    }
}

/* All events since the last time; one step writes into one log only. */
static void catch_up(const struct ring_fixture *fixture, struct pair *pair, struct replay *replay)
{
    struct flight_event events[LOG_ROOM];
    uint64_t lost = 0;

    for (enum flight_role role = 0; role < FLIGHT_ROLES; role++) {
        size_t count = flight_read(flight_log(ring_segment(fixture->ring), role),
                                   &pair->cursor[role], events, LOG_ROOM, &lost);

        for (size_t i = 0; i < count; i++)
            replay_event(replay, &(struct picture_event){role, events[i]});
    }
    assert_int_equal(lost, 0);
}

static void expect_same(const struct ring_fixture *fixture, const struct replay *replay)
{
    struct semset_snapshot replayed;

    replay_values(replay, &replayed);
    ring_fixture_expect(ring_set_id(fixture->ring), replayed.value);
}

static void begin(const struct ring_fixture *fixture, struct replay *replay)
{
    struct semset_snapshot now;

    assert_int_equal(ring_snapshot(fixture->ring, &now), 0);
    assert_true(replay_begin(RING_FIXTURE_SLOTS, &now, replay));
}

static void after_every_step_the_replay_has_the_values_of_the_set(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct pair pair = pair_open(fixture);
    struct replay replay;
    uint32_t number = 1;

    begin(fixture, &replay);
    for (int i = 0; i < STEPS; i++) {
        number = number * 1664525u + 1013904223u;
        do_something(fixture, &pair, number >> 8);
        catch_up(fixture, &pair, &replay);
        expect_same(fixture, &replay);
    }
    pair_close(&pair);
}

/* The snapshot may be newer than some of the events that are read after it. */
static void events_that_the_snapshot_had_seen_change_nothing(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct pair pair = pair_open(fixture);
    struct replay replay;
    uint32_t number = 7;

    for (int round = 0; round < 200; round++) {
        catch_up(fixture, &pair, &(struct replay){.slots = RING_FIXTURE_SLOTS});
        for (int i = 0; i < 3; i++) {
            number = number * 1664525u + 1013904223u;
            do_something(fixture, &pair, number >> 8);
        }
        begin(fixture, &replay);
        catch_up(fixture, &pair, &replay);
        expect_same(fixture, &replay);
    }
    pair_close(&pair);
}

static void a_death_gives_back_what_was_claimed(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct pair pair = pair_open(fixture);
    struct replay replay;
    struct semset_snapshot values;

    for (int i = 0; i < 5; i++)
        assert_int_equal(ring_fixture_produce(pair.producer, 0, (uint64_t)i), 0);
    assert_int_equal(ring_producer_claim(pair.producer), 0);
    assert_int_equal(ring_consumer_claim(pair.consumer, 2, NULL), 0);
    begin(fixture, &replay);
    replay_values(&replay, &values);
    assert_int_equal(values.value[SEM_FREE], 2);
    assert_int_equal(values.value[SEM_FILLED], 3);
    replay_death(&replay, FLIGHT_CONSUMER);
    replay_values(&replay, &values);
    assert_int_equal(values.value[SEM_FILLED], 5);
    assert_int_equal(values.value[SEM_CONSUMER], 1);
    assert_int_equal(values.value[SEM_TAIL], 0);
    replay_event(&replay, &(struct picture_event){FLIGHT_PLAYER,
                                                  {.kind = FLIGHT_ENDED, .step = FLIGHT_PRODUCER}});
    replay_values(&replay, &values);
    assert_int_equal(values.value[SEM_FREE], 3);
    assert_int_equal(values.value[SEM_PRODUCER], 1);
    assert_int_equal(values.value[SEM_HEAD], 5);
    pair_close(&pair);
}

static void whatever_a_hostile_log_says_the_values_stay_within_the_ring(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct replay replay;
    struct semset_snapshot values;
    uint32_t number = 3;

    begin(fixture, &replay);
    for (int i = 0; i < STEPS; i++) {
        struct picture_event event = {.role = (enum flight_role)(i % 2)};

        number = number * 1664525u + 1013904223u;
        event.event = (struct flight_event){.kind = FLIGHT_END,
                                            .step = (uint8_t)(number >> 28),
                                            .slot = (uint16_t)(number >> 8),
                                            .count = (uint16_t)(number >> 3),
                                            .held = (uint16_t)(number >> 11)};
        replay_event(&replay, &event);
        replay_values(&replay, &values);
        assert_in_range(values.value[SEM_HEAD], 0, RING_FIXTURE_SLOTS - 1);
        assert_in_range(values.value[SEM_TAIL], 0, RING_FIXTURE_SLOTS - 1);
        assert_in_range(values.value[SEM_FREE] + values.value[SEM_FILLED], 0, RING_FIXTURE_SLOTS);
    }
}

static void counts_that_contradict_one_another_cannot_be_replayed(void **state)
{
    const struct semset_snapshot spoiled = {{[SEM_FREE] = 3, [SEM_FILLED] = 1, [SEM_HEAD] = 6}};
    struct replay replay = {.slots = SOUND};

    (void)state;
    assert_false(replay_begin(8, &spoiled, &replay));
    assert_false(replay_begin(0, &spoiled, &replay));
    assert_int_equal(replay.slots, SOUND);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RING_TEST(after_every_step_the_replay_has_the_values_of_the_set),
        RING_TEST(events_that_the_snapshot_had_seen_change_nothing),
        RING_TEST(a_death_gives_back_what_was_claimed),
        RING_TEST(whatever_a_hostile_log_says_the_values_stay_within_the_ring),
        cmocka_unit_test(counts_that_contradict_one_another_cannot_be_replayed),
    };

    return cmocka_run_group_tests_name("rondoscope_replay", tests, NULL, NULL);
}
