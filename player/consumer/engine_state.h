/*
 * engine_state.h - what the engine's files share. Private to engine*.c.
 */
#ifndef PLAYER_CONSUMER_ENGINE_STATE_H
#define PLAYER_CONSUMER_ENGINE_STATE_H

#include "player/consumer/engine.h"
#include "player/consumer/hand.h"
#include "player/consumer/volume.h"

enum {
    WRITE_MS = 20,  /* the most that one write takes */
    WAIT_MS = 10,   /* the most that goes by before orders are looked at again */
    MARGIN_MS = 30, /* with less than this in the device, silence is given to it */
    FADE_MS = 40,   /* how long the fade at a stop takes */
    FADE_WAITS = 30,
    ANSWER_MS = 10, /* how long the player may take to follow an offer, before it is told again */
    RETRY_MS = 500, /* how often a lost device is tried again */
    BURST_BLOCKS = 16, /* worth waking up for when the output takes all at once */
    BURST_US = 2000    /* but wait no longer than this for them */
};

struct engine {
    struct ring *ring;
    const struct output_ops *ops;
    struct output *output;
    struct reporter *reporter;
    struct hand hand;
    struct volume volume;
    void *scratch; /* room for a slot's samples, when the volume changes them */

    struct output_format format;
    bool started;     /* the device is open in that format */
    bool sounding;    /* it has been written to since it was last silent */
    uint64_t written; /* frames given to it, silence too */
    uint64_t total;   /* frames of music heard since the ring was made */

    uint32_t pace;        /* slow motion, as the device knows it */
    uint32_t epoch;       /* of what is in hand */
    uint32_t place_track; /* what was heard last, and the frame that comes after it */
    uint64_t place;
    uint32_t track; /* the one last reported as started, under started_epoch */
    uint32_t started_epoch;
    struct output_format refused; /* what the output did not take last, under that epoch, */
    uint32_t refused_epoch;
    struct output_format offered; /* and what it takes instead */
    bool skipping;                /* the output does not take the track skip_track of skip_epoch */
    uint32_t skip_track;
    uint32_t skip_epoch;
    bool ended;         /* the block last heard ended its track */
    uint32_t bad_epoch; /* under which a bad block has been reported */
    uint32_t stale;     /* blocks of other orders, one after the other */
    bool fading;
    uint64_t still_ms;    /* the device has not moved for so long, with nothing more to play, */
    uint64_t still_at_ms; /* and has so much */
    uint32_t underruns;
    uint32_t xruns;
};

/* engine_accept.c */

/* Does away with what is in hand if there are new orders. */
int engine_follow_epoch(struct engine *e);

/* Takes up the block just claimed, or does away with it. slept: the gate may have been shut. */
int engine_accept(struct engine *e, bool slept);

/* engine_device.c */

/* Commits what has been heard when the device has played `heard` frames, and reports it. */
int engine_settle(struct engine *e, uint64_t heard);

/* The same for this very moment. */
int engine_settle_now(struct engine *e);

/* Lets the device play on for a moment, though there is nothing for it, and settles. */
int engine_wait(struct engine *e);

/* How many of a block's first frames have been heard, from other consumers or in other blocks. */
uint32_t engine_heard_before(const struct engine *e, const struct block_header *block);

/* Silence at once; everything unheard goes back into the ring, to be claimed again. */
int engine_rewind(struct engine *e);

/* Silence at once; everything in hand is thrown away. */
int engine_discard(struct engine *e);

/*
 * Makes the device ready for a block's format. -EAGAIN: it is still playing another, or waits for
 * the player to bring one that it takes; call again. -ENOTSUP: it cannot, and the track has been
 * reported as skipped.
 */
int engine_prepare(struct engine *e, const struct hand_block *block);

/* engine_refuse.c */

/*
 * The output does not take the block's format. -EAGAIN: it waits for the player to bring another;
 * -ENOTSUP: it takes nothing like it, why says so, and the track has been reported as skipped.
 */
int engine_refuse(struct engine *e, const struct hand_block *block,
                  const struct output_format *wanted, const char *why);

/* Whether it waits for that; the same as engine_refuse() without asking the output again. */
bool engine_refused(const struct engine *e, const struct hand_block *block,
                    const struct output_format *wanted);
int engine_tell_refused(struct engine *e, const struct hand_block *block);

/* The device has failed with `error`: says so, and tries it again until it is back. */
int engine_lost(struct engine *e, int error);

#endif
