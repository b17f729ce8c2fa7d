/*
 * recorder_draw.c - the fill level of a ring over time, from the three logs.
 *
 * A block comes with the producer's commit and goes with the consumer's; what is in the consumer's
 * hand its own events tell, and its end, in the player's log, empties the hand. Time begins with
 * the first event of all.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/rondolab/recorder.h"

/* One change of the level, or a mark. */
struct change {
    uint64_t time_ns;
    int blocks; /* so many more before the listener */
    int held;   /* so many in hand from now on; -1: as before */
};

struct changes {
    struct change *list;
    size_t count;
};

static int blocks_of(const struct flight_event *event)
{
    if (event->kind != FLIGHT_END || event->result < 0)
        return 0;
    switch (event->step) {
    case STEP_PRODUCER_COMMIT:
    case STEP_PRODUCER_COMMIT_CLAIM:
        return 1;
    case STEP_CONSUMER_COMMIT:
        return -event->count;
    default:
        return 0;
    }
}

static int held_of(const struct flight_event *event, enum flight_role role)
{
    if (role == FLIGHT_CONSUMER && event->kind == FLIGHT_END)
        return event->held;
    if (role == FLIGHT_PLAYER && event->kind == FLIGHT_ENDED && event->step == FLIGHT_CONSUMER)
        return 0;
    return -1;
}

static void add_log(struct changes *changes, enum flight_role role, const struct recorder_log *log)
{
    for (size_t i = 0; i < log->count; i++)
        changes->list[changes->count++] = (struct change){
            .time_ns = log->events[i].time_ns,
            .blocks = blocks_of(&log->events[i]),
            .held = held_of(&log->events[i], role),
        };
}

static int by_time(const void *a, const void *b)
{
    const struct change *first = a, *second = b;

    return first->time_ns < second->time_ns ? -1 : first->time_ns > second->time_ns;
}

static int draw_levels(const struct changes *changes, uint64_t origin_ns, struct plot *plot)
{
    int error = 0;

    for (int hand = 0; hand < 2 && error == 0; hand++) {
        int level = 0;

        error = plot_series(plot, hand ? "in the consumer's hand" : "not heard yet", PLOT_STEPS);
        for (size_t i = 0; i < changes->count && error == 0; i++) {
            const struct change *change = &changes->list[i];

            if (!hand)
                level += change->blocks;
            else if (change->held >= 0)
                level = change->held;
            error = plot_point(plot, (double)(change->time_ns - origin_ns) / 1e9, level);
        }
    }
    return error;
}

/* Whether a child of that role was started after the i-th event. */
static bool started_after(const struct recorder_log *log, size_t i, uint8_t role)
{
    for (; i < log->count; i++)
        if (log->events[i].kind == FLIGHT_STARTED && log->events[i].step == role)
            return true;
    return false;
}

/* Where a child was replaced, and where the ring ran empty; the last ends are nothing special. */
static int mark_event(const struct recorder_log *log, size_t i, double at, struct plot *plot)
{
    const struct flight_event *event = &log->events[i];
    char label[64];

    if (event->kind == FLIGHT_UNDERRUN)
        return plot_mark(plot, at, PLOT_MARK_FAULT, "runs empty");
    if (event->kind != FLIGHT_ENDED || !started_after(log, i, event->step))
        return 0;
    snprintf(label, sizeof(label), "%s is replaced",
             flight_role_name((enum flight_role)event->step));
    return plot_mark(plot, at, PLOT_MARK_HEAL, label);
}

static int mark_log(const struct recorder_log *log, uint64_t origin_ns, struct plot *plot)
{
    int error = 0;

    for (size_t i = 0; i < log->count && error == 0; i++)
        error = mark_event(log, i, (double)(log->events[i].time_ns - origin_ns) / 1e9, plot);
    return error;
}

static int draw(const struct recorder_log logs[FLIGHT_ROLES], const struct recorder_mark *marks,
                size_t count, struct plot *plot)
{
    struct changes changes = {0};
    uint64_t origin_ns;
    int error;

    changes.list = calloc(FLIGHT_ROLES * FLIGHT_EVENTS, sizeof(*changes.list));
    if (!changes.list)
        return -ENOMEM;
    for (int role = 0; role < FLIGHT_ROLES; role++)
        add_log(&changes, (enum flight_role)role, &logs[role]);
    qsort(changes.list, changes.count, sizeof(*changes.list), by_time);
    origin_ns = changes.count > 0 ? changes.list[0].time_ns : 0;
    error = draw_levels(&changes, origin_ns, plot);
    for (int role = 0; role < FLIGHT_ROLES && error == 0; role++)
        error = mark_log(&logs[role], origin_ns, plot);
    for (size_t i = 0; i < count && error == 0; i++)
        error = plot_mark(plot, (double)(int64_t)(marks[i].time_ns - origin_ns) / 1e9,
                          marks[i].kind, marks[i].label);
    free(changes.list);
    return error;
}

int recorder_draw(const struct ring *ring, const struct plot_labels *labels,
                  const struct recorder_mark *marks, size_t count, struct plot **ret_plot)
{
    struct recorder_log logs[FLIGHT_ROLES] = {0};
    struct plot *plot = NULL;
    int error = 0;

    for (int role = 0; role < FLIGHT_ROLES && error == 0; role++)
        error = recorder_read(ring, (enum flight_role)role, &logs[role]);
    if (error == 0)
        error = plot_create(labels, &plot);
    if (error == 0)
        error = draw(logs, marks, count, plot);
    for (int role = 0; role < FLIGHT_ROLES; role++)
        recorder_free(&logs[role]);
    if (error < 0)
        plot_free(plot);
    else
        *ret_plot = plot;
    return error;
}
