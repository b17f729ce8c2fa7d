/*
 * engine_accept.c - which of the blocks in the ring are played.
 *
 * Those of the epoch that the player has ordered last are, from the first frame on that nobody
 * has heard. Older ones are thrown away, gate or no gate, which gives the producer room to follow.
 * One that cannot be true is laid down in silence and reported; so is a producer that goes on
 * with old orders when all that can be in the ring of those has been thrown away.
 */
#include <errno.h>

#include "player/consumer/engine_state.h"

/* Under new orders what is in hand is stale: silence at once, and it is thrown away. */
int engine_follow_epoch(struct engine *e)
{
    uint32_t epoch = ring_epoch(e->ring);
    int error = epoch == e->epoch ? 0 : engine_discard(e);

    if (error == 0 && epoch != e->epoch)
        e->stale = 0;
    if (error == 0)
        e->epoch = epoch;
    return error;
}

/* Once under one epoch, for there may be many: the player gives new orders then. */
static void report_bad(struct engine *e, uint32_t slot)
{
    uint32_t epoch = ring_epoch(e->ring);

    if (e->bad_epoch != epoch)
        reporter_send(e->reporter, &(struct report){.kind = REPORT_BAD_BLOCK, .value = slot});
    e->bad_epoch = epoch;
}

/*
 * Copies the header of the newest block in hand. Whether it is to be played at all. A bad one is
 * the living producer's, unless it is of older orders: those may be what a dead one has left.
 */
static bool examine(struct engine *e, struct block_header *ret_header)
{
    uint32_t slot = ring_consumer_slot(e->ring, (uint16_t)(ring_consumer_held(e->ring) - 1));
    bool bad = block_read(ring_block(e->ring, slot), ring_slot_bytes(e->ring), ret_header) < 0;
    uint32_t epoch = ring_epoch(e->ring);
    bool stale = ret_header->epoch != epoch;

    e->stale = stale ? e->stale + 1 : 0;
    if ((bad && ret_header->epoch >= epoch) || e->stale > 2u * ring_slots(e->ring))
        report_bad(e, slot);
    return !bad && !stale;
}

/* Throws away what is stale in front of the first block of this epoch, gate or no gate. */
static int discard_stale(struct engine *e)
{
    struct block_header header;
    int error;

    do {
        error = ring_consumer_commit(e->ring, 1);
        if (error == 0)
            error = ring_consumer_claim_stale(e->ring, 1);
        if (error < 0)
            return error == -EAGAIN ? 0 : error;
        examine(e, &header);
    } while (header.epoch != ring_epoch(e->ring));
    return ring_consumer_release(e->ring);
}

int engine_accept(struct engine *e, bool slept)
{
    struct block_header header;
    uint32_t skip = 0;
    bool good;
    int error = engine_follow_epoch(e); /* it may have changed while we slept */

    if (error < 0)
        return error;
    good = examine(e, &header);
    if (header.epoch != ring_epoch(e->ring) && e->hand.count == 0)
        return discard_stale(e);
    if (slept && ring_paused(e->ring) > 0)
        return ring_consumer_release(e->ring);
    if (!good)
        header.frames = header.flags = 0; /* not to be played, but laid down in its turn */
    else if (e->skipping && header.epoch == e->skip_epoch && header.track == e->skip_track)
        header.frames = 0;
    else
        skip = engine_heard_before(e, &header);
    hand_push(&e->hand, &header, skip, e->written);
    return hand_unwritten(&e->hand) ? 0 : engine_settle_now(e);
}
