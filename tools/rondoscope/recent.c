/*
 * recent.c - what a log has said a moment after the others may still be older than theirs, so each
 * event is put in its place.
 */
#include "tools/rondoscope/recent.h"

#include <string.h>

static void add(struct recent *recent, const struct picture_event *event)
{
    struct picture_event *list = recent->event;
    size_t i;

    if (recent->count == VIEW_RECENT) {
        if (event->event.time_ns < list[0].event.time_ns)
            return;
        memmove(list, list + 1, (VIEW_RECENT - 1) * sizeof(*list));
        recent->count--;
    }
    for (i = recent->count++; i > 0 && list[i - 1].event.time_ns > event->event.time_ns; i--)
        list[i] = list[i - 1];
    list[i] = *event;
}

void recent_take(struct recent *recent, const struct picture *picture)
{
    size_t first = picture->news_count > VIEW_RECENT ? picture->news_count - VIEW_RECENT : 0;

    for (size_t i = first; i < picture->news_count; i++)
        add(recent, &picture->news[i]);
}
