/*
 * lines.h - events as lines for people.
 *
 *       time s who      process step         slot held result what
 *     1.204981 producer   12345 COMMIT_CLAIM   17    1 ok     FREE -1 NOWAIT, FILLED +1, ...
 *
 * `slot` is that of the block that the step is about, or of the first of them; `held` are the
 * claims of its process after the step; before it where the result is "begin" (it calls semop, and
 * may sleep) or "turn" (it waits to be allowed the step).
 */
#ifndef TOOLS_RONDOTRACE_LINES_H
#define TOOLS_RONDOTRACE_LINES_H

#include <stdio.h>

#include "tools/rondotrace/merge.h"

struct lines_style {
    bool clock;     /* times as the events' clock has them, not since the first event */
    bool meaning;   /* of each step, on a line of its own */
    unsigned width; /* columns; 0: no line is cut */
};

/* Writes a line of headings, and one for each event. Errors stay in the stream. */
void lines_write(const struct merge *merge, const struct lines_style *style, FILE *out);

/* The step's name without the role, for that has a column of its own; never NULL. */
const char *lines_step_name(uint8_t step);

/* "ok", "EAGAIN", "begin", "turn", or "" for a note; number: where there is no name for it. */
const char *lines_result(const struct flight_event *event, char number[16]);

/* What a note says: "producer 4711 was killed by SIGKILL"; never longer than `size`. */
void lines_note(const struct flight_event *event, char *text, size_t size);

#endif
