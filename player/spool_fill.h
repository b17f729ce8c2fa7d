/*
 * spool_fill.h - what the files of the spools share. Private to spool*.c.
 */
#ifndef PLAYER_SPOOL_FILL_H
#define PLAYER_SPOOL_FILL_H

#include "player/spool.h"

/* What the epoll says: the index of the spool, and which of its descriptors it is. */
enum {
    SPOOLS_INPUTS = 0,
    SPOOLS_ENDS = SPOOLS,         /* of helpers */
    SPOOLS_DECODERS = 2 * SPOOLS, /* ends of stream's */
    SPOOLS_FEEDS = 3 * SPOOLS,
    SPOOLS_SOUNDS = 4 * SPOOLS,
    SPOOLS_TIMER = 5 * SPOOLS
};

uint32_t spool_index(const struct session *s, const struct spool *spool);

/* spool_parts.c: a new one of a part is made that of the file's other parts, too. */
void spool_share(struct session *s, struct spool *spool);

/* events: EPOLLIN or EPOLLOUT */
int spools_watch(struct spools *spools, int file, uint32_t events, uint32_t what);

/* Makes room for `bytes` more. False: all that is kept is needed. */
bool spools_make_room(struct session *s, uint64_t bytes);

/* One that is free, or that is thrown away for it; NULL: all are needed. */
struct spool *spools_free_one(struct session *s);

void spool_stop_reading(struct spools *spools, struct spool *spool);
void spool_empty(struct session *s, struct spool *spool);

/* Kills it. */
void spool_end_helper(struct session *s, struct spool *spool);

/* Enough has come, or more is wanted. */
void spool_hold(struct session *s, struct spool *spool, bool hold);

/* A spool in which nothing is open. */
void spool_no_stream(struct spool *spool);

/* The end of filling: the feeder is told, and where it failed the spool is empty. */
void spool_complete(struct session *s, struct spool *spool);
void spool_fail(struct session *s, struct spool *spool, const char *why);
void spool_fail_full(struct session *s, struct spool *spool);

/* How many bytes are in the memory by now. */
void spool_measure(struct spool *spool);

/* What a helper calls its standard input. */
/* What ffprobe is asked, and what follows from its answer; -ENODATA: there is no sound. */
#define SPOOL_PROBED                                                                               \
    "stream=codec_name,sample_fmt,bits_per_raw_sample,sample_rate,time_base,duration_ts:"          \
    "format=format_name:format_tags=iTunSMPB"
int spool_probed(struct spool *spool);

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

/* spool_fetch.c: whether the path is one for it; starts, and goes on where it was. */
bool spool_is_address(const char *path);
int spool_fetch(struct session *s, uint32_t track);
int spool_start_fetching(struct session *s, struct spool *spool);

/* Reads what it has said. */
void spool_read_words(struct spool *spool);

/* spool_list.c: whether it is a list that comes, by the headers; it is there: plays what it names.
 */
bool spool_list_begins(struct session *s, const struct spool *spool, const char *headers);
void spool_list_complete(struct session *s, struct spool *spool);

/* spool_link.c: takes what came, which is changed; a negative errno, with a reason where it is
 * another file than before. */
int spool_link_take(struct session *s, struct spool *spool, char *bytes, size_t count);

/* The connection has ended before its time; its words are in said[]. */
void spool_link_lost(struct session *s, struct spool *spool);
void spool_link_tick(struct session *s, struct spool *spool);

/* What there is of it is played to its end, and then it is over. */
void spool_give_up(struct session *s, struct spool *spool, const char *why);

/* spool_fill.c: bytes into the memory; a negative errno: -ENOSPC where it is full. */
int spool_store(struct session *s, struct spool *spool, const char *bytes, size_t count);

/* These first bytes are not needed any more, where it is endless. */
void spool_forget(struct session *s, struct spool *spool, uint64_t bytes);

/* It can be heard as a stream. */
void spool_can_be_heard(struct session *s, struct spool *spool);

/* All that was copied is there, or will never be. */
void spool_copied(struct session *s, struct spool *spool);

/* spool_run.c: the helper said something; it has ended; another second has gone by. */
void spool_listen(struct session *s, struct spool *spool);
void spool_helper_ended(struct session *s, struct spool *spool);
void spool_watch_helper(struct session *s, struct spool *spool);

#endif
