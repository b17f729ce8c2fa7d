/*
 * spool.h - memory that stands for a file where there is none to seek in.
 *
 * What flows (standard input, a pipe, a FIFO) is read into a memfd, and the producer is given that
 * when it is complete: a file like any other, which nobody can change any more. So every place can
 * be sought, and a new producer gets the same bytes. Nothing here sleeps; the loop waits for
 * spools->poll, and the feeder is told when a track is there (feeder_spooled()).
 *
 * A spool belongs to an entry of the list, known by the number of its track there, and to those
 * that are other parts of the same file, as in a cue sheet. It is kept for when somebody goes back
 * to it, until the room is wanted for others.
 */
#ifndef PLAYER_SPOOL_H
#define PLAYER_SPOOL_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "player/spawn.h"

enum { SPOOLS = 16, SPOOL_PROGRESS_MAX = 64 };

enum spool_state { SPOOL_FREE, SPOOL_RUNNING, SPOOL_COMPLETE };

/* What is being done while it runs. */
enum spool_step { SPOOL_COPIES, SPOOL_PROBES, SPOOL_CONVERTS };

struct spool {
    enum spool_state state;
    enum spool_step step;
    uint32_t track;       /* the playlist's number for the entry that it was made for */
    char whole[PATH_MAX]; /* the file that this is a part of; "": it is no part */
    int source;           /* what is converted; -1: none */
    int input;            /* what is copied, or the helper's words; -1: nothing any more */
    int file;             /* the memory */
    uint64_t bytes;       /* in it */
    uint32_t ticks;       /* seconds that it has taken */
    uint64_t used;        /* when last asked for; higher: later */

    bool converted;        /* by a helper, or it is just being */
    struct process helper; /* ffprobe, then ffmpeg */
    bool condemned;        /* it is being killed for doing nothing */
    uint32_t deaths;       /* that others caused */
    uint32_t idle_ticks;   /* seconds in a row without a byte from it */
    char codec[64];        /* for people */
    char samples[16];      /* what the samples are to be, in ffmpeg's words */
    char said[512];        /* the last of what the helper said */
    char refusal[256];     /* why the producer could not decode it */
};

struct spools {
    int poll;  /* an epoll of all that they wait for */
    int timer; /* runs each second, while one is being filled */
    bool stdin_taken;
    uint64_t uses;
    struct spool one[SPOOLS];
};

struct session;
struct playlist_entry;

/* A negative errno. Before that, and after the closing, all zero is not a state to work with. */
int spools_open(struct spools *spools);
void spools_close(struct spools *spools);

/*
 * Opens the entry's file, for the caller to close. -EINPROGRESS: it is being spooled, and
 * feeder_spooled() will tell. Others: it cannot be, for the reason at *ret_why.
 */
int spool_open(struct session *s, const struct playlist_entry *entry, int *ret_file,
               const char **ret_why);

/*
 * The producer does not know the format of `file`, for the reason in refusal[]: has it converted,
 * and feeder_spooled() will tell. A negative errno: that cannot be; -EALREADY: it has been.
 */
int spool_convert(struct session *s, uint32_t track, int file, const char *refusal);

/* That entry's, or NULL. */
struct spool *spool_find(struct session *s, uint32_t track);

/* Whether it is that entry's, too. */
bool spool_serves(struct session *s, const struct spool *spool, uint32_t track);

/* Writes what the track was before it was converted; one that was not is left alone. */
void spool_name_codec(struct session *s, uint32_t track, char *codec, size_t size);

/* What is converted for nobody any more is given up. */
void spools_prune(struct session *s);

/* spools->poll is readable. */
void spools_take(struct session *s);

/* What is being done about a track for more than a second, in words; false: nothing. */
bool spool_progress(struct session *s, uint32_t track, char text[SPOOL_PROGRESS_MAX]);

#endif
