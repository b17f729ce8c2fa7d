/*
 * rondoscope_healing.h - a healing of the made picture, step by step. To be included after
 * cmocka.h.
 */
#ifndef TESTS_UNIT_RONDOSCOPE_HEALING_H
#define TESTS_UNIT_RONDOSCOPE_HEALING_H

#include <signal.h>
#include <stdio.h>

#include "tests/unit/rondoscope_fixture.h"
#include "tools/rondoscope/healing.h"

enum { SUCCESSOR = 201, SLOTS = 12 };

static struct made made;
static struct healing healing;
static uint64_t zero_ns;

/* Events at so many microseconds after the key; the clock of the test is the real one. */
static inline uint64_t healing_at(unsigned us)
{
    return zero_ns + (uint64_t)us * 1000;
}

static inline int healing_begin(void **state)
{
    (void)state;
    made_begin(&made, SLOTS);
    healing = (struct healing){.begun = false};
    zero_ns = flight_now_ns() - 10000000000u;
    made.picture.time_ns = zero_ns;
    return 0;
}

static inline void healing_player_event(unsigned us, enum flight_kind kind, enum flight_role who,
                                        int result, uint32_t value)
{
    made_event(&made, FLIGHT_PLAYER,
               (struct flight_event){.time_ns = healing_at(us),
                                     .pid = MADE_PLAYER,
                                     .kind = (uint8_t)kind,
                                     .step = (uint8_t)who,
                                     .result = (int16_t)result,
                                     .value = value});
}

static inline void healing_child_step(unsigned us, enum flight_role role, uint32_t pid,
                                      enum flight_kind kind, enum step step, uint16_t slot,
                                      uint16_t held)
{
    made_event(&made, role,
               (struct flight_event){.time_ns = healing_at(us),
                                     .pid = pid,
                                     .kind = (uint8_t)kind,
                                     .step = (uint8_t)step,
                                     .slot = slot,
                                     .count = 1,
                                     .held = held});
}

/* The next picture, at that time, takes in what was said since the last one. */
static inline void healing_next(unsigned us)
{
    made.picture.time_ns = healing_at(us);
    healing_take(&healing, &made.picture);
    made.picture.news_count = 0;
}

static inline void healing_expect(const char *const *lines)
{
    char text[HEALING_TEXT_MAX], line[HEALING_TEXT_MAX + 64];
    size_t count = 0;

    for (; lines[count]; count++) {
        const struct healing_entry *entry = &healing.entry[count];

        assert_in_range(count, 0, healing.count - 1);
        healing_text(&healing, entry, text);
        snprintf(line, sizeof(line), "%.1f %s: %s",
                 (double)(int64_t)(entry->time_ns - healing.zero_ns) / 1e6, healing_who(entry),
                 text);
        assert_string_equal(line, lines[count]);
    }
    assert_int_equal(healing.count, count);
}
#define HEALING_EXPECT(...) healing_expect((const char *const[]){__VA_ARGS__, NULL})

/* k at the producer, its death, and what the kernel paid. */
static inline void healing_kill_producer(void)
{
    struct semset_snapshot after = made.picture.values;

    healing_signal(&healing, &made.picture, &made.picture.values, FLIGHT_PRODUCER, SIGKILL,
                   zero_ns);
    after.value[SEM_FREE]++;
    after.value[SEM_PRODUCER] = 1;
    made.picture.process[FLIGHT_PRODUCER].taken = false;
    healing_next(200);
    healing_death(&healing, &made.picture, FLIGHT_PRODUCER, MADE_PRODUCER, &after, healing_at(200));
}

#define HEALING_TEST(test) cmocka_unit_test_setup(test, healing_begin)

#endif
