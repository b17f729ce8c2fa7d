/*
 * engine_device.c - the engine's dealings with the device: what it has played, silence at
 * once, another format, and its loss.
 *
 * A block is committed when the device has played its last frame. Whatever makes the device
 * drop sound (a pause, a seek, a fade, its death) first settles what was heard; the rest is
 * either given back to the ring, unheard, or thrown away. A death of this process in between
 * gives it back too: SEM_UNDO does what engine_rewind() does.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "player/consumer/engine_state.h"

static void report_track(struct engine *e, enum report_kind kind, const struct block_header *block)
{
    const struct report report = {.kind = kind, .epoch = block->epoch, .track = block->track};

    reporter_send(e->reporter, &report);
}

/* Reports and lays down the oldest `count` blocks, which are committed. */
static void lay_down(struct engine *e, uint16_t count)
{
    for (; count > 0; count--) {
        const struct block_header *block = &hand_at(&e->hand, 0)->header;

        e->ended = block->flags & BLOCK_END;
        if (e->ended)
            report_track(e, REPORT_ENDED, block);
        hand_pop(&e->hand);
    }
}

static void report_xruns(struct engine *e)
{
    uint32_t xruns = e->ops->underruns ? e->ops->underruns(e->output) : 0;

    if (xruns == e->xruns)
        return;
    e->xruns = xruns;
    reporter_send(e->reporter, &(struct report){.kind = REPORT_XRUN, .value = xruns});
}

/*
 * What the hand has of it, as of then: the newest block that was begun tells. One without
 * frames tells nothing, and least of all a bad one, whose sequence may be anything. And it never
 * goes back: a dead predecessor may have been heard further than what is claimed so far.
 */
static void publish(struct engine *e, uint64_t heard)
{
    struct ring_heard now = ring_heard(e->ring);
    struct hand_block *block;

    for (uint16_t i = 0; (block = hand_at(&e->hand, i)); i++) {
        uint32_t frames = hand_heard_frames(block, heard);

        e->total += frames - block->counted;
        block->counted = frames;
        if (frames > 0 && (int32_t)(block->header.sequence - now.sequence) >= 0) {
            now.sequence = block->header.sequence;
            now.frames = frames;
        }
        if (frames > block->skip) {
            e->place_track = block->header.track;
            e->place = block->header.position + frames;
        }
        if (!hand_heard(block, heard))
            break;
    }
    now.total = e->total;
    ring_set_heard(e->ring, &now);
}

int engine_settle(struct engine *e, uint64_t heard)
{
    const struct hand_block *block;
    uint16_t count = 0;
    int error;

    /* First what was heard, then the commit: a death between the two repeats nothing. */
    publish(e, heard);
    while ((block = hand_at(&e->hand, count)) && hand_heard(block, heard))
        count++;
    if (count == 0)
        return 0;
    error = ring_consumer_commit(e->ring, count);
    if (error == 0)
        lay_down(e, count);
    return error;
}

uint32_t engine_heard_before(const struct engine *e, const struct block_header *block)
{
    bool goes_on = atomic_load(&ring_segment(e->ring)->goes_on) == block->epoch;
    uint64_t frames;

    if (!goes_on || block->track != e->place_track || block->position >= e->place)
        return ring_heard_frames(e->ring, block);
    frames = e->place - block->position;
    return frames < block->frames ? (uint32_t)frames : block->frames;
}

int engine_settle_now(struct engine *e)
{
    uint64_t delay = e->sounding && e->ops->realtime ? e->ops->delay(e->output) : 0;

    atomic_fetch_add_explicit(&ring_segment(e->ring)->beat, 1, memory_order_relaxed);
    if (e->ops->realtime)
        report_xruns(e);
    return engine_settle(e, e->written - delay);
}

int engine_wait(struct engine *e)
{
    uint32_t silence = 0;
    int error = 0;

    if (e->sounding && e->ops->realtime)
        error = e->ops->wait(e->output, e->format.rate * WAIT_MS / 1000, &silence);
    if (error < 0)
        return engine_lost(e, error);
    e->written += silence;
    return engine_settle_now(e);
}

/* What the device has not played is unheard; the rest is settled. */
static int silence(struct engine *e)
{
    uint64_t unheard = 0;

    if (e->sounding && e->ops->realtime && e->ops->drop(e->output, &unheard) < 0)
        unheard = e->ops->delay(e->output);
    e->sounding = false;
    return engine_settle(e, e->written - unheard);
}

static int give_back(struct engine *e)
{
    while (e->hand.count > 0)
        hand_pop(&e->hand);
    return ring_consumer_release(e->ring);
}

int engine_rewind(struct engine *e)
{
    int error = silence(e);

    return error < 0 ? error : give_back(e);
}

int engine_discard(struct engine *e)
{
    int error = silence(e);

    if (error < 0 || e->hand.count == 0)
        return error;
    error = ring_consumer_commit(e->ring, e->hand.count);
    while (e->hand.count > 0)
        hand_pop(&e->hand);
    return error;
}

static int start(struct engine *e, const struct hand_block *block,
                 const struct output_format *format)
{
    char why[256] = "";
    int error = e->ops->start(e->output, format, why, sizeof(why));

    if (error == -ENOTSUP)
        return engine_refuse(e, block, format, why);
    e->format = *format;
    if (error == 0)
        e->started = true;
    else if (e->ops->realtime)
        return engine_lost(e, error);
    else
        reporter_say(e->reporter, REPORT_FAILED, error, why);
    return error;
}

int engine_prepare(struct engine *e, const struct hand_block *block)
{
    const struct block_header *header = &block->header;
    const struct output_format format = {header->rate, header->channels, header->format};
    int error;

    if (e->started && output_format_equal(&e->format, &format))
        return 0;
    if (e->hand.count > 1) { /* the one before is still sounding */
        error = engine_wait(e);
        return error < 0 ? error : -EAGAIN;
    }
    if (engine_refused(e, block, &format))
        return engine_tell_refused(e, block);
    if (e->started && e->ops->fixed_format)
        return engine_refuse(e, block, &format, "the output cannot change to that any more");
    if (e->started) {
        e->started = false;
        e->sounding = false;
        e->ops->stop(e->output);
    }
    return start(e, block, &format);
}

int engine_lost(struct engine *e, int error)
{
    char why[256];
    int removed;

    snprintf(why, sizeof(why), "%s", strerror(-error));
    if (!e->ops->realtime) {
        reporter_say(e->reporter, REPORT_FAILED, error, why);
        return error;
    }
    reporter_say(e->reporter, REPORT_LOST, error, why);
    e->refused_epoch = UINT32_MAX; /* what comes back may be another, and take it */
    e->offered = (struct output_format){0};
    removed = engine_settle_now(e); /* what it played before it went was heard */
    e->started = false;
    e->sounding = false;
    e->ops->stop(e->output);
    if (removed == 0)
        removed = give_back(e);
    if (removed < 0)
        return removed;
    do {
        removed = ring_sleep(e->ring, RETRY_MS);
        if (removed < 0)
            return removed;
        error = e->ops->start(e->output, &e->format, why, sizeof(why));
    } while (error < 0 && error != -ENOTSUP);
    e->started = error == 0;
    reporter_say(e->reporter, REPORT_BACK, 0, e->ops->name ? e->ops->name(e->output) : "");
    return -EAGAIN;
}
