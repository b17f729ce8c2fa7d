/*
 * trace.h - measured times from a file: one number a line, or a column of a table (CSV).
 */
#ifndef TOOLS_RINGSIM_TRACE_H
#define TOOLS_RINGSIM_TRACE_H

#include <stddef.h>
#include <stdint.h>

enum { TRACE_TIMES_MAX = 1 << 24 };

/*
 * Reads the times, in ms from 0 to a day, of which there has to be at least one. The first line
 * may name the columns, parted by commas, of which none is within a field; `column` chooses one of
 * them, NULL the first. Empty lines, those that begin with '#', and rows with nothing in that
 * column are passed over. Returns an array for the caller to free. 0, or -EINVAL (no such column,
 * no number), -EMSGSIZE, -ENOMEM, or what the system said of the file; then one line in why[].
 */
int trace_read(const char *path, const char *column, double **ret_times, uint32_t *ret_count,
               char *why, size_t why_size);

#endif
