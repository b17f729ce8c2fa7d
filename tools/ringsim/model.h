/*
 * model.h - producer, ring and device as the real ones behave, in simulated time.
 *
 * The ring has N slots. The producer sleeps until a burst of them (half) is free, then decodes
 * into one after the other until none is (producer/work.c). The device plays block after block; one
 * that has been heard to its end is given back at the period's end, plus the jitter with which the
 * consumer wakes up (player/consumer/engine.c). If there is no other block by then, the ring has
 * run dry: an underrun, and silence until the next one is made. The simulation begins as the
 * first block is made and begins to sound.
 *
 * What strikes (faults.h):
 *   a stall, a stop   halts the decoding for a time. A stopped producer that has had work for
 *                     producer_timeout is killed (player/watchdog.c)
 *   a kill            takes the block in hand along; the successor needs a while, then it waits for
 *                     a burst as any producer does
 *   a kill of the consumer silences the device for a while. What the ring holds stays, and what was
 *                     heard since the consumer last looked is heard twice
 *
 * Of events at the same time, the first in enum model_event comes first.
 */
#ifndef TOOLS_RINGSIM_MODEL_H
#define TOOLS_RINGSIM_MODEL_H

#include <stdbool.h>

#include "tools/ringsim/faults.h"
#include "tools/ringsim/span.h"
#include "tools/ringsim/tally.h"

enum model_event {
    MODEL_COMMIT,   /* a block is made */
    MODEL_LOOK,     /* the consumer sees that a block has been heard */
    MODEL_FAULT,    /* the next of faults.h */
    MODEL_WATCHDOG, /* a stopped producer is killed */
    MODEL_UP,       /* a new consumer is there */
    MODEL_START,    /* the producer begins a burst */
    MODEL_EVENTS
};

/* What the semaphores would say after an event; free + filled + held + claimed = N. */
struct model_view {
    int64_t now;
    uint32_t free, filled, held, claimed;
    bool silent;            /* the device plays nothing */
    enum faults_kind fault; /* of MODEL_FAULT */
};

/* Is told each event from `from` on and before `to`. */
struct model_watch {
    int64_t from, to;
    void (*tell)(void *context, enum model_event event, const struct model_view *view);
    void *context;
};

struct model_config {
    uint32_t slots;  /* N, RING_SLOTS_MIN to RING_SLOTS_MAX */
    int64_t block;   /* what a block plays, in ns, as all times here */
    int64_t period;  /* of the device; not more than a block */
    int64_t jitter;  /* not more than a period */
    int64_t latency; /* what the device holds */
    int64_t producer_timeout;
    const struct dist *decode;  /* one block */
    const struct dist *restart; /* of a producer or consumer, where a fault does not say */
    struct faults_config faults;
    uint64_t seed;
    struct model_watch watch; /* tell NULL: none */
    bool one_by_one; /* no leap over what can be computed in one go; the outcome is the same */
};

enum model_device { MODEL_PLAYING, MODEL_DRY, MODEL_DOWN, MODEL_EMPTY };

struct model {
    struct model_config config;
    uint32_t burst;
    int64_t settle;   /* how often a consumer settles what was heard */
    int64_t tick;     /* the watchdog's */
    int64_t constant; /* what each block takes to decode; 0: that differs */
    int64_t now;
    struct faults faults;
    enum faults_kind fault; /* the last */
    struct dist_stream decode, restart;
    uint64_t jitter_seed;

    uint64_t made, heard; /* blocks since the beginning; what is between them is in the ring */
    bool claimed;         /* a slot is being filled, */
    int64_t done_at;      /* and will be, if nothing strikes */
    int64_t stall_until, stop_until, down_until; /* what halts the producer */
    int64_t watchdog_at;
    bool fresh; /* a new producer that has made no block yet */

    enum model_device device;
    int64_t run_from;    /* it plays without a break since then, */
    uint64_t run_block;  /* from this block on, */
    int64_t run_done;    /* of which so much had been heard before */
    int64_t look_at;     /* when the block that it plays will be given back */
    int64_t up_at;       /* MODEL_DOWN: a new consumer */
    int64_t silent_from; /* if it does not play */
    enum tally_cause cause;
    bool spell; /* there was an underrun since the ring was full */

    struct tally tally;
    int64_t *round_steps; /* room for the levels of one round (model_cycle.c) */
};

/* The config's distributions and schedule have to outlive the model. 0 or -ENOMEM. */
int model_init(struct model *model, const struct model_config *config);
void model_free(struct model *model);

/* All that happens before `until`. It can be called again, for a later one. */
void model_run(struct model *model, int64_t until);

/* The silence that is going on at `until`, where a run ends, is counted so far. */
void model_end(struct model *model, int64_t until);

/* The slots of `rondo --buffer --latency`, as player/run.c counts them; times in ms. */
uint32_t model_slots(uint32_t buffer_ms, uint32_t latency_ms, uint32_t block_ms);

#endif
