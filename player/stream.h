/*
 * stream.h - sound that is heard while it still comes: radios, pipes that go on, slow servers.
 *
 * A spool (spool.h) keeps what comes as it comes. Where its end is not in sight, ffprobe looks at
 * its beginning, and then ffmpeg decodes it through a pipe. The samples go into memory of their
 * own, the window, at the place that their frame has for good. The producer is given that memory
 * as raw samples (struct job_raw) and is told when there is more. What was heard long ago is taken
 * out again, and when enough lies ahead, ffmpeg is not read, so that it does not read, either.
 *
 * Nothing here sleeps: pipes and ends are in the epoll of the spools.
 */
#ifndef PLAYER_STREAM_H
#define PLAYER_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "player/icy.h"
#include "player/spawn.h"
#include "shmring/jobs.h"

enum { STREAM_TITLES = 32, STREAM_BUFFER_MS = 1000, STREAM_CUTS = 8 };

enum stream_step {
    STREAM_NONE,    /* nothing is known of it yet */
    STREAM_PROBES,  /* ffprobe looks at it */
    STREAM_DECODES, /* ffmpeg decodes it */
    STREAM_RESTS,   /* the connection's sound is all decoded; the next needs another ffmpeg */
    STREAM_ENDED,   /* all of it is in the window */
    STREAM_FAILED   /* it cannot be heard before it is complete */
};

/* What was being played from some place on. */
struct stream_title {
    uint64_t source; /* behind so many bytes of what came */
    uint64_t frame;  /* UINT64_MAX: these are not decoded yet */
    char text[ICY_TITLE_MAX];
};

struct stream {
    enum stream_step step;
    uint64_t probe_at;      /* worth looking when so many bytes are there */
    struct process decoder; /* ffprobe, then ffmpeg */
    int feed;               /* the pipe to it; -1: none */
    int sound;              /* and from it */
    int words;              /* memory for what it says */
    int window;
    bool feed_watched;
    bool sound_watched;  /* else enough lies ahead */
    int death;           /* the signal that ended it */
    uint32_t deaths;     /* in a row without a sample */
    uint32_t idle_ticks; /* in a row in which it could have done something, and did not */
    uint64_t idle_at;    /* with so many bytes in the window */

    struct job_raw raw;
    char form[24];  /* what ffmpeg calls the form of the file, */
    char codec[64]; /* and, for people, the coding */
    char title[JOBS_TEXT_MAX];
    char artist[JOBS_TEXT_MAX];
    char album[JOBS_TEXT_MAX];

    uint64_t fed;         /* bytes of what came that ffmpeg has */
    uint64_t segment_end; /* it is to see an end behind so many; UINT64_MAX: not known yet */
    uint64_t cut_at[STREAM_CUTS]; /* and the next ones behind these */
    uint32_t cuts;
    uint64_t begin, end; /* the bytes of samples that the window has */
    uint64_t skip;       /* so many bytes of samples from now on are there already */
    bool ready;          /* enough was there once, so that it may be handed over */
    bool starved;        /* the ring has run empty for want of it, */
    uint64_t hungry_at;  /* and this frame is what it wants */

    uint32_t titles; /* that have come, the newest at (titles - 1) % STREAM_TITLES */
    struct stream_title title_at[STREAM_TITLES];
};

struct session;
struct spool;

/* The spool has more bytes, or another quarter of a second has gone by. */
void stream_follow(struct session *s, struct spool *spool);
void stream_tick(struct session *s, struct spool *spool);

/* A connection was lost here: what comes next is decoded by itself. */
void stream_cut(struct session *s, struct spool *spool);

/* Nothing more comes than the spool has. */
void stream_source_ended(struct session *s, struct spool *spool);

/* What the epoll says. */
void stream_feed(struct session *s, struct spool *spool);
void stream_take_sound(struct session *s, struct spool *spool);
void stream_decoder_ended(struct session *s, struct spool *spool);

/* A radio says what it plays from here on. */
void stream_add_title(struct spool *spool, const char *text);

/* The title at that frame; NULL: none is known. */
const char *stream_title_at(const struct spool *spool, uint64_t frame);

/* Whether the window may still grow. */
bool stream_grows(const struct spool *spool);

/* Whether it has enough behind that frame to wake up somebody who waits for it there. */
bool stream_has_enough(struct spool *spool, uint64_t frame);

/* How much of what it wants to have before it can be heard is there, percent. */
uint32_t stream_filled(const struct spool *spool);

/* Enough lies ahead, and nothing has to be looked after before it is played on. */
bool stream_rests(const struct spool *spool);

/* Its processes, pipes and memory. */
void stream_close(struct session *s, struct spool *spool);

/* The frames of the window. */
uint64_t stream_first_frame(const struct spool *spool);
uint64_t stream_end_frame(const struct spool *spool);

#endif
