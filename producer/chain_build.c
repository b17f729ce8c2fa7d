/*
 * chain_build.c - from what there is and what is wanted to a stack of stages.
 *
 * In this order, each only where it is needed: floats, fewer channels, the rate, more channels,
 * then integers again. So the filter has as few channels to work on as can be.
 */
#include "producer/chain_build.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "producer/stages.h"
#include "shmring/block.h"

struct plan {
    struct stage_shape from;
    struct stage_shape to;
    struct mix_matrix matrix;
    bool reorder; /* Ogg's channels, into the ring's order */
    bool mix;
    bool resample;
    bool changed; /* any of these, other than by putting whole samples elsewhere */
    bool floats;  /* there is work to be done in them */
    bool dither;
};

/* Bits that a sample of a format holds for good. */
static uint32_t bits(uint32_t format)
{
    static const uint32_t of[SAMPLE_FORMATS] = {
        [SAMPLE_S16] = 16, [SAMPLE_S24] = 24, [SAMPLE_S32] = 32, [SAMPLE_F32] = 33};

    return of[format];
}

static int check(const struct stage_shape *shape)
{
    return shape->rate < BLOCK_RATE_MIN || shape->rate > BLOCK_RATE_MAX || shape->channels < 1 ||
                   shape->channels > BLOCK_CHANNELS_MAX || shape->format == SAMPLE_NONE ||
                   shape->format >= SAMPLE_FORMATS
               ? -EINVAL
               : 0;
}

/* What comes out: as wanted, and else as the file is. */
static struct stage_shape wanted(const struct stage_shape *from, const struct job_sound *sound)
{
    struct stage_shape to = *from;

    if (sound->rate > 0)
        to.rate = sound->rate;
    if (sound->channels > 0)
        to.channels = sound->channels;
    if (sound->format != SAMPLE_NONE)
        to.format = sound->format;
    else if (to.rate != from->rate || to.channels != from->channels)
        to.format = SAMPLE_F32;
    return to;
}

/* Where the output is known to refuse that: what it takes instead. */
static struct stage_shape accepted(struct stage_shape to, const struct job_refusal *refusals)
{
    for (uint32_t i = 0; i < JOB_REFUSALS; i++) {
        const struct job_shape *refused = &refusals[i].refused, *instead = &refusals[i].instead;

        if (refused->rate == to.rate && refused->channels == to.channels &&
            refused->format == to.format)
            return (struct stage_shape){instead->rate, instead->channels, instead->format};
    }
    return to;
}

static int make_plan(const struct stage_shape *from, const struct mix_layout *speakers,
                     const struct job *job, struct plan *p)
{
    const struct stage_shape first = wanted(from, &job->sound);
    struct mix_layout usual;

    *p = (struct plan){.from = *from, .to = accepted(first, job->refusals)};
    if (check(&p->to) < 0)
        return -EINVAL;
    p->resample = p->to.rate != from->rate;
    mix_usual_layout(p->to.channels, &usual);
    mix_matrix(speakers, &usual, &p->matrix);
    p->reorder = mix_only_reorders(&p->matrix) && !mix_is_identity(&p->matrix);
    p->mix = p->to.channels != from->channels;
    p->changed = p->mix || p->resample;
    p->floats = p->changed || p->reorder || p->to.format != from->format;
    p->dither = (p->to.format == SAMPLE_S16 || p->to.format == SAMPLE_S24) &&
                (p->changed || bits(p->to.format) < bits(from->format));
    return 0;
}

static int stack(const struct plan *p, struct stage **top)
{
    const bool fewer = p->to.channels < p->from.channels || p->reorder;
    int error = 0;

    if (p->floats && p->from.format != SAMPLE_F32)
        error = stage_float_create(*top, top);
    if (error == 0 && (p->mix || p->reorder) && fewer)
        error = stage_mix_create(*top, &p->matrix, top);
    if (error == 0 && p->resample)
        error = stage_resample_create(*top, p->to.rate, top);
    if (error == 0 && p->mix && !fewer)
        error = stage_mix_create(*top, &p->matrix, top);
    if (error == 0 && p->floats && p->to.format != SAMPLE_F32)
        error = stage_quantise_create(*top, p->to.format, p->dither, top);
    return error;
}

static void tell(const struct plan *p, const struct stage *top, struct job_reply *facts)
{
    facts->rate = p->to.rate;
    facts->channels = p->to.channels;
    facts->format = p->to.format;
    facts->frames = top->frames;
    facts->changes = (p->resample ? JOB_RESAMPLED : 0) | (p->mix ? JOB_MIXED : 0) |
                     (p->to.format != p->from.format ? JOB_CONVERTED : 0) |
                     (p->dither ? JOB_DITHERED : 0);
}

int chain_build(struct stage **top, const struct mix_layout *speakers, const struct job *job,
                struct job_reply *facts)
{
    const struct stage_shape from = (*top)->shape;
    struct plan plan;
    int error = make_plan(&from, speakers, job, &plan);

    facts->source_rate = from.rate;
    facts->source_channels = from.channels;
    facts->source_format = from.format;
    if (error == 0)
        error = stack(&plan, top);
    if (error == 0)
        tell(&plan, *top, facts);
    else if (error == -EINVAL)
        snprintf(facts->text, sizeof(facts->text),
                 "%u Hz with %u channels cannot be made of its %u Hz with %u", plan.to.rate,
                 plan.to.channels, from.rate, from.channels);
    else
        snprintf(facts->text, sizeof(facts->text), "%s", strerror(-error));
    return error;
}
