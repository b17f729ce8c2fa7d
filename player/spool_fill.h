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

/* spool_parts.c: a new one of a part is made that of the file's other parts, too. */
void spool_share(struct session *s, struct spool *spool);

int spools_watch(struct spools *spools, int file, uint32_t what);

/* The timer runs while something is being filled. */
void spools_run_timer(struct spools *spools);

/* Makes room for `bytes` more. False: all that is kept is needed. */
bool spools_make_room(struct session *s, uint64_t bytes);

/* One that is free, or that is thrown away for it; NULL: all are needed. */
struct spool *spools_free_one(struct session *s);

void spool_stop_reading(struct spools *spools, struct spool *spool);
void spool_empty(struct spools *spools, struct spool *spool);

/* The end of filling: the feeder is told, and where it failed the spool is empty. */
void spool_complete(struct session *s, struct spool *spool);
void spool_fail(struct session *s, struct spool *spool, const char *why);
void spool_fail_full(struct session *s, struct spool *spool);

/* How many bytes are in the memory by now. */
void spool_measure(struct spool *spool);

/* What a helper calls its standard input. */
#define SPOOL_SOURCE "file:/proc/self/fd/0"

struct spool_helper;

/* spool_run.c: starts a helper on empty memory, its output and limit filled in. */
int spool_run(struct session *s, struct spool *spool, struct spool_helper *helper);

/* Fails for what the producer has said and this reason. */
void spool_refuse(struct session *s, struct spool *spool, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The last line of what the helper said. */
const char *spool_last_words(struct spool *spool);

/* spool_convert.c: starts its step; a step has come to its end. */
int spool_start_conversion(struct session *s, struct spool *spool);
void spool_helper_done(struct session *s, struct spool *spool);

/* spool_fetch.c: whether the path is one for it; starts, and once more from the beginning. */
bool spool_is_address(const char *path);
int spool_fetch(struct session *s, uint32_t track);
int spool_start_fetching(struct session *s, struct spool *spool);

/* Reads what it has said; whether that is a radio's greeting. */
void spool_read_words(struct spool *spool);
bool spool_is_radio(const struct spool *spool);

/* spool_fill.c: all that was copied is there, or will never be. */
void spool_copied(struct session *s, struct spool *spool);

/* spool_run.c: the helper said something; it has ended; another second has gone by. */
void spool_listen(struct session *s, struct spool *spool);
void spool_helper_ended(struct session *s, struct spool *spool);
void spool_watch_helper(struct session *s, struct spool *spool);

#endif
