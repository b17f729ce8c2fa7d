/*
 * conclusion.h - a paragraph on what the numbers show.
 */
#ifndef TOOLS_IPCBENCH_CONCLUSION_H
#define TOOLS_IPCBENCH_CONCLUSION_H

#include "tools/ipcbench/result.h"

/*
 * Names the first and the last by throughput, CPU and latency, and says how Rondo's ring stands
 * to the pipe and to the limit, all from these results; what was not measured is not mentioned.
 * The text is the caller's to free; one line without its end. -ENOMEM.
 */
int conclusion_make(const struct results *results, char **ret_text);

#endif
