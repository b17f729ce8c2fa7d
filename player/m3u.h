/*
 * m3u.h - reads playlists in the M3U form: a line a path, '#' begins a comment.
 *
 * Understood are a byte order mark, line ends of every system, "#EXTINF:seconds,Title" before
 * a path, paths relative to the list's folder, absolute ones, and file:// with %XX. Anything
 * else with a scheme ("http://...") is handed on as it stands. Bytes above 127 are not looked
 * at, since file names have no encoding.
 */
#ifndef PLAYER_M3U_H
#define PLAYER_M3U_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    M3U_LINE_MAX = 4096,      /* bytes of a line, without its end */
    M3U_BYTES_MAX = 64 << 20, /* bytes of a list */
};

/* Where and why a list is refused. */
struct m3u_failure {
    uint32_t line; /* from 1 */
    const char *reason;
};

/* What tells one file from all others, whatever its name. */
struct m3u_identity {
    dev_t device;
    ino_t inode;
};

/* The name ends in ".m3u" or ".m3u8", in upper or lower case. */
bool m3u_is_list(const char *path);

/*
 * Reads a list into memory; *ret_text is the caller's to free. A negative errno: -EISDIR or
 * -EINVAL, not a regular file; -EFBIG, above M3U_BYTES_MAX; others as from open() and read().
 */
int m3u_read(const char *path, char **ret_text, size_t *ret_bytes,
             struct m3u_identity *ret_identity);

/*
 * Calls `found` for each path in the text of the list at `list`; only the folder in that name
 * matters. `title` is NULL where there is none; both strings end with the call. What `found`
 * returns, if not 0, ends the parsing and is returned, with a NULL reason. -EBADMSG: the text is
 * no list; what was found before has been handed on. The text need not end in a zero.
 */
int m3u_parse(const char *text, size_t bytes, const char *list,
              int (*found)(void *context, const char *path, const char *title), void *context,
              struct m3u_failure *ret_failure);

#endif
