/*
 * engine.c - the consumer's one loop: attend to orders, take the next block, play a piece of it.
 *
 * Orders are words in the segment and the gate in the set; they are looked at between two
 * pieces, so 20 ms at the most go by. With nothing to play the loop sleeps in the claim: no
 * wake-ups while paused. A claimed block stays in hand until it has been heard, so a death at
 * any point leaves every unheard block in the ring.
 */
#include "player/consumer/engine.h"

#include <errno.h>
#include <stdlib.h>

#include "player/consumer/engine_state.h"

static const struct timespec no_time;

/* The way out when the fade-out is over; no system call of ours fails with it. */
enum { FADED = -ESHUTDOWN };

static int begin_fade(struct engine *e)
{
    int error;

    if (!e->ops->realtime || !e->sounding)
        return FADED;
    error = engine_rewind(e);
    if (error < 0)
        return error;
    volume_fade(&e->volume, FADE_MS, e->format.rate);
    e->fading = true;
    return 0;
}

/* Until the last frame of the ramp has been heard; what is waited with does not count. */
static int finish_fade(struct engine *e)
{
    uint64_t last = e->written;
    int error = 0;

    for (int i = 0; i < FADE_WAITS && e->written - e->ops->delay(e->output) < last; i++) {
        error = engine_wait(e);
        if (error < 0)
            return error;
    }
    return FADED;
}

/* The device's time passes as slowly as the steps do. */
static void follow_pace(struct engine *e, uint32_t pace)
{
    uint32_t factor = pace == RING_PACE_TURN ? 0 : pace == RING_PACE_NONE ? 1 : pace / RING_PACE_MS;

    e->pace = pace;
    if (e->ops->slow)
        e->ops->slow(e->output, factor);
}

/* What the player wants: a fade-out, another epoch, a pause, another volume. */
static int attend(struct engine *e)
{
    const struct ring_segment *segment = ring_segment(e->ring);
    uint32_t pace = atomic_load_explicit(&segment->pace, memory_order_relaxed);
    int error;

    if (pace != e->pace)
        follow_pace(e, pace);
    if (atomic_load(&segment->fade) && !e->fading)
        return begin_fade(e);
    error = engine_follow_epoch(e);
    if (error < 0)
        return error;
    if (!e->fading)
        volume_set_target(&e->volume, atomic_load(&segment->volume), e->format.rate);
    if (!e->ops->realtime || e->hand.count == 0)
        return 0;
    error = ring_paused(e->ring);
    if (error <= 0)
        return error;
    error = engine_rewind(e);
    reporter_send(e->reporter, &(struct report){.kind = REPORT_SILENT, .epoch = e->epoch});
    return error;
}

/* The device has played all there was: it is made silent; a gap that nobody wants is counted. */
static int run_dry(struct engine *e)
{
    int error = engine_rewind(e);

    if (error < 0 || e->ended || ring_paused(e->ring) > 0)
        return error;
    e->underruns++;
    ring_note(e->ring, FLIGHT_UNDERRUN, FLIGHT_CONSUMER, 0, e->underruns);
    reporter_send(e->reporter, &(struct report){.kind = REPORT_UNDERRUN, .value = e->underruns});
    return 0;
}

/*
 * A device may wait for more before it begins to play, and there may be no more. One that has
 * not moved for as long as it takes to play all that it has, is not going to.
 */
static bool stands_still(struct engine *e, uint64_t delay_ms)
{
    e->still_ms = delay_ms < e->still_at_ms ? 0 : e->still_ms + WAIT_MS;
    e->still_at_ms = delay_ms;
    return e->still_ms > delay_ms;
}

/* Nothing to claim while the device still plays: sleep for a block, or feed it silence. */
static int take_in_time(struct engine *e)
{
    uint64_t delay_ms = e->ops->delay(e->output) * 1000 / e->format.rate;
    const struct timespec timeout = {.tv_nsec = WAIT_MS * 1000000L};
    int error = ring_consumer_claim(e->ring, 1, delay_ms > MARGIN_MS ? &timeout : &no_time);

    if (error == 0) {
        e->still_ms = 0;
        return engine_accept(e, false);
    }
    if (error != -EAGAIN && error != -ENOBUFS)
        return error;
    if (e->fading)
        return finish_fade(e);
    if (delay_ms > MARGIN_MS && !stands_still(e, delay_ms))
        return engine_settle_now(e);
    return engine_wait(e);
}

/* How many blocks an output that takes all at once is woken up for. */
static uint16_t worth_waking(const struct engine *e)
{
    uint16_t quarter = ring_slots(e->ring) / 4;

    return quarter < BURST_BLOCKS ? quarter : BURST_BLOCKS;
}

/* The next block for an output that takes all at once, or for a silent device. */
static int take_when_there(struct engine *e)
{
    const struct timespec burst_time = {.tv_nsec = BURST_US * 1000L};
    int error = ring_consumer_claim(e->ring, 1, &no_time);
    bool slept;

    if (error == -EAGAIN && e->fading)
        return FADED; /* there is nothing left to fade */
    if (error == -EAGAIN && e->sounding && e->ops->realtime)
        return run_dry(e);
    if (error == -EAGAIN && !e->ops->realtime) {
        error = ring_consumer_wait(e->ring, worth_waking(e), &burst_time);
        if (error < 0 && error != -EAGAIN)
            return error;
        error = -EAGAIN;
    }
    slept = error == -EAGAIN;
    if (slept)
        error = ring_consumer_claim(e->ring, 1, NULL);
    return error < 0 ? error : engine_accept(e, slept);
}

static void announce(struct engine *e, const struct block_header *block)
{
    if (e->track == block->track && e->started_epoch == block->epoch)
        return;
    e->track = block->track;
    e->started_epoch = block->epoch;
    reporter_send(e->reporter,
                  &(struct report){.kind = REPORT_STARTED,
                                   .epoch = block->epoch,
                                   .track = block->track,
                                   .value = (uint32_t)(block->position * 1000 / block->rate)});
}

/* Writes the next piece of the block, from its slot where the volume leaves it untouched. */
static int play(struct engine *e, struct hand_block *block)
{
    const struct block_header *header = &block->header;
    uint32_t slot = ring_consumer_slot(e->ring, (uint16_t)(e->hand.count - 1));
    uint32_t frame_bytes = block_frame_bytes(header->format, header->channels);
    uint32_t frames = header->frames - block->done;
    const char *samples = block_samples(ring_block(e->ring, slot));
    int error = engine_prepare(e, block);

    if (error == -ENOTSUP) {
        block->header.frames = block->done;
        return engine_settle_now(e);
    }
    if (error < 0)
        return error;
    if (e->ops->realtime && frames > header->rate * WRITE_MS / 1000)
        frames = header->rate * WRITE_MS / 1000;
    samples += (size_t)block->done * frame_bytes;
    if (!volume_is_unity(&e->volume)) {
        volume_apply(&e->volume, header->format, header->channels, header->position + block->done,
                     frames, samples, e->scratch);
        samples = e->scratch;
    }
    announce(e, header);
    e->sounding = true;
    error = e->ops->write(e->output, samples, frames);
    if (error < 0)
        return engine_lost(e, error);
    hand_wrote(block, frames, e->written);
    e->written += frames;
    return engine_settle_now(e);
}

static int step(struct engine *e)
{
    struct hand_block *block;
    int error = attend(e);

    if (error < 0)
        return error;
    if (e->fading && volume_done(&e->volume))
        return finish_fade(e);
    block = hand_unwritten(&e->hand);
    if (block)
        return play(e, block);
    if (e->hand.count > 0 && e->sounding)
        return take_in_time(e);
    return take_when_there(e);
}

int engine_run(struct ring *ring, const struct output_ops *ops, struct output *output,
               struct reporter *reporter)
{
    struct engine e = {.ring = ring, .ops = ops, .output = output, .reporter = reporter};
    int error = hand_init(&e.hand, ring_slots(ring));

    if (error < 0)
        return error;
    e.scratch = malloc(ring_slot_bytes(ring));
    if (!e.scratch) {
        hand_free(&e.hand);
        return -ENOMEM;
    }
    e.epoch = ring_epoch(ring);
    e.total = ring_heard(ring).total;
    e.started_epoch = e.bad_epoch = e.refused_epoch = UINT32_MAX;
    volume_init(&e.volume, atomic_load(&ring_segment(ring)->volume));
    do
        error = step(&e);
    while (error == 0 || error == -EAGAIN);
    if (error == -EIDRM || error == -EINVAL)
        engine_rewind(&e); /* what was heard is told, though no block can be moved */
    if (error == FADED)
        reporter_send(reporter, &(struct report){.kind = REPORT_FADED});
    free(e.scratch);
    hand_free(&e.hand);
    return error == FADED || error == -EIDRM || error == -EINVAL ? 0 : error;
}
