/*
 * recorder.h - what the flight recorder of a ring has, as arrays, and as a chart.
 *
 * The ring may be attached read-only, and may be removed already: what is mapped stays.
 */
#ifndef TOOLS_RONDOLAB_RECORDER_H
#define TOOLS_RONDOLAB_RECORDER_H

#include "shmring/ring.h"
#include "tools/plot/plot.h"

struct recorder_log {
    struct flight_event *events; /* oldest first */
    size_t count;
    uint64_t lost; /* that were overwritten before they were read */
};

/* All that a seat's log has; recorder_free() frees it. -ENOMEM. */
int recorder_read(const struct ring *ring, enum flight_role role, struct recorder_log *ret_log);
void recorder_free(struct recorder_log *log);

/* What is looked for; a field that is 0 may be anything. */
struct recorder_wanted {
    enum flight_kind kind;
    bool is_step; /* BEGIN, END: of this step; STARTED, ENDED: of this role */
    uint8_t step;
    bool done;     /* its result is 0 */
    pid_t pid;     /* by this process */
    pid_t not_pid; /* by any other */
    uint64_t after_ns;
};

/* How many there are; the first or the last of them in *ret_event, where that is not NULL. */
size_t recorder_count(const struct ring *ring, enum flight_role role,
                      const struct recorder_wanted *wanted, struct flight_event *ret_first,
                      struct flight_event *ret_last);

/* A moment to be marked in the chart, besides those that are in the log of the player. */
struct recorder_mark {
    uint64_t time_ns;
    enum plot_mark kind;
    const char *label;
};

/* How many blocks the listener has before him, and how many of them are in the consumer's hand. */
int recorder_draw(const struct ring *ring, const struct plot_labels *labels,
                  const struct recorder_mark *marks, size_t count, struct plot **ret_plot);

#endif
