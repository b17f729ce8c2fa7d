/*
 * session_list.h - the list and its order change while it is being played.
 */
#ifndef PLAYER_SESSION_LIST_H
#define PLAYER_SESSION_LIST_H

#include "player/session.h"

/*
 * Changes of the list. What sounds goes on, if it is still there, and what comes
 * next comes without a gap. Indices from 0; those of -ERANGE are not in the list. -EBADMSG and
 * others: as from playlist_add_argument(), with a line in why[].
 */
int session_add(struct session *s, uint32_t index, const char *argument, char *why,
                size_t why_size);
int session_remove(struct session *s, uint32_t index);
int session_shift(struct session *s, uint32_t from, uint32_t to);

/* Puts what is in another list in the place of this entry, which was the address of that list. */
int session_expand(struct session *s, uint32_t index, const struct playlist *with);

/* Removes all but what sounds. */
int session_clear(struct session *s);

/*
 * session_mode.c: how the list is played; what sounds goes on, and what comes next is decided
 * anew. -ENOENT: nothing is being played; -ERANGE: the track is not that long.
 */
int session_set_repeat(struct session *s, enum order_repeat repeat);
int session_set_shuffle(struct session *s, bool shuffle);
int session_set_loop(struct session *s, uint64_t from_ms, uint64_t to_ms);

/* As the options want it, or where the session before left off, before anything is played. */
void session_begin(struct session *s, const struct memory_start *start);

/* The track that is repeated in part turned out to be too short for that. */
void session_check_loop(struct session *s, const struct feeder_track *t);

/* Hands over anew what has to be, after a change of the list or of its order. */
void session_follow(struct session *s, const struct playlist_place *place);

/* SIGHUP: reads the lists again, or stops when the terminal is gone. */
void session_reload(struct session *s);

#endif
