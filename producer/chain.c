/*
 * chain.c - builds a track's chain of stages, and lets frames through it.
 */
#include "producer/chain.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "producer/chain_build.h"
#include "producer/decoder.h"
#include "producer/stage.h"

enum { AHEAD_MS = 250 }; /* more than stages look ahead that do not tell (stage.h) */

/* The first stage: the decoder as it is. */
struct source {
    struct stage stage;
    struct decoder *decoder;
};

struct chain {
    struct source source;
    struct stage *top;
    uint64_t position;
};

static uint32_t source_read(struct stage *stage, void *samples, uint32_t frames)
{
    return decoder_read(((struct source *)stage)->decoder, samples, frames);
}

static int source_seek(struct stage *stage, uint64_t frame, bool exact)
{
    return decoder_seek(((struct source *)stage)->decoder, frame, exact);
}

/* It is a part of the chain, which closes the decoder. */
static void source_destroy(struct stage *stage)
{
    (void)stage;
}

static const struct stage_ops source_ops = {source_read, source_seek, source_destroy};

/* The part of the file that the job is about. */
static int cut(struct decoder *decoder, const struct job_range *range, struct job_reply *facts)
{
    uint64_t rate = facts->rate;
    int error;

    if (range->hz == 0)
        return 0;
    error = decoder_cut(decoder, range->first * rate / range->hz,
                        range->end > 0 ? range->end * rate / range->hz : UINT64_MAX);
    if (error < 0)
        snprintf(facts->text, sizeof(facts->text), "the file ends before this part of it begins");
    else
        decoder_facts(decoder, facts);
    return error;
}

/* The stages above the source, and all that is theirs. */
static void take_down(struct chain *chain)
{
    struct stage *below;

    for (struct stage *stage = chain->top; stage; stage = below) {
        below = stage->below;
        stage->ops->destroy(stage);
    }
}

static int build(struct chain *chain, const struct job *job, struct job_reply *facts)
{
    struct mix_layout speakers;
    int error;

    chain->source.stage = (struct stage){
        .ops = &source_ops,
        .shape = {facts->rate, facts->channels, facts->format},
        .frames = facts->frames,
    };
    chain->top = &chain->source.stage;
    decoder_speakers(chain->source.decoder, &speakers);
    error = chain_build(&chain->top, &speakers, job, facts);
    if (error < 0)
        take_down(chain);
    return error;
}

int chain_open(int file, const struct job *job, struct job_reply *facts, struct chain **ret_chain)
{
    struct chain *chain = NULL;
    struct decoder *decoder;
    int error = job->raw.rate > 0
                    ? decoder_open_raw(file, &job->raw, &decoder, facts->text, sizeof(facts->text))
                    : decoder_open(file, &decoder, facts->text, sizeof(facts->text));

    if (error < 0)
        return error;
    decoder_facts(decoder, facts);
    error = cut(decoder, &job->range, facts);
    if (error < 0)
        goto err_decoder;
    chain = calloc(1, sizeof(*chain));
    if (!chain) {
        error = -ENOMEM;
        snprintf(facts->text, sizeof(facts->text), "%s", strerror(ENOMEM));
        goto err_decoder;
    }
    chain->source.decoder = decoder;
    error = build(chain, job, facts);
    if (error < 0)
        goto err_decoder;
    *ret_chain = chain;
    return 0;

err_decoder:
    free(chain);
    decoder_close(decoder);
    return error;
}

/* The frame of what comes out that begins where the job does. */
static uint64_t start_of(const struct job *job, uint32_t rate)
{
    uint64_t start = job->start;

    if (job->start_hz > 0 && job->start_hz != rate)
        start = start / job->start_hz * rate +
                (start % job->start_hz * rate + job->start_hz / 2) / job->start_hz;
    return start + (uint64_t)job->start_ms * rate / 1000;
}

int chain_start(struct chain *chain, const struct job *job, struct job_reply *facts)
{
    uint64_t start = start_of(job, facts->rate);
    int error = 0;

    if (start > 0 || job->range.first > 0)
        error = chain->top->ops->seek(chain->top, start, job->exact);
    if (error < 0)
        snprintf(facts->text, sizeof(facts->text), "its decoder cannot go to frame %llu",
                 (unsigned long long)start);
    chain->position = start;
    if (!chain->top->below)
        chain->position = decoder_position(chain->source.decoder);
    else if (facts->frames > 0 && start > facts->frames)
        chain->position = facts->frames;
    return error;
}

uint32_t chain_read(struct chain *chain, void *samples, uint32_t frames)
{
    uint32_t got = chain->top->ops->read(chain->top, samples, frames);

    chain->position += got;
    return got;
}

bool chain_has(struct chain *chain, uint32_t frames)
{
    const struct stage_shape *file = &chain->source.stage.shape;

    for (const struct stage *stage = chain->top; stage->below; stage = stage->below)
        frames = (uint32_t)((uint64_t)frames * stage->below->shape.rate / stage->shape.rate) + 1 +
                 stage->ahead;
    if (chain->top->below)
        frames += (uint32_t)((uint64_t)file->rate * AHEAD_MS / 1000);
    return decoder_has(chain->source.decoder, frames);
}

uint64_t chain_came_to(const struct chain *chain)
{
    return decoder_position(chain->source.decoder);
}

uint64_t chain_position(const struct chain *chain)
{
    return chain->position;
}

int chain_ended(const struct chain *chain, char *why, uint32_t why_size)
{
    return decoder_ended(chain->source.decoder, why, why_size);
}

void chain_close(struct chain *chain)
{
    if (!chain)
        return;
    take_down(chain);
    decoder_close(chain->source.decoder);
    free(chain);
}
