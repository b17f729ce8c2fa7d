/*
 * seam.h - how a track is joined to the one before it, and to the one after.
 *
 * A track gives what its chain gives, but for its two ends. Its first frames may be mixed with the
 * last of the track before, which is then said to have ended where they begin. Before its own last
 * frames the player is asked how it is joined to what follows, at the latest moment, for the list
 * may change until then. Silence that follows it counts as frames of it.
 */
#ifndef PRODUCER_SEAM_H
#define PRODUCER_SEAM_H

#include "producer/chain.h"
#include "producer/stage.h"

/* The end of the track before. */
struct seam_tail {
    struct chain *chain; /* NULL: there is none, or it is at its end */
    struct stage_shape shape;
    uint64_t fade; /* frames, first its own, then, taken, those of the next track; 0: no fade */
    uint32_t rate; /* of the former */
    uint32_t track;
    uint32_t next; /* the track that it is for */
};

struct seam {
    struct stage_shape shape;
    uint64_t position; /* of the next frame */
    uint64_t length;   /* of its sound; 0: not known yet */
    uint64_t ask_at;   /* the first frame that cannot be given while it is not known what follows */
    uint64_t end_at;   /* its sound ends there; UINT64_MAX: where the chain does */
    struct job_join join;
    uint64_t silent; /* frames of the gap that were given */
    bool over;       /* its sound is at an end */
    bool damaged;    /* that is not the true one */
    struct seam_tail tail;
};

enum seam_state {
    SEAM_MORE, /* go on reading */
    SEAM_ASKS, /* first the player has to say what follows */
    SEAM_END   /* of the track; `damaged` tells how */
};

/* Of a job whose chain is started; the track's facts are known. */
void seam_open(struct seam *seam, const struct job *job, const struct job_reply *facts,
               const struct chain *chain);

/* The answer to SEAM_ASKS. */
void seam_join(struct seam *seam, const struct job_join *join);

/* Writes up to `frames` frames, and returns how many. */
uint32_t seam_read(struct seam *seam, struct chain *chain, void *samples, uint32_t frames,
                   enum seam_state *ret_state);

/* Before it is read: that tail, brought to its shape, is heard in it. Takes it over. */
void seam_take_tail(struct seam *seam, const struct seam_tail *tail);

/* The tail's damage, once it has come to it: true, and a reply about its track. */
bool seam_tail_failed(struct seam *seam, struct job_reply *ret_reply);

void seam_tail_close(struct seam_tail *tail);

#endif
