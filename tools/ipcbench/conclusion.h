/*
 * conclusion.h - a paragraph on what the numbers show.
 */
#ifndef TOOLS_IPCBENCH_CONCLUSION_H
#define TOOLS_IPCBENCH_CONCLUSION_H

#include "tools/ipcbench/report.h"

/*
 * Names the first and the last by throughput, CPU and latency, and says how Rondo's ring stands
 * to the pipe and to the limit, all from these results; what was not measured is not mentioned.
 * Where the machine was busy it begins with that.
 * The text is the caller's to free; one line without its end. -ENOMEM.
 */
int conclusion_make(const struct results *results, const struct report_machine *machine,
                    char **ret_text);

#endif
