/*
 * spool_fill.h - what the files of the spools share. Private to spool*.c.
 */
#ifndef PLAYER_SPOOL_FILL_H
#define PLAYER_SPOOL_FILL_H

#include "player/spool.h"

/*
 * What the epoll says: of a spool's input, the spool's index; of the end of its helper, SPOOLS_ENDS
 * more; and of the timer.
 */
enum { SPOOLS_ENDS = SPOOLS, SPOOLS_TIMER = 2 * SPOOLS };

/* The track's, or NULL. */
struct spool *spool_find(struct spools *spools, uint32_t track);

int spools_watch(struct spools *spools, int file, uint32_t what);

/* The timer runs while something is being filled. */
void spools_run_timer(struct spools *spools);

/* Makes room for `bytes` more. False: all that is kept is needed. */
bool spools_make_room(struct session *s, uint64_t bytes);

/* One that is free, or that is thrown away for it; NULL: all are needed. */
struct spool *spools_free_one(struct session *s);

void spool_stop_reading(struct spools *spools, struct spool *spool);
void spool_empty(struct spools *spools, struct spool *spool);

/* The same file, with a place of its own to read at, and nothing but reading; or a negative errno.
 */
int spool_reopen(int file);

/* The end of filling: the feeder is told, and where it failed the spool is empty. */
void spool_complete(struct session *s, struct spool *spool);
void spool_fail(struct session *s, struct spool *spool, const char *why);
void spool_fail_full(struct session *s, struct spool *spool);

/* How many bytes are in the memory by now. */
void spool_measure(struct spool *spool);

/* spool_convert.c: the helper said something; it has ended; another second has gone by. */
void spool_listen(struct session *s, struct spool *spool);
void spool_helper_ended(struct session *s, struct spool *spool);
void spool_watch_helper(struct session *s, struct spool *spool);

#endif
