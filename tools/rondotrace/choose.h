/*
 * choose.h - which of the merged events are wanted.
 *
 * Seconds count from the first event; below 0, back from the last one.
 */
#ifndef TOOLS_RONDOTRACE_CHOOSE_H
#define TOOLS_RONDOTRACE_CHOOSE_H

#include "tools/rondotrace/merge.h"

struct choice {
    double since_s; /* NAN: from the first */
    double until_s; /* NAN: to the last */
    bool role_given;
    enum flight_role role;
    size_t last; /* only so many of those that are left; 0: all */
};

/* A time of the events' clock; never before its 0. */
uint64_t choose_time(const struct merge *merge, double seconds);

/*
 * Leaves just those in the merged events, with what is known of the ring at each of them. A story
 * without its beginning tells less, so claims and flows are to be looked for before.
 */
void choose_events(struct merge *merge, const struct choice *choice);

/* The two times as the events' clock has them. */
struct choose_window {
    uint64_t since_ns;
    uint64_t until_ns;
};
struct choose_window choose_window(const struct merge *merge, const struct choice *choice);

#endif
