/*
 * bench_lists.h - the values of --transport and --size: words with commas between them.
 */
#ifndef TOOLS_IPCBENCH_BENCH_LISTS_H
#define TOOLS_IPCBENCH_BENCH_LISTS_H

#include "tools/ipcbench/bench_options.h"

/* A whole number from 0 up to `greatest`; *ret_end is behind it. 0 or -EINVAL. */
int bench_lists_number(const char *text, uint64_t greatest, uint64_t *ret_number,
                       const char **ret_end);

/* Exactly those transports; 0 or -EINVAL. */
int bench_lists_transports(const char *list, struct bench_options *options);

/* Exactly those sizes, sorted, each once; "K" is 1024 bytes. 0 or -EINVAL. */
int bench_lists_sizes(const char *list, struct bench_options *options);

/* One more; 0, or -EINVAL: it is too many. */
int bench_lists_add_size(struct bench_options *options, uint32_t size);

#endif
