/*
 * table.h - the results as lines for people.
 */
#ifndef TOOLS_IPCBENCH_TABLE_H
#define TOOLS_IPCBENCH_TABLE_H

#include <stdio.h>

#include "tools/ipcbench/result.h"

/* A table for each block size; then what was split into pieces, and the conclusion, wrapped. */
void table_write(const struct results *results, const char *conclusion, FILE *out);

#endif
