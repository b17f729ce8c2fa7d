/*
 * flight_fixture.h - a flight log by itself, and events whose every field follows from a number.
 */
#ifndef TESTS_UNIT_FLIGHT_FIXTURE_H
#define TESTS_UNIT_FLIGHT_FIXTURE_H

#include <string.h>
#include <sys/mman.h>

#include "shmring/flight.h"
#include "tests/unit/ring_fixture.h"

/* A log that forked children share. */
static inline int flight_fixture_open(void **state)
{
    *state = mmap(NULL, sizeof(struct flight_log), PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return *state == MAP_FAILED ? -1 : 0;
}

static inline int flight_fixture_close(void **state)
{
    return munmap(*state, sizeof(struct flight_log));
}

#define FLIGHT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, flight_fixture_open, flight_fixture_close)

/* The event of this number, but for its time; `value` is the number. */
static inline struct flight_event flight_fixture_event(uint32_t number)
{
    uint32_t mixed = (number + 1) * 2654435761u;

    return (struct flight_event){
        .pid = mixed,
        .kind = (uint8_t)(FLIGHT_TURN + mixed % 3), /* TURN, BEGIN or END */
        .step = (uint8_t)(mixed % STEP_COUNT),
        .slot = (uint16_t)(mixed >> 16),
        .count = (uint16_t)(mixed >> 8),
        .result = (int16_t) - (int)(mixed % 200),
        .held = (uint16_t)(mixed >> 4),
        .nowait = (uint16_t)(mixed & 1),
        .value = number,
        .reserved = ~mixed,
    };
}

static inline bool flight_fixture_is(const struct flight_event *event, uint32_t number)
{
    struct flight_event expected = flight_fixture_event(number);

    expected.time_ns = event->time_ns;
    return memcmp(&expected, event, sizeof(expected)) == 0;
}

/* Writes the events of these numbers, from `from` to before `to`. */
static inline void flight_fixture_write(struct flight_log *log, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        struct flight_event event = flight_fixture_event(i);

        flight_write(log, &event);
    }
}

#endif
