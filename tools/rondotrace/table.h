/*
 * table.h - events as a table for programs: CSV, UTF-8, one line of headings, no text of others.
 *
 *   role         whose log: producer, consumer, player
 *   number       of the event in that log, from 0
 *   time_ns      when it was recorded, CLOCK_MONOTONIC
 *   at_ns        when it took effect: at time_ns, or earlier where another process shows that; the
 *                order of the lines
 *   pid          who recorded it
 *   kind         turn, begin, end (of a step), underrun, epoch, started, ended
 *   step         the step's name; empty for other kinds
 *   slot, count  HEAD or TAIL before the step; n or K
 *   held         claims of that process after the step (turn, begin: before it)
 *   nowait       1: it would rather fail than sleep
 *   result       0 or a negative errno; of "ended": the signal, or 0
 *   child        started, ended: which one; empty for other kinds
 *   value        underrun: how often so far; epoch: its number; started, ended: the child's PID
 *   block,blocks the blocks that a step has claimed, committed or given back, where known: so many
 *                from this number on; the number modulo N is the slot
 *   free, filled, claimed, in_hand, head, tail
 *                the ring right after it, where known: FREE, FILLED, claims of the producer and of
 *                the consumer, the numbers of the next block and of the oldest unheard one
 *   gap          1: events of that log before it are missing
 *   unrecorded   blocks that its predecessor had committed and died before it could record that
 *   decode_ms    a commit: for how long its block had been claimed
 *   operations   a step's semop
 */
#ifndef TOOLS_RONDOTRACE_TABLE_H
#define TOOLS_RONDOTRACE_TABLE_H

#include <stdio.h>

#include "tools/rondotrace/spans.h"

/* Errors stay in the stream. `spans` are those of all events, whichever are in `merge`. */
void table_write(const struct merge *merge, const struct spans *spans, FILE *out);

/* How long the decoder took for each block, in milliseconds: a number a line. */
void table_write_decode_times(const struct spans *spans, FILE *out);

/* "turn", "begin", ...; never NULL. */
const char *table_kind_name(uint8_t kind);

#endif
