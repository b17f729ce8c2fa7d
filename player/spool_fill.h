/*
 * spool_fill.h - what the files of the spools share. Private to spool*.c.
 */
#ifndef PLAYER_SPOOL_FILL_H
#define PLAYER_SPOOL_FILL_H

#include "player/spool.h"

/* What the epoll says of the timer; of a spool it says its index. */
enum { SPOOLS_TIMER = SPOOLS };

/* The track's, or NULL. */
struct spool *spool_find(struct spools *spools, uint32_t track);

int spools_watch(struct spools *spools, int file, uint32_t what);

/* The timer runs while something is being filled. */
void spools_run_timer(struct spools *spools);

/* Makes room for `bytes` more. False: all that is kept is needed. */
bool spools_make_room(struct session *s, uint64_t bytes);

void spool_stop_reading(struct spools *spools, struct spool *spool);
void spool_empty(struct spools *spools, struct spool *spool);

/* The same file, with a place of its own to read at, and nothing but reading; or a negative errno.
 */
int spool_reopen(int file);

/* The end of filling: the feeder is told, and where it failed the spool is empty. */
void spool_complete(struct session *s, struct spool *spool);
void spool_fail(struct session *s, struct spool *spool, const char *why);

#endif
