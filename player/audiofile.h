/*
 * audiofile.h - opens what is to be decoded, for the producer opens nothing itself.
 */
#ifndef PLAYER_AUDIOFILE_H
#define PLAYER_AUDIOFILE_H

/*
 * Opens a regular file for reading, close-on-exec; it is the caller's. Never sleeps for a
 * reader or writer at another end. -EISDIR; -ESPIPE: not a regular file; others as from open().
 */
int audiofile_open(const char *path, int *ret_file);

/* What such an error means, for people; never NULL. */
const char *audiofile_reason(int error);

#endif
