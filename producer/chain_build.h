/*
 * chain_build.h - which stages a track needs. Private to chain*.c.
 */
#ifndef PRODUCER_CHAIN_BUILD_H
#define PRODUCER_CHAIN_BUILD_H

#include "producer/mix.h"
#include "producer/stage.h"
#include "shmring/jobs.h"

/*
 * Stacks onto *top, a stage that gives the track as it is, what makes the sound of it that the job
 * wants and the output takes; nothing, if that is the same. *top is the highest in any case, and
 * its stages the caller's to destroy. facts: rate, channels, format and frames are the source's,
 * and then what comes out; on failure facts->text has a reason. -EINVAL: it cannot be made;
 * -ENOMEM.
 */
int chain_build(struct stage **top, const struct mix_layout *speakers, const struct job *job,
                struct job_reply *facts);

#endif
