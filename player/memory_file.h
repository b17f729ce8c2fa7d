/*
 * memory_file.h - the files that are kept: $XDG_STATE_HOME/rondo/NAME.place and NAME.list, or below
 * ~/.local/state where that is unset.
 *
 * The folder (0700) and the files (0600) have to be this user's alone, and no links; others are
 * refused, never repaired. A file is replaced whole or not at all, whatever dies, and even when the
 * power goes.
 */
#ifndef PLAYER_MEMORY_FILE_H
#define PLAYER_MEMORY_FILE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum { MEMORY_FILE_MAX = 256 << 20 };

/*
 * The folder, open; made where `make` and it is missing. ret_path is written in any case, for
 * messages; "": there is no such place. -ENOENT, also then; -EPERM: it is refused.
 */
int memory_file_folder(bool make, char ret_path[PATH_MAX]);

/*
 * The whole file, the caller's to free, not ended by a zero. -ENOENT; -EPERM: it is refused;
 * -EFBIG: more than MEMORY_FILE_MAX; -ENOMEM.
 */
int memory_file_read(int folder, const char *name, char **ret_text, size_t *ret_bytes);

/* Returns when it is on the disk. -errno: what was there before is still there. */
int memory_file_write(int folder, const char *name, const char *text, size_t bytes);

#endif
