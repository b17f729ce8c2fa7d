/*
 * signames.h - sets of signals, as /proc has them, by name.
 */
#ifndef TOOLS_RONDOSCOPE_SIGNAMES_H
#define TOOLS_RONDOSCOPE_SIGNAMES_H

#include <stddef.h>
#include <stdint.h>

enum { SIGNAMES_MAX = 400 };

/* "INT", "RTMIN+3", or "32" for one that the C library keeps to itself. */
void signames_one(int number, char *ret_name, size_t size);

/*
 * "HUP INT RTMIN+2..+4"; a set of most signals is "all but INT TERM"; an empty one is "-". Bit
 * n - 1 stands for signal n. KILL and STOP, which nobody can block, are not missed where all others
 * are there, and the C library's own (32, 33) are left out.
 */
void signames_set(uint64_t set, char ret_text[SIGNAMES_MAX]);

#endif
