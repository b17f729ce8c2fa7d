/*
 * engine_refuse.c - a block that the output does not take as it is.
 *
 * The player is told what the output takes instead, and brings the rest of the track as that, under
 * a new epoch. Until then nothing is thrown away: the block goes back into the ring, comes again
 * after a moment, and so does the report, for one may be lost. A death in between changes nothing.
 * Only where the output takes nothing like it is the track passed over.
 */
#include <stdio.h>

#include <errno.h>

#include "player/consumer/engine_state.h"

static void skip_track(struct engine *e, const struct block_header *block, const char *why)
{
    struct report report = {.kind = REPORT_SKIPPED, .epoch = block->epoch, .track = block->track};

    snprintf(report.text, sizeof(report.text), "%s", why);
    reporter_send(e->reporter, &report);
    e->skipping = true;
    e->skip_epoch = block->epoch;
    e->skip_track = block->track;
}

/* An output of one format takes that; others may know of something. */
static bool find_offer(struct engine *e, const struct output_format *wanted,
                       struct output_format *ret_offer)
{
    if (e->started && e->ops->fixed_format)
        *ret_offer = e->format;
    else if (!e->ops->offer || e->ops->offer(e->output, wanted, ret_offer) < 0)
        return false;
    return !output_format_equal(ret_offer, wanted);
}

bool engine_refused(const struct engine *e, const struct hand_block *block,
                    const struct output_format *wanted)
{
    return e->refused_epoch == block->header.epoch && output_format_equal(wanted, &e->refused);
}

int engine_tell_refused(struct engine *e, const struct hand_block *block)
{
    const struct output_format *refused = &e->refused, *offered = &e->offered;
    const struct report report = {
        .kind = REPORT_REFUSED,
        .epoch = block->header.epoch,
        .track = block->header.track,
        .frame = block->header.position + block->done,
        .refusal = {.refused = {refused->rate, refused->channels, refused->sample},
                    .instead = {offered->rate, offered->channels, offered->sample}},
    };
    int error;

    reporter_send(e->reporter, &report);
    error = engine_rewind(e);
    if (error == 0)
        error = ring_sleep(e->ring, ANSWER_MS);
    return error < 0 ? error : -EAGAIN;
}

int engine_refuse(struct engine *e, const struct hand_block *block,
                  const struct output_format *wanted, const char *why)
{
    struct output_format offer;

    /* What was offered, and is refused all the same, was no good offer. */
    if (output_format_equal(wanted, &e->offered) || !find_offer(e, wanted, &offer)) {
        skip_track(e, &block->header, why);
        return -ENOTSUP;
    }
    e->refused = *wanted;
    e->refused_epoch = block->header.epoch;
    e->offered = offer;
    return engine_tell_refused(e, block);
}
