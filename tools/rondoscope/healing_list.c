/*
 * healing_list.c - the entries in the order of time, without those that say nothing.
 *
 * Events come in batches, with every picture, and each batch may hold some that are older than
 * what is in the list already: the end of a process is told by its pidfd, its last steps by the
 * recorder afterwards. So each entry is put in its place.
 */
#include <string.h>

#include "tools/rondoscope/healing_list.h"

enum { SHORT_MS = 1, NS_IN_MS = 1000000 };

void healing_list_add(struct healing *healing, const struct healing_entry *entry)
{
    struct healing_entry *list = healing->entry;
    size_t i = healing->count;

    if (i == HEALING_ENTRIES) {
        healing->lost++;
        return;
    }
    healing->count++;
    for (; i > 0 && list[i - 1].time_ns > entry->time_ns; i--)
        list[i] = list[i - 1];
    list[i] = *entry;
}

/*
 * A short sleep is no news: its end takes its place; nor is a lock that is opened again at once.
 * Returns the entry that the event makes needless, or NULL.
 */
static struct healing_entry *needless(struct healing *healing, const struct picture_event *news)
{
    const struct flight_event *now = &news->event;

    for (size_t i = healing->count; i-- > 0;) {
        struct healing_entry *entry = &healing->entry[i];
        const struct flight_event *was = &entry->event;
        bool slept, locked;

        if (entry->kind != HEALING_EVENT || entry->role != news->role)
            continue;
        slept = was->kind == FLIGHT_BEGIN && now->kind == FLIGHT_END && was->step == now->step;
        locked = was->kind == FLIGHT_END && was->step == STEP_LOCK && now->kind == FLIGHT_END &&
                 now->step == STEP_UNLOCK;
        if ((slept || locked) && was->pid == now->pid &&
            now->time_ns - was->time_ns < (uint64_t)SHORT_MS * NS_IN_MS)
            return entry;
        return NULL;
    }
    return NULL;
}

void healing_list_add_event(struct healing *healing, const struct picture_event *news)
{
    struct healing_entry entry = {.kind = HEALING_EVENT,
                                  .time_ns = news->event.time_ns,
                                  .role = news->role,
                                  .pid = (pid_t)news->event.pid,
                                  .event = news->event};
    struct healing_entry *old = needless(healing, news);

    if (old) {
        size_t behind = (size_t)(&healing->entry[healing->count] - (old + 1));

        memmove(old, old + 1, behind * sizeof(*old));
        healing->count--;
    }
    healing_list_add(healing, &entry);
}
