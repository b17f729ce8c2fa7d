/*
 * playlist.h - what is to be played, in order.
 *
 * An entry has a place in the list, its index, and a track: the number by which the ring, the
 * producer and the consumer know it. The track of an entry never changes and is never given to
 * another, not even when the lists are read again, so that blocks and reports that are under
 * way then still mean what they meant. Only a path is kept; whoever plays it finds out whether
 * there is such a file.
 */
#ifndef PLAYER_PLAYLIST_H
#define PLAYER_PLAYLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "player/list.h"
#include "shmring/jobs.h"

enum {
    PLAYLIST_ENTRIES_MAX = 1000000,
    PLAYLIST_DEPTH_MAX = 8,   /* a list in a list in a list ... */
    PLAYLIST_LISTS_MAX = 1000 /* lists that one argument may lead to */
};

struct playlist_entry {
    char *path;
    char *title;            /* what its list calls it, any bytes; or NULL */
    struct job_range range; /* the part of the file that it is; hz 0: all of it */
    uint32_t track;
    uint8_t lists; /* at addresses that led to it */
    bool failed;   /* it could not be played, and that has been said */
    bool keyed;    /* order.h: in this round its key is this one */
    uint32_t key_round;
    uint64_t key;
};

/* All zero: an empty list. The memory is the list's own. */
struct playlist {
    struct playlist_entry *entries;
    uint32_t count;
    uint32_t capacity;
    uint32_t next_track; /* the first that was never used */
    char **arguments;    /* what playlist_add_argument() was given */
    uint32_t argument_count;
    uint32_t *index; /* playlist_find()'s, made when it is asked for; NULL: it is to be made */
    uint32_t index_size;
    uint32_t revision; /* counts the changes */
};

/* Where a track is after playlist_reload(). */
struct playlist_place {
    uint32_t index; /* its own; where `gone`, of what comes after it, maybe the list's count */
    bool gone;
};

/*
 * Adds a file as it is, all audio files in a folder (folder.h), or all that is in a list (list.h),
 * and in the lists in it. On failure the playlist is as before, and one line in why[] names the
 * list and the reason: -EBADMSG, not a list; -ENODATA, a folder with no audio in it; -ELOOP, lists
 * that name one another, or too many; -E2BIG, too many entries; -ENOMEM; or what kept a list from
 * being read, as -ENOENT.
 */
int playlist_add_argument(struct playlist *list, const char *argument, char *why, size_t why_size);

/*
 * Reads the arguments of `old` again, into a new list in which every entry that was there before
 * has the track that it had. `current` is an index in `old`; *ret_place tells where that entry
 * is now: of several with its path and range, the nearest. If it is gone, it tells the place after
 * the nearest entry before it that is still there. Where `current` is not in the list (its count,
 * say), that is the place after the last one that is still there. `old` stays as it is, and the
 * caller's to free. Errors as from playlist_add_argument(); nothing is returned then.
 */
int playlist_reload(const struct playlist *old, uint32_t current, struct playlist *ret_new,
                    struct playlist_place *ret_place, char *why, size_t why_size);

/*
 * Changes the list. A place is an index, for playlist_insert() up to the list's count, to add at
 * its end; what is added has tracks that were never used. The argument is read again by
 * playlist_reload(), which knows nothing of the other changes; errors as from
 * playlist_add_argument(). playlist_clear() leaves that entry alone, and no argument.
 */
int playlist_insert(struct playlist *list, uint32_t index, const char *argument, char *why,
                    size_t why_size);
void playlist_remove(struct playlist *list, uint32_t index);
void playlist_move(struct playlist *list, uint32_t from, uint32_t to);
void playlist_clear(struct playlist *list, uint32_t keep);

/* Puts copies of what is in another list, all of it or nothing, to that place. -E2BIG, -ENOMEM. */
int playlist_insert_all(struct playlist *list, uint32_t index, const struct playlist *other);

/*
 * As a list was when it was kept (memory.h): one more entry, and one more argument. Nothing is
 * opened. -E2BIG, -ENOMEM.
 */
int playlist_restore(struct playlist *list, const struct list_item *item);
int playlist_restore_argument(struct playlist *list, const char *argument);

/* The index of the entry with this track; -ENOENT: it is not, or no longer, in the list. */
int playlist_find(struct playlist *list, uint32_t track, uint32_t *ret_index);

/* After any change of an entry's place or track; playlist_find() takes its time once, then. */
void playlist_changed(struct playlist *list);

/* Frees what the list holds; it is empty then. */
void playlist_free(struct playlist *list);

#endif
