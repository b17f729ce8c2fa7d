/*
 * sink.h - where an export goes: a file, whole or not at all, or standard output.
 */
#ifndef TOOLS_RONDOTRACE_SINK_H
#define TOOLS_RONDOTRACE_SINK_H

#include <stdio.h>

struct sink {
    const char *path;
    FILE *file; /* to write into; errors may stay in it */
    char *bytes;
    size_t size;
};

/* path: "-" is standard output. -ENOMEM. */
int sink_open(const char *path, struct sink *ret_sink);

/* Frees it. 0, or what kept the file from being written. */
int sink_close(struct sink *sink);

/* Frees it, and writes no file. */
void sink_drop(struct sink *sink);

#endif
