/*
 * feeder.h - the line of tracks that the producer has been given, the one that sounds first.
 *
 * The player keeps each track's open file until the track is over, so that a new producer can
 * be given the very same file, even if its name is gone by then. One track is handed over
 * ahead of the one being decoded; that is what makes playing gapless.
 */
#ifndef PLAYER_FEEDER_H
#define PLAYER_FEEDER_H

#include <stdbool.h>
#include <stdint.h>

#include "shmring/jobs.h"

enum { FEEDER_LINE = 8, FEEDER_AHEAD = 2 };

struct feeder_track {
    uint32_t track; /* the playlist's number for it */
    int file;       /* -1: it is being spooled */
    uint64_t start; /* where it begins under this epoch, frames; see struct job */
    uint32_t start_ms;
    bool sent;   /* the living producer has it */
    bool opened; /* its facts are known */
    bool begun;  /* the ring held a block of it when its producer died */
    bool done;   /* all of it is in the ring, or all that can be: the producer has said so */
    bool ended;  /* and all of that has been heard; the consumer may say so first */
    bool cut;    /* it was given up half-way, so no last block will tell of its end */
    struct job_reply facts;
};

struct feeder {
    uint32_t epoch;
    bool waits;    /* for room in the producer's socket */
    bool careful;  /* a producer has crashed: one track at a time, so that it is known which */
    uint32_t next; /* the playlist's index that comes after the line */
    uint32_t count;
    struct feeder_track line[FEEDER_LINE];
};

struct session;

/* Hands tracks over until two are not done, or the list is at its end. */
void feeder_fill(struct session *s);

/*
 * New orders: the list's entry `index` from there on, under a new epoch. A negative errno when
 * the ring refuses.
 */
int feeder_jump(struct session *s, uint32_t index, uint64_t start, uint32_t start_ms);

/* What the producer says. */
void feeder_reply(struct session *s, const struct job_reply *reply);

/* A track's first block reached the device; what comes before it in the line is over. */
void feeder_started(struct session *s, uint32_t epoch, uint32_t track);

/* A track's last frame has been heard. */
void feeder_ended(struct session *s, uint32_t epoch, uint32_t track);

/* Gives a new producer what the ring still lacks. */
int feeder_resume(struct session *s);

/* How many in the line are not done. */
uint32_t feeder_undone(const struct feeder *f);

/* Whether a track is in the line. */
bool feeder_has(struct session *s, uint32_t track);

/* The producer has opened this track; its facts. */
void feeder_opened(struct session *s, struct feeder_track *t, const struct job_reply *reply);

/* The producer cannot open this track; true: it is being converted for it. */
bool feeder_convert(struct session *s, struct feeder_track *t, const struct job_reply *reply);

/* A track that was being spooled is there, in `file`, or (-1) never will be, and why. */
void feeder_spooled(struct session *s, uint32_t track, int file, const char *why);

/* The track that the producer is at; NULL: none, or it is still being spooled. */
struct feeder_track *feeder_decoding(struct session *s);

/* It cannot be decoded any further: what of it is in the ring is played, then the next. */
void feeder_give_up(struct session *s, const char *why);

/* The track that sounds, or will; NULL: the list is over. */
struct feeder_track *feeder_now(struct session *s);

/* All that was decoded has been heard, whatever was reported of it. */
void feeder_all_heard(struct session *s);

/* All that was in the ring has been heard. True: it was the end of a track that was given up. */
bool feeder_ran_empty(struct session *s);

void feeder_close(struct session *s);

#endif
