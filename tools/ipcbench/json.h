/*
 * json.h - a report as JSON; ipcbench.schema.json says what each member means.
 */
#ifndef TOOLS_IPCBENCH_JSON_H
#define TOOLS_IPCBENCH_JSON_H

#include <stdio.h>

#include "tools/ipcbench/report.h"

/* One object, on several lines. 0, -ENOMEM, or -EIO. */
int json_write(const struct report *report, FILE *out);

#endif
