/*
 * scans.h - what the player asks of the scanner, and what it hears back.
 *
 * The two share a SOCK_SEQPACKET socketpair, as player and producer do (jobs.h). A request carries
 * the open file; since a place in a file is shared with whoever shares the open file, it has to be
 * one that nobody else reads. The scanner answers TAGS before anything else, and measures what has
 * the highest priority, among equals what was asked for first. Replies come from a process that a
 * hostile file may control, so scans_receive_reply() checks every field.
 *
 * Levels are whole numbers: gains in thousandths of a dB, loudness in thousandths of a LUFS, peaks
 * in millionths of full scale. What is not known is SCAN_UNKNOWN.
 */
#ifndef SHMRING_SCANS_H
#define SHMRING_SCANS_H

#include <stdbool.h>
#include <stdint.h>

#include "shmring/jobs.h"

#define SCAN_UNKNOWN INT32_MIN

enum {
    SCANS_LINE = 8,            /* so many requests may be unanswered at once */
    SCANS_WAVE = 1024,         /* peaks in a waveform, at the most */
    SCANS_BINS = 1000,         /* of a tenth of a LU each, from -70 LUFS on */
    SCANS_GAIN_MAX = 60000,    /* either way */
    SCANS_PEAK_MAX = 100000000 /* 40 dB above full scale */
};

enum scan_kind {
    SCAN_TAGS = 1, /* what the file's tags say of its loudness */
    SCAN_MEASURE,  /* the loudness itself, and a waveform */
    SCAN_FORGET    /* the request of that id, which gets no answer any more */
};

struct scan {
    uint32_t kind; /* enum scan_kind */
    uint32_t id;   /* comes back with every answer */
    uint32_t priority;
    uint32_t reserved;
    struct job_range range; /* MEASURE: this part of the file alone */
};

/* Where it stood, as bits. */
enum scan_source {
    SCAN_SOURCE_XIPH = 1 << 0, /* REPLAYGAIN_… of FLAC, Ogg Vorbis, Opus and Speex */
    SCAN_SOURCE_R128 = 1 << 1, /* R128_… of Opus */
    SCAN_SOURCE_ID3 = 1 << 2,
    SCAN_SOURCE_APE = 1 << 3,
    SCAN_SOURCE_MP4 = 1 << 4,
    SCAN_SOURCE_ASF = 1 << 5,
    SCAN_SOURCES = 6
};

struct scan_tags {
    int32_t track_gain; /* towards -18 LUFS */
    int32_t album_gain;
    int32_t track_peak;
    int32_t album_peak;
    uint32_t sources; /* 0: no such tag */
};

struct scan_loudness {
    int32_t integrated; /* SCAN_UNKNOWN: shorter than 0.4 s, or never louder than -70 LUFS */
    int32_t range;      /* thousandths of a LU */
    int32_t true_peak;
    int32_t sample_peak;
    uint64_t frames; /* so many were measured */
    uint32_t rate;
    uint32_t bins[SCANS_BINS]; /* how many of its gated 400 ms blocks are that loud */
};

/* Peaks of the loudest channel, 255: full scale. */
struct scan_wave {
    uint32_t count;
    uint32_t frames; /* a peak stands for so many */
    uint8_t peak[SCANS_WAVE];
};

enum scan_reply_kind {
    SCAN_TAGGED = 1, /* answers TAGS: `tags` */
    SCAN_PROGRESS,   /* it is alive, and has come to `done` */
    SCAN_MEASURED,   /* answers MEASURE: `loudness` and `wave` */
    SCAN_FAILED      /* answers either: `text` says why */
};

struct scan_reply {
    uint32_t kind; /* enum scan_reply_kind */
    uint32_t id;
    uint32_t done; /* thousandths of the file; 0 where its length is unknown */
    uint32_t reserved;
    struct scan_tags tags;
    struct scan_loudness loudness;
    struct scan_wave wave;
    char text[JOBS_TEXT_MAX]; /* it may hold any bytes: clean it before a terminal sees it */
};

/* As jobs_send(): -EAGAIN when the socket is full, -EPIPE when the scanner is gone. */
int scans_send(int socket, const struct scan *scan, int file);

/* As jobs_receive(). */
int scans_receive(int socket, bool wait, struct scan *ret_scan, int *ret_file);

/* The scanner's answer; sleeps while the socket is full. */
int scans_send_reply(int socket, const struct scan_reply *reply);

/* Does not sleep. -EBADMSG: not a reply that a scanner sends. */
int scans_receive_reply(int socket, struct scan_reply *ret_reply);

#endif
