/*
 * feeder.h - the line of tracks that the producer has been given, the one that sounds first.
 *
 * Producer, ring and consumer know a track by the number of its handing-over, for an entry that is
 * repeated stands in the line twice. A seek in what sounds hands it over again, by the same number.
 *
 * The player keeps each track's open file until the track is over, so that a new producer can
 * be given the very same file, even if its name is gone by then. One track is handed over
 * ahead of the one being decoded; that is what makes playing gapless.
 */
#ifndef PLAYER_FEEDER_H
#define PLAYER_FEEDER_H

#include <stdbool.h>
#include <stdint.h>

#include "player/loud_gain.h"
#include "player/order.h"
#include "shmring/jobs.h"

enum { FEEDER_LINE = 8, FEEDER_AHEAD = 2, FEEDER_LEFT = 8 };

/* A place in a track. */
struct feeder_start {
    uint64_t frame;
    uint32_t hz; /* the rate that it is counted in; 0: that of the blocks */
    uint32_t ms; /* and so much later */
};

/* What the track that is faded into keeps of the one before it. */
struct feeder_tail {
    int file;       /* -1: it is silent */
    uint64_t fade;  /* its frames; 0: there is none */
    uint64_t start; /* its first frame there */
    uint32_t track;
    uint32_t entry;
    uint32_t rate; /* of these */
    struct job_range range;
    struct job_sound sound;
};

struct feeder_track {
    uint32_t track;       /* the number of its handing-over */
    uint32_t entry;       /* the playlist's number for it */
    uint32_t round;       /* order.h */
    int file;             /* -1: it is being spooled */
    struct job_raw raw;   /* of a stream's window; rate 0: it is none */
    bool told_end;        /* the producer knows that the window does not grow any more */
    bool hungry;          /* it waits for the window to grow */
    uint64_t hungry_from; /* there */
    uint64_t told_frames; /* and knows of so many of its frames */
    struct job_range range;
    uint32_t from_ms;          /* where it was to begin */
    struct feeder_start start; /* where it begins under this epoch */
    struct job_sound sound;    /* as it was sent */
    bool sent;                 /* the living producer has it */
    bool opened;               /* its facts are known */
    bool begun;                /* the ring held a block of it when its producer died */
    bool done;  /* all of it is in the ring, or all that can be: the producer has said so */
    bool ended; /* and all of that has been heard; the consumer may say so first */
    bool cut;   /* it was given up half-way, so no last block will tell of its end */
    struct loud_gain loud;
    bool held; /* until more is known of its loudness; it is not sent, then */
    bool asks; /* its producer has to ask how it is joined to the next, so early: */
    uint32_t ask_ms;
    bool asked;           /* and waits for the answer */
    bool late;            /* it came to its end before that */
    bool last;            /* nothing followed when it was decided */
    struct job_join join; /* once it is decided */
    struct feeder_tail tail;
    struct job_reply facts;
};

/* Of what has left the line because the next one has started. */
struct feeder_left {
    uint32_t track;
    uint32_t entry;
    uint32_t round;
};

/* One thing to hand over. */
struct feeder_step {
    struct order_place place;
    uint32_t from_ms;
};

struct feeder {
    uint32_t epoch;
    bool waits;      /* for room in the producer's socket */
    bool careful;    /* a producer has crashed: one track at a time, so that it is known which */
    uint32_t handed; /* the next number of a handing-over */
    bool more;       /* something comes after the line: */
    struct feeder_step next;
    struct feeder_left left[FEEDER_LEFT]; /* number n at n % FEEDER_LEFT */
    uint32_t left_count;
    uint32_t count;
    struct feeder_track line[FEEDER_LINE];
};

struct report;
struct session;
struct spool;

/* Hands tracks over until two are not done, or the list is at its end. */
void feeder_fill(struct session *s);

/*
 * New orders: the list's entry at `place` from there on, under a new epoch. A negative errno when
 * the ring refuses.
 */
int feeder_jump(struct session *s, const struct order_place *place, struct feeder_start start);

/* The same, of what sounds or was about to: a fade in its beginning stays. */
int feeder_jump_again(struct session *s, const struct order_place *place,
                      struct feeder_start start);

/*
 * After a change of the list or of its order: whether the line is still what is to come. Then only
 * what comes after it is decided anew; else the caller has to jump.
 */
bool feeder_follow(struct session *s);

/* For who jumps to go on with what is heard: that may still be the end of the track before. */
void feeder_step_back(struct session *s);

/* The line's track of that number; NULL: it has left, or is of other orders. */
struct feeder_track *feeder_find(struct session *s, uint32_t epoch, uint32_t track);

/* The frame of a place, at a rate. */
uint64_t feeder_start_frame(const struct feeder_start *start, uint32_t rate);

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

/* Whether something in the line needs it. */
bool feeder_wants(struct session *s, const struct spool *spool);

/* The producer has opened this track; its facts. */
void feeder_opened(struct session *s, struct feeder_track *t, const struct job_reply *reply);

/* The producer cannot open this track; true: it is being converted for it. */
bool feeder_convert(struct session *s, struct feeder_track *t, const struct job_reply *reply);

/* A track has been opened: on an output of one format its shape is settled, or told. */
void feeder_fix_sound(struct session *s, const struct feeder_track *t);

/*
 * The output does not take a track as it is: it goes on at that frame as what the output takes.
 * -EBADMSG: that is not what the producer ought to have sent.
 */
int feeder_refused(struct session *s, const struct report *report);

/* The output may be another now. */
void feeder_forget_refusals(struct session *s);

/* What was being spooled is there (NULL), or never will be, and why. */
void feeder_spooled(struct session *s, const struct spool *spool, const char *why);

/* The track that the producer is at; NULL: none, or it is still being spooled. */
struct feeder_track *feeder_decoding(struct session *s);

/* It cannot be decoded any further: what of it is in the ring is played, then the next. */
void feeder_give_up(struct session *s, const char *why);

/*
 * It cannot be decoded, and that may be the fault of the track before, whose end is heard in it:
 * that is left out from now on. False: there is nothing to leave out.
 */
bool feeder_give_up_tail(struct session *s, const char *why);

/* Whether the end of the track before is heard in that frame of it. */
bool feeder_fades(const struct feeder_track *t, uint64_t frame);

/* The track that sounds, or will; NULL: the list is over. */
struct feeder_track *feeder_now(struct session *s);

/* All that was decoded has been heard, whatever was reported of it. */
void feeder_all_heard(struct session *s);

/* All that was in the ring has been heard. True: it was the end of a track that was given up. */
bool feeder_ran_empty(struct session *s);

void feeder_close(struct session *s);

/* Opens its file. 0: or it will be there later; else *ret_why says why not. */
int feeder_open(struct session *s, struct feeder_track *t, const char **ret_why);

#endif
