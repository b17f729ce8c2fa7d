/*
 * chain.h - a track's way from its file to the slot: a decoder, and the stages above it.
 */
#ifndef PRODUCER_CHAIN_H
#define PRODUCER_CHAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "producer/stage.h"
#include "shmring/jobs.h"

struct chain;

/*
 * Opens the job's part of `file`, which it takes over, also on failure, and builds what changes
 * the sound as the job wants it. Writes rate, frames, channels, format, codec and tags into
 * *facts; on failure facts->text has a reason for people. Errors are those of decoder_open().
 */
int chain_open(int file, const struct job *job, struct job_reply *facts, struct chain **ret_chain);

/* Goes to where the job begins. -EIO, and facts->text has a reason. */
int chain_start(struct chain *chain, const struct job *job, struct job_reply *facts);

/* Up to `frames` frames of the facts' shape; fewer only at the end or before damage. */
uint32_t chain_read(struct chain *chain, void *samples, uint32_t frames);

/*
 * Whether so many frames can be read although the file (raw samples) is still growing, and the
 * place in it that the chain has come to.
 */
bool chain_has(struct chain *chain, uint32_t frames);
uint64_t chain_came_to(const struct chain *chain);

/* The place of the next frame that chain_read() gives, at the facts' rate. */
uint64_t chain_position(const struct chain *chain);

/*
 * Makes a track of its own of what is left: the next frame is its first, and rate and channels
 * become those of *shape; the format becomes float, if they are others, and *shape says so. Then
 * goes to its frame `frame`. -EIO, -EINVAL, -ENOMEM: it is of no use any more.
 */
int chain_leave_rest(struct chain *chain, struct stage_shape *shape, uint64_t frame);

/* After a short read: 0 at the true end, or -EIO with a reason; see decoder_ended(). */
int chain_ended(const struct chain *chain, char *why, uint32_t why_size);

/* NULL is allowed. */
void chain_close(struct chain *chain);

#endif
