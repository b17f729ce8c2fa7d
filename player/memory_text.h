/*
 * memory_text.h - what is kept of a session, as text.
 *
 * The place is a few lines, written anew every few seconds; the list is long, and written only
 * when it has changed:
 *
 *     rondo place 1                         rondo list 1
 *     list 9ae16a3b2f90404f                 argument /home/x/Album
 *     track 17                              entry /home/x/Album/01.flac
 *     frame 1234567 44100                   entry /home/x/Album/02.flac Its%20title
 *     ms 0                                  part 0 22050 75 /home/x/Disc.flac First
 *     volume 80                             sum 1f83d9abfb41bd6b
 *     repeat all
 *     shuffle 1 4711 0 0 0
 *     path /home/x/Album/17.flac
 *     sum 5be0cd19137e2179
 *
 * A part has its beginning, its end, and how many of these a second has. Shuffle has: whether;
 * seed, base, base's round, and the round that it is in (order.h). Where the list was changed, its
 * tracks (playlist.h) do not count on from 0: the next entry's is in a line "track 17" before it,
 * and the first that was never used in one at the end.
 *
 * In a word, bytes up to the blank, '%' and DEL are written as %XX. `sum` is of all lines before
 * it. A line whose first word is unknown is passed over, and so are more words behind those that
 * are known: a later version may add both.
 */
#ifndef PLAYER_MEMORY_TEXT_H
#define PLAYER_MEMORY_TEXT_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#include "player/order.h"

enum { MEMORY_PLACE_SIZE = 3 * PATH_MAX + 512, MEMORY_VOLUME_MAX = 130 };

/* As in struct order; and the round that it is in. */
struct memory_modes {
    enum order_repeat repeat;
    bool shuffle;
    uint64_t seed;
    uint64_t base;
    uint32_t base_round;
    uint32_t round;
};

struct memory_place {
    uint64_t list;  /* memory_list_id() of the list it is in */
    uint32_t index; /* in it */
    uint64_t frame; /* the next to be heard, */
    uint32_t hz;    /* at that rate; 0: not known */
    uint64_t ms;    /* instead, where the track's rate was not known yet */
    uint32_t volume;
    struct memory_modes modes;
    char path[PATH_MAX]; /* of the track; absolute, or an address */
};

/* The length; -ENOSPC. */
int memory_place_write(const struct memory_place *place, char *text, size_t size);

/* -EBADMSG: damaged, or no place at all. */
int memory_place_read(const char *text, size_t bytes, struct memory_place *ret_place);

/* Paths are made absolute by `folder`. The text is the caller's to free. -ENOMEM. */
int memory_list_write(const struct playlist *list, const char *folder, char **ret_text,
                      size_t *ret_bytes);

/* Onto an empty list. -EBADMSG: damaged, or no list; -ENOMEM. It is empty again, then. */
int memory_list_read(const char *text, size_t bytes, struct playlist *list);

/* Equal for lists with the same files in the same order; their titles do not count. */
uint64_t memory_list_id(const struct playlist *list, const char *folder);

/* A path as it is kept: with the folder before a relative one. One that is too long is cut. */
void memory_absolute(const char *folder, const char *path, char ret_path[PATH_MAX]);

#endif
