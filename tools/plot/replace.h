/*
 * replace.h - a file's new content, whole or not at all.
 */
#ifndef TOOLS_PLOT_REPLACE_H
#define TOOLS_PLOT_REPLACE_H

#include <stddef.h>

/* Makes the file, or replaces it. On failure, a negative errno, what was there is there still, and
 * nothing new. */
int replace_file(const char *path, const void *bytes, size_t size);

#endif
