/*
 * line.h - the jobs that the producer has been given, the one that it works at first.
 *
 * All functions that answer the player return what jobs_send_reply() does.
 */
#ifndef PRODUCER_LINE_H
#define PRODUCER_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "producer/chain.h"
#include "producer/seam.h"
#include "shmring/jobs.h"

enum { LINE_MAX_JOBS = 8 };

struct line_entry {
    struct job job;
    int file; /* -1 once it is the chain's */
    struct chain *chain;
    struct job_reply facts;
    struct seam seam; /* once its chain is started */
    bool asked;       /* the player, what follows */
    bool begun;       /* a block of it has been committed */
};

struct line {
    int socket;     /* to the player */
    uint32_t epoch; /* the highest seen in a job */
    bool hungry;    /* the first job's file has nothing more yet, and that has been said */
    uint32_t count;
    struct line_entry entries[LINE_MAX_JOBS];
    struct seam_tail tail; /* of the track before, for the first of the line */
};

/* What came through the socket; takes over `file`. */
int line_take(struct line *line, const struct job *job, int file);

/* Opens those that are not open yet; those that cannot be leave the line. */
int line_open_all(struct line *line);

/* The first one's tail, if there is one for it, before it begins. */
void line_take_over(struct line *line);

/* About the first one: asks the player what follows it. */
int line_ask(struct line *line);

/* Whether its file, which still grows, has so many frames; tells the player that it has not. */
int line_check_hunger(struct line *line, uint32_t frames);

/* It is in the ring to its end, which may be that of a damaged file; it leaves the line. */
int line_end(struct line *line);

/* Says so where the tail was damaged. */
int line_tell_tail(struct line *line);

/* The first one leaves the line, unsaid; and all of them. */
void line_drop(struct line *line);
void line_clear(struct line *line);

#endif
