/*
 * fuzz_flight.c - any bytes as a flight log: what flight_read() returns is possible, each event of
 * a step has its text, all numbers are accounted for, and the next writer's event is read.
 *
 * The input is the log's count, a reader's cursor, and the events before the count, the last at the
 * end; all other places are zeros.
 */
#include <assert.h>
#include <string.h>

#include "shmring/step_text.h"
#include "tests/fuzz/fuzz.h"

enum { ROOM = 64, PLACE_BYTES = FLIGHT_WORDS * sizeof(uint64_t) };

static struct flight_log recorded;

/* Puts the events into their places; with NULL, zeros. */
static void put(const uint8_t *events, size_t count, uint64_t next)
{
    static const uint8_t zeros[PLACE_BYTES];

    for (size_t i = 0; i < count; i++)
        memcpy(recorded.word[(next - count + i) % FLIGHT_EVENTS],
               events ? events + i * PLACE_BYTES : zeros, PLACE_BYTES);
}

/* How many operations a text tells of. */
static size_t told(const char *text)
{
    size_t commas = 0;

    for (; *text; text++)
        commas += *text == ',';
    return commas + 1;
}

static void assert_text(const struct flight_event *event)
{
    for (int role = 0; role < FLIGHT_ROLES; role++) {
        struct step_operations operations;
        char text[STEP_TEXT_MAX];

        step_of_event(event, (enum flight_role)role, RING_SLOTS_MAX, &operations);
        assert(operations.count >= 1 && operations.count <= STEP_OPERATIONS_MAX);
        for (size_t i = 0; i < operations.count; i++)
            assert(operations.operation[i].sem_num < SEM_COUNT);
        step_text(&operations, text);
        assert(told(text) == operations.count && strlen(text) < sizeof(text) - 1);
    }
    assert(step_name((enum step)event->step)[0] != '?');
    assert(step_meaning((enum step)event->step)[0] != '?');
    assert(step_after_death((enum step)event->step)[0] != '?');
}

static void assert_possible(const struct flight_event *event)
{
    assert(event->kind >= FLIGHT_TURN && event->kind < FLIGHT_KINDS);
    if (event->kind <= FLIGHT_END) {
        assert(event->result <= 0);
        assert_text(event);
    } else if (event->kind == FLIGHT_STARTED || event->kind == FLIGHT_ENDED) {
        assert(event->result >= 0);
        assert(flight_role_name((enum flight_role)event->step)[0] != '?');
    }
}

/* Reads to the end; how many there were, and every number is either returned or lost. */
static uint64_t read_all(uint64_t cursor, uint64_t next)
{
    struct flight_event events[ROOM];
    uint64_t lost = 0, all = 0, begin = cursor;
    size_t count;

    do {
        count = flight_read(&recorded, &cursor, events, ROOM, &lost);
        assert(count <= ROOM);
        for (size_t i = 0; i < count; i++)
            assert_possible(&events[i]);
        all += count;
    } while (count == ROOM);
    assert(cursor == next && all < FLIGHT_EVENTS);
    assert(all + lost == (begin > next ? 0 : next - begin));
    return all;
}

static void write_one(void)
{
    struct flight_event event = {.kind = FLIGHT_EPOCH, .value = 4711}, read;
    uint64_t cursor, lost = 0;

    flight_write(&recorded, &event);
    cursor = recorded.next - 1;
    if (recorded.next == 0) /* the count has gone round, and all are forgotten */
        return;
    assert(flight_read(&recorded, &cursor, &read, 1, &lost) == 1 && lost == 0);
    assert(memcmp(&event, &read, sizeof(event)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t next, cursor;
    size_t count;

    if (size < 2 * sizeof(uint64_t))
        return 0;
    memcpy(&next, data, sizeof(next));
    memcpy(&cursor, data + sizeof(next), sizeof(cursor));
    count = (size - 2 * sizeof(uint64_t)) / PLACE_BYTES;
    if (count > FLIGHT_EVENTS)
        count = FLIGHT_EVENTS;
    put(data + 2 * sizeof(uint64_t), count, next);
    recorded.next = next;
    read_all(cursor, next);
    read_all(0, next);
    write_one();
    put(NULL, count, next);
    put(NULL, 1, next + 1);
    return 0;
}
