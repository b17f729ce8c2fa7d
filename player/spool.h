/*
 * spool.h - memory that stands for a file where there is none to seek in.
 *
 * What flows (standard input, a pipe, a FIFO, what lies at an address) is read into a memfd, and
 * the producer is given that when it is complete: a file like any other, which nobody can change
 * any more. So every place can be sought, and a new producer gets the same bytes. Where somebody
 * waits for it meanwhile it is heard as a stream (stream.h). Of what has no end only what ffmpeg
 * has not had yet is kept. Nothing here sleeps; the loop waits for spools->poll, and the feeder is
 * told when a track is there (feeder_spooled()).
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

#include "player/icy.h"
#include "player/spawn.h"
#include "player/stream.h"

enum { SPOOLS = 16, SPOOL_PROGRESS_MAX = 64, SPOOL_TICKS_PER_S = 4 };

enum spool_state { SPOOL_FREE, SPOOL_RUNNING, SPOOL_COMPLETE };

/* What is being done while it runs. */
enum spool_step { SPOOL_COPIES, SPOOL_PROBES, SPOOL_CONVERTS };

/* The connection to an address. */
struct spool_link {
    bool answered;  /* the headers of this connection have been read */
    bool lost;      /* it has ended before its time; what it has brought is still read */
    bool over;      /* nothing more comes, though that is not the end of a file */
    bool hls;       /* that list names the pieces of a stream, which ffmpeg fetches itself */
    bool hls_ends;  /* and it has an end */
    bool list;      /* it is no sound, but a list of what is to be played */
    bool no_range;  /* the server begins at the beginning: what is there already is passed over */
    uint64_t began; /* with so many bytes there */
    uint64_t again; /* of what comes again, so many bytes have been seen to be the same */
    uint32_t attempts;   /* to make it anew, in a row without success */
    uint32_t wait_ticks; /* until the next; 0: none is to come */
    uint32_t reconnects; /* that succeeded */
    struct icy icy;
    struct icy_station station;
};

struct spool {
    enum spool_state state;
    enum spool_step step;
    uint32_t track;       /* the playlist's number for the entry that it was made for */
    char whole[PATH_MAX]; /* the file that this is a part of; "": it is no part */
    int source;           /* what is converted; -1: none */
    int input;            /* what is copied, or the helper's words; -1: nothing any more */
    int file;             /* the memory */
    uint64_t bytes;       /* that came into it, */
    uint64_t forgotten;   /* of which the first so many are gone again */
    bool endless;         /* it will never be complete */
    bool held;            /* enough has come, so the input is not read */
    uint32_t ticks;       /* quarters of a second that it has taken */
    uint64_t used;        /* when last asked for; higher: later */

    bool converted;        /* by a helper, or it is just being */
    struct process helper; /* ffprobe, then ffmpeg */
    bool condemned;        /* it is being killed for doing nothing */
    uint32_t deaths;       /* that others caused */
    uint64_t watched;      /* bytes at the last tick */
    uint32_t idle_ticks;   /* ticks in a row without a byte from it */
    char codec[64];        /* for people */
    char samples[16];      /* what the samples are to be, in ffmpeg's words */
    uint64_t frames;       /* that it is to have, where its codec adds some; 0: all */
    char said[512];        /* the last of what the helper said */
    char refusal[256];     /* why the producer could not decode it */

    struct spool_link link;
    struct stream stream;
};

struct spools {
    int poll;  /* an epoll of all that they wait for */
    int timer; /* runs each quarter of a second, while there is something to look after */
    bool timer_runs;
    bool stdin_taken;
    uint64_t uses;
    struct spool one[SPOOLS];
};

struct session;
struct playlist_entry;

/* A negative errno. Before that, and after the closing, all zero is not a state to work with. */
int spools_open(struct spools *spools);
void spools_close(struct session *s);

/*
 * Opens the entry's file, for the caller to close; where it is a stream's window, *ret_raw tells of
 * its samples. -EINPROGRESS: it is being spooled, and feeder_spooled() will tell. Others: it cannot
 * be, for the reason at *ret_why.
 */
int spool_open(struct session *s, const struct playlist_entry *entry, int *ret_file,
               struct job_raw *ret_raw, const char **ret_why);

/*
 * The producer does not know the format of `file`, for the reason in refusal[]: has it converted,
 * and feeder_spooled() will tell. A negative errno: that cannot be; -EALREADY: it has been.
 */
int spool_convert(struct session *s, uint32_t track, int file, const char *refusal);

/* That entry's, or NULL. */
struct spool *spool_find(struct session *s, uint32_t track);

/* Whether it is that entry's, too. */
bool spool_serves(struct session *s, const struct spool *spool, uint32_t track);

/* What only the spool knows of a track that the producer has opened: its codec, a radio's name. */
void spool_describe(struct session *s, uint32_t track, bool raw, struct job_reply *facts);

/* What is converted for nobody any more is given up. */
void spools_prune(struct session *s);

/* spools->poll is readable. */
void spools_take(struct session *s);

/* A stream in a few words, for the status. */
struct spool_news {
    const char *state; /* "connecting", "buffering", "reconnecting", "playing", "ended" */
    uint32_t filled;   /* percent of what it wants to have to be heard */
    double from, to;   /* seconds of it that are there and can be sought */
};

/* False: it is none. */
bool spool_news(struct session *s, const struct spool *spool, struct spool_news *ret_news);

/* Whether that frame of a track can be gone to: it has come, and is still there. */
bool spool_has(struct session *s, uint32_t track, uint64_t frame);

/* The timer runs while it is needed, which changes with the session's state. */
void spools_run_timer(struct session *s);

/* What is being done about a track for more than a second, in words; false: nothing. */
bool spool_progress(struct session *s, uint32_t track, char text[SPOOL_PROGRESS_MAX]);

#endif
