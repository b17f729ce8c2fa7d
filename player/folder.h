/*
 * folder.h - the audio files in a folder, and in the folders in it.
 *
 * In natural order, "track 2" before "track 10", without regard to the case of ASCII letters; files
 * and folders are sorted together. Hidden ones are passed over. Links are followed, but never
 * into a folder that is already being looked through. Audio is what has one of the endings of
 * audio files; lists are passed over, for what they name is usually in the folder anyway.
 */
#ifndef PLAYER_FOLDER_H
#define PLAYER_FOLDER_H

#include <stdbool.h>

enum { FOLDER_MOST = 100000 }; /* folders that one may lead to */

/* ".flac" and so on, in small letters, then NULL; the shells complete the same (tools/completions).
 */
extern const char *const folder_endings[];

/* There is a folder of this name. */
bool folder_is(const char *path);

/*
 * Calls `found` for each file, with a path that begins with `path` and ends with the call, until
 * it returns something else than 0, which is returned. A folder inside that cannot be read counts
 * as a file, so that somebody will say why. -ELOOP: more than FOLDER_MOST folders; others as from
 * opendir().
 */
int folder_walk(const char *path, int (*found)(void *context, const char *path), void *context);

/* Below, at or above 0 as `left` comes before, with, or after `right` in the natural order. */
int folder_compare(const char *left, const char *right);

#endif
