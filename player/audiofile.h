/*
 * audiofile.h - opens what is to be decoded, for the producer opens nothing itself.
 */
#ifndef PLAYER_AUDIOFILE_H
#define PLAYER_AUDIOFILE_H

#include <stdbool.h>

/* The name of standard input. */
#define AUDIOFILE_STDIN "-"

/*
 * Opens for reading, close-on-exec; *ret_file is the caller's. *ret_flows: it is a pipe, a FIFO or
 * a socket, which has to be spooled (spool.h); else it is a regular file. Never sleeps for a reader
 * or writer at another end. -EISDIR; -ENOTTY: standard input is a terminal; -ESPIPE: neither a file
 * nor a pipe; others as from open().
 */
int audiofile_open(const char *path, bool *ret_flows, int *ret_file);

/* What such an error means, for people; never NULL. */
const char *audiofile_reason(int error);

#endif
