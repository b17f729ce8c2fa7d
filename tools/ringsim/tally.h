/*
 * tally.h - what a simulation counts.
 */
#ifndef TOOLS_RINGSIM_TALLY_H
#define TOOLS_RINGSIM_TALLY_H

#include <stdint.h>

/* What the producer was at when the ring ran empty, as `rondoctl status` names it. */
enum tally_cause {
    TALLY_DECODER_LATE,        /* it decoded, or had been stopped */
    TALLY_SOURCE_SLOW,         /* it waited for the disk */
    TALLY_PRODUCER_RESTARTING, /* it had been killed, and its successor made no block yet */
    TALLY_CAUSES
};

struct tally {
    uint64_t underruns[TALLY_CAUSES];
    int64_t silence[TALLY_CAUSES]; /* altogether, in ns */
    int64_t longest;               /* one silence */
    int64_t first_at;              /* the first underrun; -1: none */
    /* Underruns between two moments at which the ring was full: one bad spell, one cause. */
    uint64_t spells;

    uint64_t made, lost; /* blocks decoded; blocks that died half-made */
    uint64_t bursts;
    uint64_t stalls, stops, kills, watchdog, consumer_kills;
    uint64_t gaps; /* silences of the device, as its consumer was dead */
    int64_t gap;   /* altogether, in ns */

    uint32_t slots;
    int64_t *steps; /* of the counts of levels from one level to the next: slots + 2 */
};

/* 0 or -ENOMEM. */
int tally_init(struct tally *tally, uint32_t slots);
void tally_free(struct tally *tally);

/* Whenever a block has been heard: so many unheard ones are left, or each number from..to once. */
static inline void tally_level(struct tally *tally, uint64_t level)
{
    tally->steps[level]++;
    tally->steps[level + 1]--;
}

static inline void tally_levels(struct tally *tally, uint64_t from, uint64_t to)
{
    tally->steps[from]++;
    tally->steps[to + 1]--;
}

/* How often each level from 0 to slots was met. ret_count has room for slots + 1. Their sum. */
uint64_t tally_count_levels(const struct tally *tally, uint64_t *ret_count);

/* The level that permille of a thousand blocks found at most; of what the call above returned. */
uint32_t tally_quantile(const uint64_t *count, uint32_t slots, uint32_t permille);

uint64_t tally_underruns(const struct tally *tally);
int64_t tally_silence(const struct tally *tally);
const char *tally_cause_name(enum tally_cause cause);

#endif
