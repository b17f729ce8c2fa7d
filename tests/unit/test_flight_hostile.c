/*
 * test_flight_hostile.c - whatever stands in a flight log: nothing impossible comes out of it, no
 * reader hangs, and the next writer's events are read again.
 */
#include "tests/unit/flight_fixture.h"

enum { ROOM = FLIGHT_EVENTS };

static struct flight_event events[ROOM];

static const struct flight_event impossible[] = {
    {.kind = 0},
    {.kind = FLIGHT_KINDS},
    {.kind = UINT8_MAX},
    {.kind = FLIGHT_TURN, .step = STEP_COUNT},
    {.kind = FLIGHT_BEGIN, .step = STEP_COUNT},
    {.kind = FLIGHT_END, .step = STEP_COUNT},
    {.kind = FLIGHT_END, .step = UINT8_MAX},
    {.kind = FLIGHT_END, .result = 1},
    {.kind = FLIGHT_BEGIN, .result = INT16_MAX},
    {.kind = FLIGHT_STARTED, .step = FLIGHT_PLAYER},
    {.kind = FLIGHT_ENDED, .step = UINT8_MAX},
    {.kind = FLIGHT_ENDED, .result = -1},
};

static const struct flight_event possible[] = {
    {.kind = FLIGHT_TURN, .step = STEP_COUNT - 1, .slot = UINT16_MAX, .count = UINT16_MAX},
    {.kind = FLIGHT_END, .result = INT16_MIN, .held = UINT16_MAX, .nowait = UINT16_MAX},
    {.kind = FLIGHT_UNDERRUN, .step = UINT8_MAX, .value = UINT32_MAX},
    {.kind = FLIGHT_EPOCH, .value = UINT32_MAX},
    {.kind = FLIGHT_STARTED, .step = FLIGHT_CONSUMER, .value = UINT32_MAX},
    {.kind = FLIGHT_ENDED, .step = FLIGHT_PRODUCER, .result = INT16_MAX},
};

static void what_cannot_be_true_is_counted_as_lost_and_its_neighbours_are_read(void **state)
{
    struct flight_log *log = *state;
    uint64_t cursor = 0, lost = 0;

    for (size_t i = 0; i < sizeof(impossible) / sizeof(impossible[0]); i++) {
        struct flight_event event = impossible[i];
        uint32_t number = (uint32_t)atomic_load(&log->next);

        flight_fixture_write(log, number, number + 1);
        flight_write(log, &event);
        flight_fixture_write(log, number + 2, number + 3);
        if (flight_read(log, &cursor, events, ROOM, &lost) != 2)
            fail_msg("impossible event %zu is returned", i);
        assert_true(flight_fixture_is(&events[0], number));
        assert_true(flight_fixture_is(&events[1], number + 2));
        assert_int_equal(lost, i + 1);
    }
}

static void what_may_be_true_is_returned_at_its_limits(void **state)
{
    struct flight_log *log = *state;
    uint64_t cursor = 0, lost = 0;

    for (size_t i = 0; i < sizeof(possible) / sizeof(possible[0]); i++) {
        struct flight_event event = possible[i];

        flight_write(log, &event);
        if (flight_read(log, &cursor, events, ROOM, &lost) != 1)
            fail_msg("possible event %zu is lost", i);
        assert_memory_equal(&events[0], &event, sizeof(event));
    }
}

static void a_count_that_went_back_is_followed(void **state)
{
    struct flight_log *log = *state;
    uint64_t cursor = 0, lost = 0;

    flight_fixture_write(log, 0, 10);
    assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 10);
    atomic_store(&log->next, 3);
    assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 0);
    assert_int_equal(cursor, 3);
    flight_fixture_write(log, 33, 35);
    assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 2);
    assert_true(flight_fixture_is(&events[1], 34));
    assert_int_equal(lost, 0);
}

static void a_count_that_jumped_ahead_costs_what_was_never_written(void **state)
{
    struct flight_log *log = *state;
    uint64_t cursor = 0, lost = 0;

    flight_fixture_write(log, 0, 10);
    atomic_store(&log->next, 5000);
    assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 10);
    assert_int_equal(lost, 4990);
    flight_fixture_write(log, 10, 11);
    assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 1);
    assert_true(flight_fixture_is(&events[0], 10));
}

static void a_count_at_the_end_of_all_numbers_begins_again(void **state)
{
    struct flight_log *log = *state;
    uint64_t cursor = 0, lost = 0;

    atomic_store(&log->next, UINT64_MAX);
    assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 0);
    assert_true(cursor == UINT64_MAX && lost == UINT64_MAX);
    flight_fixture_write(log, 0, 1); /* after which there were none, by the count */
    assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 0);
    assert_int_equal(cursor, 0);
    flight_fixture_write(log, 1, 3);
    assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 2);
    assert_true(flight_fixture_is(&events[0], 1));
}

static void a_cursor_from_nowhere_is_no_reason_to_hang(void **state)
{
    static const uint64_t cursors[] = {11, FLIGHT_EVENTS, 1ull << 63, UINT64_MAX};
    struct flight_log *log = *state;

    flight_fixture_write(log, 0, 10);
    for (size_t i = 0; i < sizeof(cursors) / sizeof(cursors[0]); i++) {
        uint64_t cursor = cursors[i], lost = 0;

        assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 0);
        assert_int_equal(cursor, 10);
    }
}

/* The count moves under the reader's eyes, to anywhere. */
static void a_count_that_never_keeps_still_lets_every_reading_end(void **state)
{
    struct flight_log *log = *state;
    pid_t spoiler = child_fork();

    for (uint64_t i = 1; spoiler == 0; i = i * 6364136223846793005u + 1442695040888963407u)
        atomic_store(&log->next, i % 3 ? i : i % FLIGHT_EVENTS);
    for (int i = 0; i < 2000; i++) {
        uint64_t cursor = 0, lost = 0;

        assert_true(flight_read(log, &cursor, events, ROOM, &lost) < FLIGHT_EVENTS);
    }
    child_kill(spoiler);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        FLIGHT_TEST(what_cannot_be_true_is_counted_as_lost_and_its_neighbours_are_read),
        FLIGHT_TEST(what_may_be_true_is_returned_at_its_limits),
        FLIGHT_TEST(a_count_that_went_back_is_followed),
        FLIGHT_TEST(a_count_that_jumped_ahead_costs_what_was_never_written),
        FLIGHT_TEST(a_count_at_the_end_of_all_numbers_begins_again),
        FLIGHT_TEST(a_cursor_from_nowhere_is_no_reason_to_hang),
        FLIGHT_TEST(a_count_that_never_keeps_still_lets_every_reading_end),
    };

    return cmocka_run_group_tests_name("flight_hostile", tests, NULL, NULL);
}
