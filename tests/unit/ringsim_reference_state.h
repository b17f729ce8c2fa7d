/*
 * ringsim_reference_state.h - the slow simulation's state. Private to ringsim_reference.c.
 */
#ifndef TESTS_UNIT_RINGSIM_REFERENCE_STATE_H
#define TESTS_UNIT_RINGSIM_REFERENCE_STATE_H

#include "tests/unit/ringsim_reference.h"
#include "tools/ringsim/model_state.h"

enum slot { FREE, CLAIMED, FILLED };
enum { CONSUMER_TIMEOUT_MS = 1000, BEATS = 2 };

struct reference {
    const struct model_config *config;
    struct model streams; /* just for its random numbers */
    struct reference_result result;
    int64_t now;
    enum slot *slot;
    uint32_t head, tail;                /* the next to be filled, the next to be heard */
    int64_t work;                       /* left, of the claimed slot */
    int64_t stalled, stopped, starting; /* until then */
    bool fresh;

    bool plays, dry, consumer;
    int64_t tick_at, ticks; /* the next of the device; since it began to play */
    int64_t place;          /* how far it is in the block that is heard now, */
    int64_t settled;        /* and how far its consumer knows it */
    uint64_t heard;         /* blocks */
    int64_t look_at, up_at, beat_at;
    int64_t silent_from;
    int64_t beats; /* of the watchdog, at which it found nothing done */
    bool moved;
};

static inline uint32_t count(const struct reference *r, enum slot state)
{
    uint32_t found = 0;

    for (uint32_t i = 0; i < r->config->slots; i++)
        found += r->slot[i] == state;
    return found;
}

static inline bool claimed(const struct reference *r)
{
    return r->slot[r->head] == CLAIMED;
}

static inline int64_t beat_every(const struct reference *r)
{
    return span_sooner(r->config->producer_timeout, MS(CONSUMER_TIMEOUT_MS)) / BEATS;
}

static inline int64_t ready(const struct reference *r)
{
    int64_t halted = span_later(span_later(r->stalled, r->stopped), r->starting);

    return span_later(r->now, halted);
}

/* What HEAD and TAIL say of the slots holds. */
static inline void check(const struct reference *r)
{
    uint32_t n = r->config->slots, filled = count(r, FILLED);

    assert_int_equal((r->head + n - r->tail) % n, filled % n);
    assert_int_equal(count(r, FREE) + filled + count(r, CLAIMED), n);
    assert_in_range(count(r, CLAIMED), 0, 1);
    for (uint32_t i = 0; i < filled; i++)
        assert_int_equal(r->slot[(r->tail + i) % n], FILLED);
}

#endif
