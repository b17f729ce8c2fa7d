/*
 * marks.c - see marks.h. A child's start is a restart unless it is the first in a whole log.
 */
#include "tools/rondotrace/marks.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool make_note(const struct flight_event *event, bool started_before, struct mark *mark)
{
    switch (event->kind) {
    case FLIGHT_UNDERRUN:
        mark->kind = MARK_UNDERRUN;
        mark->value = event->value;
        return true;
    case FLIGHT_EPOCH:
        mark->kind = MARK_EPOCH;
        mark->value = event->value;
        return true;
    case FLIGHT_STARTED:
        mark->kind = started_before ? MARK_RESTARTED : MARK_STARTED;
        break;
    default:
        mark->kind = event->result > 0 ? MARK_KILLED : MARK_ENDED;
        mark->signal = event->result;
    }
    mark->role = (enum flight_role)event->step;
    mark->pid = event->value;
    return true;
}

static bool make(const struct merge_entry *entry, const bool *started, struct mark *ret_mark)
{
    const struct flight_event *event = &entry->event;

    *ret_mark = (struct mark){.at_ns = entry->at_ns, .role = entry->role, .pid = event->pid};
    if (!merge_is_step(entry))
        return make_note(event, event->kind == FLIGHT_STARTED && started[event->step], ret_mark);
    if (!merge_is_done(entry))
        return false;
    ret_mark->kind = event->step == STEP_PAUSE ? MARK_PAUSED : MARK_RESUMED;
    return event->step == STEP_PAUSE || event->step == STEP_RESUME;
}

int marks_find(const struct merge *merge, struct marks *ret_marks)
{
    bool cut = merge->lost[FLIGHT_PLAYER] + merge->refused[FLIGHT_PLAYER] > 0;
    bool started[FLIGHT_PLAYER] = {cut, cut};
    struct marks marks = {.mark = calloc(merge->count + 1, sizeof(*marks.mark))};

    if (!marks.mark)
        return -ENOMEM;
    for (size_t i = 0; i < merge->count; i++) {
        const struct flight_event *event = &merge->entry[i].event;

        marks.count += make(&merge->entry[i], started, &marks.mark[marks.count]);
        if (event->kind == FLIGHT_STARTED)
            started[event->step] = true;
    }
    *ret_marks = marks;
    return 0;
}

void marks_free(struct marks *marks)
{
    free(marks->mark);
    *marks = (struct marks){0};
}

enum mark_tone marks_tone(const struct mark *mark)
{
    switch (mark->kind) {
    case MARK_KILLED:
    case MARK_UNDERRUN:
        return MARK_FAULT;
    case MARK_RESTARTED:
        return MARK_HEAL;
    default:
        return MARK_NOTE;
    }
}

void marks_text(const struct mark *mark, char *text, size_t size)
{
    static const char *const words[] = {
        [MARK_RESTARTED] = "restarted", [MARK_STARTED] = "started", [MARK_ENDED] = "ended",
        [MARK_PAUSED] = "paused",       [MARK_RESUMED] = "resumed",
    };
    const char *role = flight_role_name(mark->role), *signal = sigabbrev_np(mark->signal);

    switch (mark->kind) {
    case MARK_KILLED:
        if (signal)
            snprintf(text, size, "%s killed (SIG%s)", role, signal);
        else
            snprintf(text, size, "%s killed (signal %d)", role, mark->signal);
        break;
    case MARK_UNDERRUN:
        snprintf(text, size, "underrun");
        break;
    case MARK_EPOCH:
        snprintf(text, size, "epoch %" PRIu32, mark->value);
        break;
    case MARK_PAUSED:
    case MARK_RESUMED:
        snprintf(text, size, "%s", words[mark->kind]);
        break;
    default:
        snprintf(text, size, "%s %s", role, words[mark->kind]);
    }
}
