/*
 * chrome.h - the record as trace JSON, for Perfetto (ui.perfetto.dev) and chrome://tracing.
 *
 * A process of the trace is a process: a successor has the name of its predecessor, and a PID of
 * its own. Its first track has its sleeps, and the producer's its claims; the consumer holds many
 * blocks at once, each on a track "in hand N". Times are in microseconds, with three decimals,
 * since the first event. chrome.schema.json is the exact form.
 *
 *   ph   cat      what
 *   X    claim    from a claim to its end; args: slot, block, end
 *   X    sleep    in semop, for longer than it takes; named by the step; args: result, end
 *   X    turn     in slow motion, for its turn
 *   s f  block    from the producer's commit of a block to the consumer's first claim of it; the
 *                 id is the block's number. The start is 1 ns early, so that it is in its slice
 *   C    ring     FREE and FILLED, where they change
 *   i    fault    a kill, an underrun; heal: a child was started; order: epochs, pauses; seat
 *   M             names
 */
#ifndef TOOLS_RONDOTRACE_CHROME_H
#define TOOLS_RONDOTRACE_CHROME_H

#include <stdio.h>

#include "tools/rondotrace/choose.h"
#include "tools/rondotrace/spans.h"

struct chrome_style {
    bool clock; /* times as the events' clock has them */
    struct choose_window window;
};

/* -ENOMEM, and then what was written is of no use. Errors of the stream stay in it. */
int chrome_write(const struct merge *merge, const struct spans *spans,
                 const struct chrome_style *style, FILE *out);

#endif
