/*
 * spans.h - what has a beginning and an end in the merged events: claims, sleeps, and turns that
 * were waited for.
 */
#ifndef TOOLS_RONDOTRACE_SPANS_H
#define TOOLS_RONDOTRACE_SPANS_H

#include "tools/rondotrace/merge.h"

enum span_kind {
    SPAN_FILL,  /* the producer's claim of a slot */
    SPAN_HOLD,  /* the consumer's claim of a block */
    SPAN_SLEEP, /* in semop, for longer than it takes */
    SPAN_TURN   /* in slow motion: for its turn */
};

enum span_end {
    SPAN_COMMITTED,
    SPAN_RELEASED, /* given back */
    SPAN_WOKEN,    /* a sleep, or a turn, is over */
    SPAN_DIED,     /* of its process */
    SPAN_LOST,     /* events are missing: it ended somewhere in the gap, at the latest here */
    SPAN_OPEN      /* it had not ended when the record did */
};

struct span {
    enum span_kind kind;
    enum span_end end;
    enum flight_role role;
    uint32_t pid;
    uint64_t begin_ns;
    uint64_t end_ns;
    uint8_t step;          /* SLEEP, TURN: enum step */
    int16_t result;        /* SLEEP: 0 or a negative errno */
    uint16_t slot;         /* FILL, HOLD */
    uint64_t block;        /* FILL, HOLD: its number as in merge.h */
    uint64_t committed_ns; /* HOLD: when the producer committed it; 0: before the record */
    uint32_t from;         /* HOLD: the producer's PID, where that is known */
    bool again;            /* HOLD: it had been claimed before, in this record */
    uint16_t hand;         /* HOLD: from 0; claims that overlap are in different hands */
};

enum {
    /*
     * A semop that finds what it asks for takes about a microsecond. What takes longer than this
     * has slept, or was not run meanwhile, which is the same to whoever waits.
     */
    SPANS_SLEPT_NS = 20000,
    SPANS_MAX = 1 << 18
};

struct spans {
    struct span *span; /* by their begin, then by kind, then by block */
    size_t count;
    bool cut; /* there were more than SPANS_MAX */
};

/* Claims are found wherever the ring's state is known, sleeps everywhere. -ENOMEM. */
int spans_find(const struct merge *merge, struct spans *ret_spans);
void spans_free(struct spans *spans);

/* It is the first claim of a block whose commit is in the record: the block was handed over. */
bool spans_is_handover(const struct span *span);

/* A claim that was committed: so long did the decoder take for the block. */
bool spans_is_decode(const struct span *span);

/* "fill", "hold", ...; "committed", "died", ...; never NULL. */
const char *spans_kind_name(enum span_kind kind);
const char *spans_end_name(enum span_end end);

#endif
