/*
 * report.h - what the consumer tells the player, over a pipe.
 *
 * Every message is one write of one struct report, at most PIPE_BUF bytes, so it arrives
 * whole. The consumer never sleeps on it: a report that does not fit is counted in the next.
 */
#ifndef PLAYER_CONSUMER_REPORT_H
#define PLAYER_CONSUMER_REPORT_H

#include <limits.h>
#include <stdint.h>

#include "shmring/jobs.h"

enum report_kind {
    REPORT_READY = 1, /* the output is there; text: its name; value: enum report_ready */
    REPORT_FAILED,    /* no such output, or a wrong option; text says why; the consumer ends */
    REPORT_STARTED,   /* the first block of `track` under `epoch` reached the device */
    REPORT_ENDED,     /* the last frame of `track` has been heard */
    REPORT_SKIPPED,   /* the output cannot take `track`, nor anything like it; text says why */
    REPORT_REFUSED,   /* it takes something else instead of `track` from `frame` on; it waits */
    REPORT_SILENT,    /* the gate was shut, and nothing sounds any more */
    REPORT_UNDERRUN,  /* the ring ran empty in mid-track; value: which one, from 1 */
    REPORT_XRUN,      /* the device ran dry though the ring did not; value: how often so far */
    REPORT_LOST,      /* the device is gone; text: its error */
    REPORT_BACK,      /* and is there again; text: its name */
    REPORT_BAD_BLOCK, /* a header from the producer that cannot be true */
    REPORT_NOTE,      /* a line for the listener */
    REPORT_FADED,     /* the fade-out that was asked for is over */
    REPORT_STEPPED,   /* in slow motion: its flight recorder has something new */
    REPORT_KINDS
};

enum report_ready {
    REPORT_REALTIME = 1, /* it plays at the pace of a clock, */
    REPORT_SLOWABLE = 2  /* and of one that can be slowed down */
};

struct report {
    uint32_t kind; /* enum report_kind */
    uint32_t epoch;
    uint32_t track;
    uint32_t value;
    uint32_t lost;              /* reports before this one that did not fit into the pipe */
    int32_t error;              /* FAILED: a negative errno */
    uint64_t frame;             /* REFUSED */
    struct job_refusal refusal; /* REFUSED */
    char text[464];
};

_Static_assert(sizeof(struct report) == 512 && sizeof(struct report) <= PIPE_BUF, "atomic writes");

#endif
