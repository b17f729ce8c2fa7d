/*
 * faults.h - what strikes from outside, and when: at random, or as a schedule says.
 *
 * A fault of each kind comes at random with its own rate (exponential gaps, so those of one hour
 * know nothing of those before) and with a length of its own. A schedule is a file of lines
 *
 *   AT_MS stop|kill|stall|kill-consumer [MS]
 *
 * with the time since the music began, and how long it is stopped or stalled, or how long the new
 * process needs until it can go to work. Without MS a stop is for good, and a start takes what
 * --restart says. Empty lines and those that begin with '#' are passed over.
 */
#ifndef TOOLS_RINGSIM_FAULTS_H
#define TOOLS_RINGSIM_FAULTS_H

#include "tools/ringsim/dist.h"

enum faults_kind {
    FAULTS_STALL,         /* the disk: the producer gets nothing to decode */
    FAULTS_STOP,          /* SIGSTOP to the producer, SIGCONT after its length */
    FAULTS_KILL,          /* SIGKILL to the producer */
    FAULTS_KILL_CONSUMER, /* the same to the consumer */
    FAULTS_KINDS
};

enum { FAULTS_SCHEDULE_MAX = 1 << 20 };

struct faults_event {
    int64_t at;
    enum faults_kind kind;
    int64_t length; /* -1: not said */
};

struct faults_schedule {
    struct faults_event *events; /* in the order of time */
    uint32_t count;
};

struct faults_config {
    double per_hour[FAULTS_KINDS];           /* 0: none */
    const struct dist *length[FAULTS_KINDS]; /* NULL: not said */
    struct faults_schedule schedule;
};

/* 0, or -EINVAL, or what the system said of the file, and one line in why[]. */
int faults_read(const char *path, struct faults_schedule *ret_schedule, char *why, size_t why_size);
void faults_free(struct faults_schedule *schedule);

/* All that is to come, one after the other. The config has to outlive it. */
struct faults {
    const struct faults_config *config;
    struct faults_source {
        struct dist_stream gaps, lengths;
        int64_t at; /* the next */
    } source[FAULTS_KINDS];
    uint32_t scheduled; /* of the schedule's are over */
    int64_t at;         /* the next of all */
};

void faults_begin(struct faults *faults, const struct faults_config *config, uint64_t seed);

/* The next one, at faults->at; which is then that of the one after it, or SPAN_NEVER. */
struct faults_event faults_take(struct faults *faults);

const char *faults_name(enum faults_kind kind);

#endif
