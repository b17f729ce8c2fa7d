/*
 * hostile.h - the stand-in for rondo-producer, and what it can do to the ring and the channel.
 */
#ifndef TESTS_HOSTILE_HOSTILE_H
#define TESTS_HOSTILE_HOSTILE_H

#include <stdbool.h>
#include <stdint.h>

#include "shmring/child.h"
#include "shmring/jobs.h"

struct hostile {
    struct child child;
    struct ring *ring;
    struct job job;  /* the last that came */
    uint64_t random; /* never 0 */
};

/* From 0 to faces - 1. */
uint32_t hostile_dice(struct hostile *h, uint32_t faces);

/* Takes all jobs that wait, and the first in any case where `wait`. False: the player is gone. */
bool hostile_listen(struct hostile *h, bool wait);

/* A header that nobody can object to, for the job's track. */
void hostile_header(struct hostile *h, struct block_header *block);

/* Claims a slot, writes this header, commits. False: that is not possible at once. */
bool hostile_give(struct hostile *h, const struct block_header *block);

/* One operation, if it is possible at once; IPC_NOWAIT is added to the flags. */
int hostile_semop(struct hostile *h, enum sem_index semaphore, int change, int flags);

/* Spoils an event, or the count, in a flight log, whosever it is. */
void hostile_scribble_log(struct hostile *h);

/* A plausible reply, and any bytes. Neither sleeps. */
void hostile_reply(struct hostile *h, enum job_reply_kind kind, uint32_t track);
void hostile_send(struct hostile *h, const void *bytes, size_t size);

/* Dies as a decoder does that reads where it must not. */
void hostile_crash(void);

/* Carries out an attack by its name; the exit status, where it comes to an end. */
int attacks_run(struct hostile *h, const char *name);

#endif
