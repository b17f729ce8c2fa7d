/*
 * flight.c - one writer, any number of readers, and nothing between them but the order of stores.
 *
 * The writer fills the place of event `next` word by word and then counts it. Before the first of
 * these words a fence orders them behind the count before: so a reader that has copied any word
 * of an event that came too early sees, when it looks at the count again, that its place had been
 * given to a newer one, and throws the copy away (as with a sequence lock; Boehm, "Can seqlocks
 * get along with programming language memory models?", 2012). A writer that is killed in between
 * leaves a place half written and not counted; its successor writes it anew.
 */
#include "shmring/flight.h"

#include <string.h>
#include <time.h>

static const char *const names[FLIGHT_ROLES] = {
    [FLIGHT_PRODUCER] = "producer",
    [FLIGHT_CONSUMER] = "consumer",
    [FLIGHT_PLAYER] = "player",
};

const char *flight_role_name(enum flight_role role)
{
    return role < FLIGHT_ROLES ? names[role] : "?";
}

uint64_t flight_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void flight_write(struct flight_log *log, struct flight_event *event)
{
    uint64_t next = atomic_load_explicit(&log->next, memory_order_relaxed);
    _Atomic uint64_t *place = log->word[next % FLIGHT_EVENTS];
    uint64_t word[FLIGHT_WORDS];

    event->time_ns = flight_now_ns();
    memcpy(word, event, sizeof(word));
    atomic_thread_fence(memory_order_release);
    for (int i = 0; i < FLIGHT_WORDS; i++)
        atomic_store_explicit(&place[i], word[i], memory_order_relaxed);
    atomic_store_explicit(&log->next, next + 1, memory_order_release);
}

static bool possible(const struct flight_event *event)
{
    switch (event->kind) {
    case FLIGHT_TURN:
    case FLIGHT_BEGIN:
    case FLIGHT_END:
        return event->step < STEP_COUNT && event->result <= 0;
    case FLIGHT_STARTED:
    case FLIGHT_ENDED:
        return event->step < FLIGHT_PLAYER && event->result >= 0;
    case FLIGHT_UNDERRUN:
    case FLIGHT_EPOCH:
        return true;
    default:
        return false;
    }
}

/* False: it has been overwritten, or is none. */
static bool copy(const struct flight_log *log, uint64_t number, struct flight_event *ret_event)
{
    const _Atomic uint64_t *place = log->word[number % FLIGHT_EVENTS];
    uint64_t word[FLIGHT_WORDS];

    for (int i = 0; i < FLIGHT_WORDS; i++)
        word[i] = atomic_load_explicit(&place[i], memory_order_relaxed);
    atomic_thread_fence(memory_order_acquire);
    if (atomic_load_explicit(&log->next, memory_order_relaxed) - number >= FLIGHT_EVENTS)
        return false;
    memcpy(ret_event, word, sizeof(*ret_event));
    return possible(ret_event);
}

size_t flight_read(const struct flight_log *log, uint64_t *cursor, struct flight_event *ret_events,
                   size_t room, uint64_t *lost)
{
    uint64_t next = atomic_load_explicit(&log->next, memory_order_acquire);
    size_t count = 0;

    if (*cursor > next) /* somebody has spoiled the count */
        *cursor = next;
    /* The oldest place may be being written already. */
    if (next - *cursor >= FLIGHT_EVENTS) {
        *lost += next - *cursor - (FLIGHT_EVENTS - 1);
        *cursor = next - (FLIGHT_EVENTS - 1);
    }
    for (; *cursor < next && count < room; (*cursor)++) {
        if (copy(log, *cursor, &ret_events[count]))
            count++;
        else
            ++*lost;
    }
    return count;
}
