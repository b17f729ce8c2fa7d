/*
 * merge.c - copies the logs, one event after the other, and sorts what can be true.
 *
 * Three passes: each log is copied and judged by itself (merge_check.c), all events are sorted by
 * their times, and the ring's states are worked out along them (merge_ring.c). A log that is
 * written, or spoiled, while it is read can cost events, but neither time nor memory: each log
 * is asked for as many events as it has room for, and no more.
 */
#include "tools/rondotrace/merge.h"

#include <errno.h>
#include <stdlib.h>

#include "tools/rondotrace/merge_passes.h"

/* One at a time, for so each one's number is known, and where some are missing. */
static size_t read_log(const struct flight_log *log, enum flight_role role,
                       struct merge_entry *entries, uint64_t *ret_lost)
{
    uint64_t cursor = 0, expected = 0, lost = 0;
    size_t count = 0;

    for (int i = 0; i < FLIGHT_EVENTS; i++) {
        struct merge_entry *entry = &entries[count];

        if (flight_read(log, &cursor, &entry->event, 1, &lost) == 0)
            break;
        entry->role = role;
        entry->number = cursor - 1;
        entry->gap = entry->number != expected;
        entry->at_ns = entry->event.time_ns;
        expected = cursor;
        count++;
    }
    *ret_lost = lost;
    return count;
}

static int by_time(const void *one, const void *other)
{
    const struct merge_entry *a = one, *b = other;

    if (a->at_ns != b->at_ns)
        return a->at_ns < b->at_ns ? -1 : 1;
    if (a->role != b->role)
        return a->role < b->role ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

int merge_read(const struct ring_segment *segment, uint16_t slots, struct merge *ret_merge)
{
    struct merge merge = {.slots = slots};
    struct merge_entry *fitting;

    merge.entry = calloc((size_t)FLIGHT_ROLES * FLIGHT_EVENTS, sizeof(*merge.entry));
    if (!merge.entry)
        return -ENOMEM;
    for (enum flight_role role = 0; role < FLIGHT_ROLES; role++) {
        struct merge_entry *log = merge.entry + merge.count;
        size_t count = read_log(flight_log(segment, role), role, log, &merge.lost[role]);

        merge.read_ns = flight_now_ns();
        merge.refused[role] = count;
        count = merge_check(log, count, slots, merge.read_ns);
        merge.refused[role] -= count;
        merge.count += count;
    }
    qsort(merge.entry, merge.count, sizeof(*merge.entry), by_time);
    merge_follow(&merge);
    if (merge.count > 0) {
        merge.begin_ns = merge.entry[0].at_ns;
        merge.end_ns = merge.entry[merge.count - 1].at_ns;
    }

    fitting = realloc(merge.entry, (merge.count + 1) * sizeof(*fitting));
    if (fitting)
        merge.entry = fitting;
    *ret_merge = merge;
    return 0;
}

void merge_free(struct merge *merge)
{
    free(merge->entry);
    merge->entry = NULL;
    merge->count = 0;
}

bool merge_is_step(const struct merge_entry *entry)
{
    return entry->event.kind <= FLIGHT_END;
}

bool merge_is_done(const struct merge_entry *entry)
{
    return entry->event.kind == FLIGHT_END && entry->event.result == 0;
}
