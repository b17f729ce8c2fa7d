/*
 * list.h - reads playlists: M3U, PLS, XSPF and cue sheets, by the ending of their names.
 *
 * m3u, m3u8  a line a path, '#' begins a comment; "#EXTINF:seconds,Title" before a path;
 *            "#RONDO-PART:first-end/hz path" is a part of a file, end 0: to its end
 * pls        FileN= and TitleN=, in the order of the numbers
 * xspf       XML (xspf.org, version 1): location, creator and title of each track
 * cue        tracks as parts of one file, from INDEX 01 to the next track's
 *
 * Understood are a byte order mark, line ends of every system, paths relative to the list's folder,
 * absolute ones, and file:// with %XX. Anything else with a scheme ("http://...") is handed on as
 * it stands. The list may lie at an address itself: then so do all of its entries, and one that
 * names a file of this machine is refused. Relative paths with %XX are addresses in XSPF; in the
 * other forms they may be, and whoever opens them finds out (list_decode()). Bytes above 127 are
 * not looked at, since file names have no encoding.
 */
#ifndef PLAYER_LIST_H
#define PLAYER_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "shmring/jobs.h"

enum {
    LIST_LINE_MAX = 4096,      /* bytes of a line, without its end */
    LIST_BYTES_MAX = 64 << 20, /* bytes of a list */
    LIST_CUE_HZ = 75           /* the unit of a cue sheet's places */
};

/* Both strings end with the call that they are handed to. */
struct list_item {
    const char *path;
    const char *title; /* NULL: it has none */
    struct job_range range;
    bool exact; /* the path came as an address: a '%' in it is one */
};

typedef int list_found(void *context, const struct list_item *item);

/* Where and why a list is refused. */
struct list_failure {
    uint32_t line; /* from 1 */
    const char *reason;
};

/* What tells one file from all others, whatever its name. */
struct list_identity {
    dev_t device;
    ino_t inode;
};

/* A file's name that has one of the endings above, in upper or lower case. */
bool list_is(const char *path);

/*
 * What is at an address is a list: by the type that the server says it has ("": none), else by its
 * name. Writes a name for list_parse(), of which the ending is true. False: it is none, or the
 * address is too long.
 */
bool list_at_address(const char *address, const char *type, char *name, size_t size);

/* It is no list for people, but names the pieces of one stream (HLS). */
bool list_is_hls(const char *text, size_t bytes);

/*
 * Writes the address that `reference` means, seen from `base`. -EINVAL: it is none that can be
 * fetched; -ENAMETOOLONG.
 */
int list_resolve(const char *base, const char *reference, char *address, size_t size);

/*
 * Reads a list into memory; *ret_text is the caller's to free. A negative errno: -EISDIR or
 * -EINVAL, not a regular file; -EFBIG, above LIST_BYTES_MAX; others as from open() and read().
 */
int list_read(const char *path, char **ret_text, size_t *ret_bytes,
              struct list_identity *ret_identity);

/*
 * Calls `found` for each entry in the text of the list at `list`; only the folder in that name
 * and its ending matter. What `found` returns, if not 0, ends the parsing and is returned, with
 * a NULL reason. -EBADMSG: the text is no list; what was found before has been handed on. -ENOMEM.
 * The text need not end in a zero.
 */
int list_parse(const char *text, size_t bytes, const char *list, list_found *found, void *context,
               struct list_failure *ret_failure);

/*
 * Turns %XX into bytes, in place; a '%' before anything else stands for itself. -EBADMSG: there is
 * a %00, and the path is spoilt.
 */
int list_decode(char *path);

#endif
