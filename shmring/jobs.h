/*
 * jobs.h - what the player tells the producer, and what it hears back.
 *
 * The two share a SOCK_SEQPACKET socketpair: one packet is one message, whole or not at all.
 * A job carries the open file (SCM_RIGHTS), for the producer opens nothing itself. The
 * producer works its jobs off in order; a job of a higher epoch throws away all before it.
 * Replies come from a process that a hostile file may control, so jobs_receive_reply()
 * checks every field and ends every string.
 */
#ifndef SHMRING_JOBS_H
#define SHMRING_JOBS_H

#include <stdbool.h>
#include <stdint.h>

enum { JOBS_TEXT_MAX = 512 };

/* How a reason in JOB_FAILED begins where another decoder may know the format. */
#define JOBS_NOT_AUDIO "not audio that can be decoded"

enum job_kind {
    JOB_PLAY = 1, /* decode this track after what was asked for before */
    JOB_FORGET,   /* drop the jobs of which no block has been committed yet */
    JOB_MORE      /* of this track more has come, or all: `more` is anew */
};

/* A part of a file that is a track of its own, in times of 1/hz s; hz 0: the whole file. */
struct job_range {
    uint64_t first;
    uint64_t end; /* behind its last frame; 0: the file's end */
    uint32_t hz;  /* a cue sheet's 75, or 1000 for ms */
    uint32_t reserved;
};

/* What the file holds where it is nothing but samples, as they lie in a block; rate 0: it is not.
 */
struct job_raw {
    uint32_t rate;
    uint16_t channels;
    uint16_t format; /* enum sample_format */
};

/* What is to become of the sound; all zero: nothing, the samples are the file's own. */
struct job_sound {
    uint32_t rate;     /* Hz; 0: the file's */
    uint16_t channels; /* 0: the file's */
    uint16_t format;   /* enum sample_format; SAMPLE_NONE: the file's, float where they change */
    int32_t gain_mdb;  /* thousandths of a decibel; what is not 0 goes through the limiter */
    uint32_t reserved;
};

struct job_shape {
    uint32_t rate; /* 0: none */
    uint16_t channels;
    uint16_t format; /* enum sample_format */
};

/* What the output has refused, and takes instead. */
struct job_refusal {
    struct job_shape refused;
    struct job_shape instead;
};

enum { JOB_REFUSALS = 8 };

/* What became of it. */
enum job_change {
    JOB_RESAMPLED = 1,
    JOB_MIXED = 2,     /* other channels; not: the same in another order */
    JOB_CONVERTED = 4, /* another sample format */
    JOB_DITHERED = 8,  /* with noise, for it is shorter, or was worked on */
    JOB_GAINED = 16,
    JOB_CHANGES = 31
};

struct job {
    uint32_t kind; /* enum job_kind */
    uint32_t epoch;
    uint32_t track;
    uint32_t start_ms; /* and so many milliseconds later: for who does not know the rate yet */
    uint64_t start;    /* the first frame wanted; past the end: the track's end */
    uint32_t exact;    /* 1: it goes on where a producer died, so take the time to be exact */
    uint32_t start_hz; /* the rate that `start` is counted in; 0: that of what it gives */
    uint32_t more;     /* 1: what is in the file is not all; at its end wait for JOB_MORE */
    uint32_t reserved;
    struct job_range range; /* all other places and lengths are counted within it */
    struct job_raw raw;
    struct job_sound sound;
    struct job_refusal refusals[JOB_REFUSALS]; /* which make another sound of it */
};

enum job_reply_kind {
    JOB_OPENED = 1, /* the track's facts */
    JOB_DONE,       /* its last block is committed */
    JOB_FAILED,     /* it cannot be played, or not on: text says why, `frames` says where */
    JOB_STEPPED,    /* in slow motion: its flight recorder has something new */
    JOB_HUNGRY      /* all that has come is in the ring, up to `frames` */
};

/* Rate, frames, channels and format are those of what comes out; the source's have names of it. */
struct job_reply {
    uint32_t kind; /* enum job_reply_kind */
    uint32_t epoch;
    uint32_t track;
    uint32_t rate;
    uint64_t frames; /* OPENED: the track's length, 0 where unknown; FAILED: frames before
                      * the damage, 0 where not a block was committed */
    uint16_t channels;
    uint16_t format; /* enum sample_format */
    uint32_t source_rate;
    uint16_t source_channels;
    uint16_t source_format;
    uint32_t changes; /* enum job_change */
    uint32_t reserved;
    char codec[64];            /* "FLAC, 16 bit" */
    char title[JOBS_TEXT_MAX]; /* "" where the file has no such tag */
    char artist[JOBS_TEXT_MAX];
    char album[JOBS_TEXT_MAX];
    char date[64];
    char number[64];
    char text[JOBS_TEXT_MAX]; /* FAILED: the reason */
};

/* A close-on-exec pair of sockets: [0] for the player, [1] for the producer. */
int jobs_socketpair(int ret_sockets[2]);

/*
 * Sends a job with a duplicate of `file` (JOB_PLAY), which stays the caller's; -1 for none.
 * Does not sleep: -EAGAIN when the socket is full. -EPIPE: the producer is gone.
 */
int jobs_send(int socket, const struct job *job, int file);

/*
 * Receives a job; *ret_file is the caller's to close, or -1: none came with it, or it found no
 * free descriptor in this process. wait: sleep until there is one.
 * -EAGAIN: none waiting; -EPIPE: the player is gone; -EBADMSG: not a job, nothing is returned.
 */
int jobs_receive(int socket, bool wait, struct job *ret_job, int *ret_file);

/* The producer's answer; sleeps while the socket is full. */
int jobs_send_reply(int socket, const struct job_reply *reply);

/*
 * Does not sleep. -EAGAIN, -EPIPE as above; -EBADMSG: not a reply that a producer sends. The
 * strings may still hold any bytes: clean them before they reach a terminal or a bus.
 */
int jobs_receive_reply(int socket, struct job_reply *ret_reply);

#endif
