/*
 * choose.c - see choose.h. The order of the events stays.
 */
#include "tools/rondotrace/choose.h"

#include <math.h>
#include <string.h>

uint64_t choose_time(const struct merge *merge, double seconds)
{
    uint64_t base = seconds < 0 ? merge->end_ns : merge->begin_ns;
    double ns = fabs(seconds) * 1e9;
    uint64_t away = ns < 9e18 ? (uint64_t)llround(ns) : UINT64_MAX / 2;

    if (seconds < 0)
        return away < base ? base - away : 0;
    return base + away;
}

struct choose_window choose_window(const struct merge *merge, const struct choice *choice)
{
    struct choose_window window = {.until_ns = UINT64_MAX};

    if (!isnan(choice->since_s))
        window.since_ns = choose_time(merge, choice->since_s);
    if (!isnan(choice->until_s))
        window.until_ns = choose_time(merge, choice->until_s);
    return window;
}

void choose_events(struct merge *merge, const struct choice *choice)
{
    struct choose_window window = choose_window(merge, choice);
    size_t count = 0;

    for (size_t i = 0; i < merge->count; i++) {
        const struct merge_entry *entry = &merge->entry[i];

        if (entry->at_ns < window.since_ns || entry->at_ns > window.until_ns ||
            (choice->role_given && entry->role != choice->role))
            continue;
        merge->entry[count++] = *entry;
    }
    if (choice->last > 0 && count > choice->last) {
        memmove(merge->entry, merge->entry + count - choice->last,
                choice->last * sizeof(*merge->entry));
        count = choice->last;
    }
    merge->count = count;
}
