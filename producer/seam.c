/*
 * seam.c - see seam.h. What a track gives depends on its job and on the answer alone, never on
 * when something was heard of or who died meanwhile.
 */
#include "producer/seam.h"

#include <stdio.h>
#include <string.h>

#include "producer/fade.h"
#include "shmring/block.h"

enum { MIX_SAMPLES = 8192 }; /* at one time */

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

void seam_open(struct seam *seam, const struct job *job, const struct job_reply *facts,
               const struct chain *chain)
{
    uint64_t ask = (uint64_t)job->ask_ms * facts->rate / 1000;

    *seam = (struct seam){
        .shape = {facts->rate, facts->channels, facts->format},
        .position = job->over ? job->start : chain_position(chain),
        .length = facts->frames,
        .ask_at = UINT64_MAX,
        .end_at = UINT64_MAX,
        .silent = job->over ? job->given : 0,
        .over = job->over,
    };
    if (job->join.known || !job->asks)
        seam_join(seam, &job->join);
    else if (ask > 0 && seam->length > 0)
        seam->ask_at = seam->length - least(ask, seam->length / 2);
    if (seam->ask_at < seam->position)
        seam->ask_at = seam->position;
}

void seam_join(struct seam *seam, const struct job_join *join)
{
    seam->join = *join;
    seam->join.known = 1;
    if (join->fade > 0 && join->fade <= seam->length)
        seam->end_at = seam->length - join->fade;
}

/* What of the tail belongs to these frames; silence where it ends earlier than it should. */
static void mix(struct seam *seam, uint8_t *samples, uint32_t frames)
{
    uint32_t tail_samples[MIX_SAMPLES]; /* no sample is larger */
    struct seam_tail *tail = &seam->tail;
    uint64_t at = seam->position;

    while (frames > 0 && at < tail->fade) {
        uint32_t part = (uint32_t)least(least(frames, (uint32_t)MIX_SAMPLES / seam->shape.channels),
                                        tail->fade - at);
        uint32_t got = tail->chain ? chain_read(tail->chain, tail_samples, part) : 0;
        uint32_t frame_bytes = block_frame_bytes(tail->shape.format, tail->shape.channels);

        memset((uint8_t *)tail_samples + (size_t)got * frame_bytes, 0,
               (size_t)(part - got) * frame_bytes);
        fade_mix(samples, &seam->shape, tail_samples, &tail->shape, part, at, tail->fade);
        samples += (size_t)part * block_frame_bytes(seam->shape.format, seam->shape.channels);
        frames -= part;
        at += part;
    }
}

/* The chain's frames, up to where it ends or something has to be known first. */
static uint32_t read_sound(struct seam *seam, struct chain *chain, void *samples, uint32_t frames)
{
    uint64_t limit = seam->join.known ? seam->end_at : seam->ask_at;
    uint32_t wanted = (uint32_t)least(frames, limit - seam->position);
    uint32_t got = wanted > 0 ? chain_read(chain, samples, wanted) : 0;
    char why[JOBS_TEXT_MAX];

    mix(seam, samples, got);
    seam->position += got;
    if (got < wanted) {
        seam->over = true;
        seam->length = seam->position;
        seam->damaged = chain_ended(chain, why, sizeof(why)) < 0;
    } else if (seam->position == seam->end_at) {
        seam->over = true;
    }
    return got;
}

static uint32_t read_silence(struct seam *seam, void *samples, uint32_t frames)
{
    uint32_t given = (uint32_t)least(frames, seam->join.gap - least(seam->silent, seam->join.gap));

    memset(samples, 0, (size_t)given * block_frame_bytes(seam->shape.format, seam->shape.channels));
    seam->silent += given;
    seam->position += given;
    return given;
}

uint32_t seam_read(struct seam *seam, struct chain *chain, void *samples, uint32_t frames,
                   enum seam_state *ret_state)
{
    uint32_t frame_bytes = block_frame_bytes(seam->shape.format, seam->shape.channels);
    uint32_t got = seam->over ? 0 : read_sound(seam, chain, samples, frames);

    if (seam->over && seam->join.known && !seam->damaged)
        got += read_silence(seam, (uint8_t *)samples + (size_t)got * frame_bytes, frames - got);
    if (seam->damaged || (seam->over && seam->join.known && seam->silent >= seam->join.gap))
        *ret_state = SEAM_END;
    else if (!seam->join.known && (seam->over || seam->position == seam->ask_at))
        *ret_state = SEAM_ASKS;
    else
        *ret_state = SEAM_MORE;
    return got;
}

void seam_take_tail(struct seam *seam, const struct seam_tail *tail)
{
    uint64_t rate = tail->rate > 0 ? tail->rate : seam->shape.rate;

    seam->tail = *tail;
    seam->tail.shape = seam->shape;
    seam->tail.fade = tail->fade * seam->shape.rate / rate;
    if (tail->chain && seam->position < seam->tail.fade &&
        chain_leave_rest(tail->chain, &seam->tail.shape, seam->position) == 0)
        return;
    chain_close(tail->chain);
    seam->tail.chain = NULL;
}

bool seam_tail_failed(struct seam *seam, struct job_reply *ret_reply)
{
    struct seam_tail *tail = &seam->tail;
    struct job_reply reply = {.kind = JOB_FAILED, .track = tail->track, .frames = 1};
    bool failed;

    if (!tail->chain || seam->position < tail->fade)
        return false;
    failed = chain_ended(tail->chain, reply.text, sizeof(reply.text)) < 0;
    if (failed)
        reply.frames = chain_position(tail->chain);
    seam_tail_close(tail);
    if (failed)
        *ret_reply = reply;
    return failed;
}

void seam_tail_close(struct seam_tail *tail)
{
    chain_close(tail->chain);
    *tail = (struct seam_tail){0};
}
