/*
 * playlist_save.h - writes a playlist as m3u8, so that list.h reads the very same from it.
 *
 * Paths are absolute; where they have bytes that a line cannot have, they are file:// addresses.
 * A part of a file is a comment of Rondo's own (list.h), which others pass over.
 */
#ifndef PLAYER_PLAYLIST_SAVE_H
#define PLAYER_PLAYLIST_SAVE_H

#include "player/playlist.h"

/*
 * Writes a new file beside `path` and puts it into its place when all of it is on the disk: there
 * is the old list or the new one, whatever happens. Where `path` is a link, what it leads to is
 * replaced. On failure nothing has changed, and why[] has one line; -EINVAL: the name does not end
 * in .m3u8 or .m3u, so it is hardly meant; -EEXIST: what is there is no regular file;
 * -ENAMETOOLONG: an entry's path is longer than a list may have it; others as from write().
 */
int playlist_save(const struct playlist *list, const char *path, char *why, size_t why_size);

#endif
