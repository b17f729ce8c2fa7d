/*
 * merge_passes.h - the passes over the events that merge.c makes. Private to merge*.c.
 */
#ifndef TOOLS_RONDOTRACE_MERGE_PASSES_H
#define TOOLS_RONDOTRACE_MERGE_PASSES_H

#include "tools/rondotrace/merge.h"

/*
 * merge_check.c. One log by itself, in its order: leaves out what no process of that role in a
 * ring of `slots` slots can have done by `now_ns`, and finds gaps and commits that the dead could
 * not record. Returns how many are left.
 */
size_t merge_check(struct merge_entry *log, size_t count, uint16_t slots, uint64_t now_ns);

/* By how many blocks this event has moved HEAD or TAIL on. */
uint16_t merge_moved(const struct merge_entry *entry);

/* merge_ring.c. All logs, sorted: the ring's state after each event. */
void merge_follow(struct merge *merge);

#endif
