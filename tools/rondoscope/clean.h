/*
 * clean.h - bytes from others, made fit for a terminal and for JSON.
 */
#ifndef TOOLS_RONDOSCOPE_CLEAN_H
#define TOOLS_RONDOSCOPE_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Copies `bytes` of text and ends them with a zero. What is no printable character of one column
 * in the program's locale becomes '?': control characters, damaged UTF-8, what steers the
 * direction of writing. False: it was cut to fit.
 */
bool clean_text(char *ret_text, size_t size, const char *source, size_t bytes);

#endif
