/*
 * work.h - the producer's work: jobs in, blocks out.
 */
#ifndef PRODUCER_WORK_H
#define PRODUCER_WORK_H

#include <stdint.h>

#include "shmring/ring.h"

/*
 * Works off what comes through the socket until the player closes it (0) or the ring is
 * removed (-EIDRM or -EINVAL). `burst`: how many free slots are worth waking up for.
 */
int work_run(struct ring *ring, int socket, uint16_t burst);

#endif
