/*
 * test_flight.c - the flight recorder: what is written is read, in order and whole; what was
 * overwritten is counted; and where all of it lies.
 */
#include "tests/unit/flight_fixture.h"

enum { ROOM = FLIGHT_EVENTS + 1 };

static struct flight_event events[ROOM];

/* Reads all there is, and expects the events of these numbers. */
static void expect(const struct flight_log *log, uint64_t *cursor, uint32_t from, uint32_t to)
{
    uint64_t lost = 0;
    size_t count = flight_read(log, cursor, events, ROOM, &lost);

    assert_int_equal(count, to - from);
    assert_int_equal(lost, 0);
    for (uint32_t i = 0; i < count; i++)
        if (!flight_fixture_is(&events[i], from + i))
            fail_msg("event %u of %u is another one", from + i, to);
}

static void every_event_is_read_in_order_with_all_its_fields(void **state)
{
    struct flight_log *log = *state;
    uint64_t cursor = 0;
    uint64_t begin = flight_now_ns();

    expect(log, &cursor, 0, 0);
    flight_fixture_write(log, 0, 1000);
    expect(log, &cursor, 0, 1000);
    assert_int_equal(cursor, 1000);
    assert_true(events[0].time_ns >= begin);
    for (int i = 1; i < 1000; i++)
        assert_true(events[i].time_ns >= events[i - 1].time_ns);
    assert_true(events[999].time_ns <= flight_now_ns());
}

static void the_writer_is_told_the_time_that_it_wrote(void **state)
{
    struct flight_log *log = *state;
    struct flight_event event = flight_fixture_event(0);
    uint64_t cursor = 0;

    event.time_ns = 1;
    flight_write(log, &event);
    expect(log, &cursor, 0, 1);
    assert_int_equal(event.time_ns, events[0].time_ns);
    assert_true(event.time_ns > 1);
}

static void a_cursor_goes_on_where_it_was(void **state)
{
    struct flight_log *log = *state;
    uint64_t lost = 0, slow = 0, quick = 0;

    flight_fixture_write(log, 0, 5);
    assert_int_equal(flight_read(log, &slow, events, 2, &lost), 2);
    assert_true(flight_fixture_is(&events[1], 1));
    assert_int_equal(flight_read(log, &slow, events, 0, &lost), 0);
    assert_int_equal(slow, 2);
    expect(log, &quick, 0, 5);
    expect(log, &quick, 5, 5);
    flight_fixture_write(log, 5, 8);
    expect(log, &slow, 2, 8);
    expect(log, &quick, 5, 8);
    assert_int_equal(lost, 0);
}

/* The place of the oldest may be being written, so it is never read. */
static void a_log_that_went_round_has_all_but_one_of_its_newest_and_counts_the_lost(void **state)
{
    struct flight_log *log = *state;
    uint64_t cursor = 0, lost = 0;

    flight_fixture_write(log, 0, FLIGHT_EVENTS - 1);
    expect(log, &cursor, 0, 8191);
    flight_fixture_write(log, FLIGHT_EVENTS - 1, 2 * FLIGHT_EVENTS + 100);
    cursor = 0;
    assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 8191);
    assert_int_equal(lost, 2 * 8192 + 100 - 8191);
    assert_true(flight_fixture_is(&events[0], 2 * 8192 + 100 - 8191));
    assert_true(flight_fixture_is(&events[8190], 2 * 8192 + 99));
    assert_int_equal(cursor, 2 * 8192 + 100);
}

static void as_many_events_as_places_are_one_too_many(void **state)
{
    struct flight_log *log = *state;
    uint64_t cursor = 0, lost = 7;

    flight_fixture_write(log, 0, FLIGHT_EVENTS);
    assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 8191);
    assert_int_equal(lost, 7 + 1);
    assert_true(flight_fixture_is(&events[0], 1));
}

static void an_event_lies_in_32_bytes_as_readers_in_other_languages_expect(void **state)
{
    struct flight_log *log = *state;
    const uint8_t *bytes = (const uint8_t *)log;
    struct flight_event event = {
        .pid = 0x04030201,
        .kind = FLIGHT_END,
        .step = STEP_CONSUMER_COMMIT,
        .slot = 0x0605,
        .count = 0x0807,
        .result = -2,
        .held = 0x0a09,
        .nowait = 1,
        .value = 0x0e0d0c0b,
        .reserved = 0x1211100f,
    };
    static const uint8_t expected[24] = {1,    2,    3,    4,    3,    8,    5,    6,
                                         7,    8,    0xfe, 0xff, 0x09, 0x0a, 1,    0,
                                         0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12};

    flight_fixture_write(log, 0, 2);
    flight_write(log, &event);
    assert_int_equal(sizeof(struct flight_log), 266240);
    assert_memory_equal(bytes, "\3\0\0\0\0\0\0\0", 8);
    assert_memory_equal(bytes + 4096 + 2 * 32, &event.time_ns, 8);
    assert_memory_equal(bytes + 4096 + 2 * 32 + 8, expected, sizeof(expected));
}

static void each_role_has_its_log_at_its_place_in_the_segment(void **state)
{
    static const size_t places[] = {4096, 270336, 536576};
    static const char *const names[] = {"producer", "consumer", "player"};
    const struct ring_fixture *fixture = *state;
    const struct ring_segment *segment = ring_segment(fixture->ring);

    for (int i = 0; i < 3; i++) {
        assert_ptr_equal(flight_log(segment, (enum flight_role)i),
                         (const char *)segment + places[i]);
        assert_string_equal(flight_role_name((enum flight_role)i), names[i]);
    }
    assert_string_equal(flight_role_name(FLIGHT_ROLES), "?");
    assert_ptr_equal((const char *)ring_block(fixture->ring, 0),
                     (const char *)(flight_log(segment, FLIGHT_PLAYER) + 1));
}

static void who_may_only_read_the_segment_reads_the_logs(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct ring *reader;
    pid_t holder;

    assert_int_equal(
        ring_attach(ring_segment_id(fixture->ring), ring_set_id(fixture->ring), true, &reader), 0);
    assert_int_equal(ring_take_seat(fixture->ring, SEM_PLAYER, &holder), 0);
    assert_int_equal(ring_pause(fixture->ring), 0);
    for (int i = 0; i < FLIGHT_ROLES; i++) {
        uint64_t cursor = 0, lost = 0;
        const struct flight_log *log = flight_log(ring_segment(reader), (enum flight_role)i);

        assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost),
                         i == FLIGHT_PLAYER ? 2 : 0);
    }
    assert_int_equal(events[1].step, STEP_PAUSE);
    ring_detach(reader);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        FLIGHT_TEST(every_event_is_read_in_order_with_all_its_fields),
        FLIGHT_TEST(the_writer_is_told_the_time_that_it_wrote),
        FLIGHT_TEST(a_cursor_goes_on_where_it_was),
        FLIGHT_TEST(a_log_that_went_round_has_all_but_one_of_its_newest_and_counts_the_lost),
        FLIGHT_TEST(as_many_events_as_places_are_one_too_many),
        FLIGHT_TEST(an_event_lies_in_32_bytes_as_readers_in_other_languages_expect),
        RING_TEST(each_role_has_its_log_at_its_place_in_the_segment),
        RING_TEST(who_may_only_read_the_segment_reads_the_logs),
    };

    return cmocka_run_group_tests_name("flight", tests, NULL, NULL);
}
