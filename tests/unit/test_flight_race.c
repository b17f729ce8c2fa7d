/*
 * test_flight_race.c - the flight recorder while somebody writes, after writers were killed, and
 * with what a hostile one leaves in a log.
 */
#include "tests/unit/flight_fixture.h"

enum { WRITTEN = 2000000, DEATHS = 40, ROOM = FLIGHT_EVENTS };

static struct flight_event events[ROOM];

/* Writes the events of numbers from that of the next place on; 0: for ever. */
static pid_t start_writer(struct flight_log *log, uint32_t count)
{
    pid_t child = child_fork();

    if (child == 0) {
        uint32_t from = (uint32_t)atomic_load(&log->next);

        for (uint32_t i = 0; i < count || count == 0; i++)
            flight_fixture_write(log, from + i, from + i + 1);
        _exit(0);
    }
    return child;
}

/* All that is returned is whole; *number and *time_ns grow. */
static void assert_whole(size_t count, uint64_t *number, uint64_t *time_ns)
{
    for (size_t i = 0; i < count; i++) {
        if (!flight_fixture_is(&events[i], events[i].value))
            fail_msg("torn: %u", events[i].value);
        assert_true(events[i].value >= *number);
        assert_true(events[i].time_ns >= *time_ns);
        *number = (uint64_t)events[i].value + 1;
        *time_ns = events[i].time_ns;
    }
}

static void a_reader_misses_nothing_that_it_does_not_count(void **state)
{
    struct flight_log *log = *state;
    uint64_t cursor = 0, lost = 0, read = 0, number = 0, time_ns = 0;
    pid_t writer = start_writer(log, WRITTEN);

    while (cursor < WRITTEN) {
        size_t count = flight_read(log, &cursor, events, ROOM, &lost);

        assert_whole(count, &number, &time_ns);
        read += count;
        assert_int_equal(read + lost, cursor);
    }
    assert_int_equal(number, WRITTEN);
    assert_int_equal(child_wait(writer), 0);
}

/* The oldest events are the next to be overwritten: whoever reads them is always in the way. */
static void what_is_overwritten_while_it_is_read_is_never_returned(void **state)
{
    struct flight_log *log = *state;
    uint64_t next = 0;
    pid_t writer;

    flight_fixture_write(log, 0, FLIGHT_EVENTS);
    writer = start_writer(log, WRITTEN);
    while (next < FLIGHT_EVENTS + WRITTEN) {
        uint64_t cursor = 0, lost = 0, number = 0, time_ns = 0;
        size_t count = flight_read(log, &cursor, events, 64, &lost);

        assert_whole(count, &number, &time_ns);
        assert_int_equal(count + lost, cursor);
        assert_true(number <= cursor);
        next = atomic_load(&log->next);
    }
    assert_int_equal(child_wait(writer), 0);
}

static void a_killed_writer_leaves_whole_events_and_its_successor_goes_on(void **state)
{
    struct flight_log *log = *state;
    uint64_t random = 1;

    for (int i = 0; i < DEATHS; i++) {
        uint64_t cursor = 0, lost = 0, number = 0, time_ns = 0, begin = atomic_load(&log->next);
        pid_t writer = start_writer(log, 0);
        size_t count;

        random = random * 6364136223846793005u + 1442695040888963407u;
        while (atomic_load(&log->next) < begin + (random >> 33) % 20000)
            sched_yield();
        child_kill(writer);
        number = atomic_load(&log->next);
        flight_fixture_write(log, (uint32_t)number, (uint32_t)number + 1);
        number = 0;
        count = flight_read(log, &cursor, events, ROOM, &lost);
        assert_whole(count, &number, &time_ns);
        assert_int_equal(count + lost, cursor);
        assert_int_equal(count, cursor < FLIGHT_EVENTS ? cursor : FLIGHT_EVENTS - 1);
        assert_int_equal(number, cursor);
    }
}

/* Puts words of another event into a place, as who dies before it has counted it. */
static void write_half(struct flight_log *log, uint64_t number, int words)
{
    for (int i = 0; i < words; i++)
        atomic_store(&log->word[number % FLIGHT_EVENTS][i], 0x0101010101010101u * (uint64_t)i);
}

static void a_half_written_event_is_never_seen_and_its_place_written_anew(void **state)
{
    struct flight_log *log = *state;

    flight_fixture_write(log, 0, FLIGHT_EVENTS + 10);
    for (int words = 1; words <= FLIGHT_WORDS; words++) {
        uint32_t next = (uint32_t)atomic_load(&log->next);
        uint64_t cursor = 0, lost = 0, number = 0, time_ns = 0;

        write_half(log, next, words);
        assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 8191);
        assert_whole(8191, &number, &time_ns);
        assert_int_equal(number, next);
        flight_fixture_write(log, next, next + 1);
        assert_int_equal(flight_read(log, &cursor, events, ROOM, &lost), 1);
        assert_true(flight_fixture_is(&events[0], next));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        FLIGHT_TEST(a_reader_misses_nothing_that_it_does_not_count),
        FLIGHT_TEST(what_is_overwritten_while_it_is_read_is_never_returned),
        FLIGHT_TEST(a_killed_writer_leaves_whole_events_and_its_successor_goes_on),
        FLIGHT_TEST(a_half_written_event_is_never_seen_and_its_place_written_anew),
    };

    return cmocka_run_group_tests_name("flight_race", tests, NULL, NULL);
}
