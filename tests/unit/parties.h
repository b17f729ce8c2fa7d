/*
 * parties.h - the three parties of a ring as three handles in one process, each with its seat, and
 * what they leave in the flight recorder.
 */
#ifndef TESTS_UNIT_PARTIES_H
#define TESTS_UNIT_PARTIES_H

#include "shmring/step.h"
#include "tests/unit/ring_fixture.h"

/* One handle on the ring for each seat, and how far its log has been read. */
struct party {
    struct ring *ring;
    uint64_t cursor;
};

struct parties {
    struct party party[FLIGHT_ROLES];
};

static inline struct parties parties_sit(void **state)
{
    const struct ring_fixture *fixture = *state;
    struct parties parties;
    pid_t holder;

    for (int i = 0; i < FLIGHT_ROLES; i++) {
        parties.party[i] = (struct party){.ring = ring_fixture_attach(fixture)};
        assert_int_equal(ring_take_seat(parties.party[i].ring, SEM_PRODUCER + (unsigned)i, &holder),
                         0);
    }
    return parties;
}

static inline void parties_leave(struct parties *parties)
{
    for (int i = 0; i < FLIGHT_ROLES; i++)
        ring_detach(parties->party[i].ring);
}

static inline void parties_assert_event(const struct flight_event *event,
                                        const struct flight_event *expected, size_t number)
{
    struct flight_event whole = *expected;

    whole.time_ns = event->time_ns;
    if (memcmp(&whole, event, sizeof(whole)) == 0)
        return;
    fail_msg("event %zu: pid %u, kind %u, step %u (%s), slot %u, count %u, result %d, held %u, "
             "nowait %u, value %u",
             number, event->pid, event->kind, event->step, step_name((enum step)event->step),
             event->slot, event->count, event->result, event->held, event->nowait, event->value);
}

/* These are all that have come to the log since the last time. */
static inline void parties_expect(struct parties *parties, enum flight_role role, pid_t pid,
                                  const struct flight_event *expected, size_t count)
{
    struct party *party = &parties->party[role];
    struct flight_event events[32];
    uint64_t lost = 0;

    assert_int_equal(
        flight_read(flight_log(ring_segment(party->ring), role), &party->cursor, events, 32, &lost),
        count);
    assert_int_equal(lost, 0);
    for (size_t i = 0; i < count; i++) {
        struct flight_event e = expected[i];

        e.pid = (uint32_t)pid;
        parties_assert_event(&events[i], &e, i);
    }
}

#define EXPECT(parties, role, ...)                                                                 \
    do {                                                                                           \
        const struct flight_event expected[] = {__VA_ARGS__};                                      \
        parties_expect(parties, role, getpid(), expected, sizeof(expected) / sizeof(expected[0])); \
    } while (0)

#define EXPECT_NONE(parties, role) parties_expect(parties, role, 0, NULL, 0)

#define BEGIN(name, ...)                                                                           \
    {                                                                                              \
        .kind = FLIGHT_BEGIN, .step = STEP_##name, __VA_ARGS__                                     \
    }
#define END(name, ...)                                                                             \
    {                                                                                              \
        .kind = FLIGHT_END, .step = STEP_##name, __VA_ARGS__                                       \
    }

#endif
