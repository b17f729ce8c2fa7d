/*
 * recorder.c - reads logs and looks in them.
 */
#include "tools/rondolab/recorder.h"

#include <errno.h>
#include <stdlib.h>

int recorder_read(const struct ring *ring, enum flight_role role, struct recorder_log *ret_log)
{
    struct recorder_log log = {.events = calloc(FLIGHT_EVENTS, sizeof(*log.events))};
    uint64_t cursor = 0;

    if (!log.events)
        return -ENOMEM;
    log.count = flight_read(flight_log(ring_segment(ring), role), &cursor, log.events,
                            FLIGHT_EVENTS, &log.lost);
    *ret_log = log;
    return 0;
}

void recorder_free(struct recorder_log *log)
{
    free(log->events);
    *log = (struct recorder_log){0};
}

static bool fits(const struct flight_event *event, const struct recorder_wanted *wanted)
{
    pid_t pid = (pid_t)event->pid;

    return (wanted->kind == 0 || event->kind == wanted->kind) &&
           (!wanted->is_step || event->step == wanted->step) &&
           (!wanted->done || event->result == 0) && (wanted->pid == 0 || pid == wanted->pid) &&
           (wanted->not_pid == 0 || pid != wanted->not_pid) && event->time_ns >= wanted->after_ns;
}

size_t recorder_count(const struct ring *ring, enum flight_role role,
                      const struct recorder_wanted *wanted, struct flight_event *ret_first,
                      struct flight_event *ret_last)
{
    struct recorder_log log;
    size_t count = 0;

    if (recorder_read(ring, role, &log) < 0)
        return 0;
    for (size_t i = 0; i < log.count; i++) {
        if (!fits(&log.events[i], wanted))
            continue;
        if (count++ == 0 && ret_first)
            *ret_first = log.events[i];
        if (ret_last)
            *ret_last = log.events[i];
    }
    recorder_free(&log);
    return count;
}
