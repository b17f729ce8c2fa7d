/*
 * stage_resample.c - another rate, by libsoxr at very high quality and linear phase.
 *
 * A resampler's result depends, in its last bits, on where it began. So the track is cut into
 * chunks of fixed place, about a second each, whose edges lie on frames that both rates share.
 * Each is made by a resampler that knows nothing else, from the chunk and a tenth of a second on
 * both sides of it, more than the filter is long: at the seams nothing is to be heard or measured,
 * and a frame is the same wherever reading began. What both chunks need is kept, so reading on
 * seeks nothing below.
 */
#include <errno.h>
#include <math.h>
#include <soxr.h>
#include <stdlib.h>
#include <string.h>

#include "producer/stages.h"

enum {
    CHUNK_MS = 1000,
    ROLL_MS = 100,
    ROLL_FRAMES = 800,    /* of the lower rate, at least: the filter has more of its length there */
    FEED_FRAMES = 4096,   /* at a time; libsoxr keeps as much */
    MEMORY_MAX = 48 << 20 /* of all buffers; a producer has a limit to its growth */
};

struct resample {
    struct stage stage;
    soxr_t engine;
    /* All in frames below, but for those that say above. */
    uint32_t chunk;
    uint32_t roll;
    uint32_t chunk_above;
    uint32_t roll_above;
    float *below;    /* roll, chunk, roll */
    uint32_t filled; /* of these, and silence after */
    bool dry;        /* the track has come to its end, */
    uint64_t length; /* and is that long */
    uint64_t next;   /* the chunk that is made next */
    float *above;    /* a chunk, after a roll that is thrown away */
    uint32_t made;   /* of the chunk, and how much was read of it */
    uint32_t given;
};

static uint32_t common_divisor(uint32_t a, uint32_t b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

static uint64_t length_above(const struct resample *r, uint64_t frames)
{
    uint64_t rate = r->stage.shape.rate, below = r->stage.below->shape.rate;

    /* In two parts, lest the product of a hostile length is too long. */
    return frames / below * rate + (frames % below * rate + below - 1) / below;
}

/* Fills the buffer to its end, with silence where the track has none. */
static void fill(struct resample *r)
{
    uint32_t channels = r->stage.shape.channels;
    uint32_t wanted = r->chunk + 2 * r->roll - r->filled;
    float *to = r->below + (size_t)r->filled * channels;
    uint32_t got = r->dry ? 0 : r->stage.below->ops->read(r->stage.below, to, wanted);

    for (size_t i = 0; i < (size_t)got * channels; i++)
        if (!isfinite(to[i])) /* it would spread */
            to[i] = 0;
    memset(to + (size_t)got * channels, 0, (size_t)(wanted - got) * channels * sizeof(*to));
    r->filled += wanted;
    if (r->dry || got == wanted)
        return;
    r->dry = true;
    /* The buffer begins a roll before the chunk: for the first one, outside of the track. */
    r->length = r->next * r->chunk + r->filled - (wanted - got);
    r->length = r->length > r->roll ? r->length - r->roll : 0;
}

/* The next chunk begins where this one ends. */
static void move_on(struct resample *r)
{
    size_t frame_bytes = r->stage.shape.channels * sizeof(float);

    memmove(r->below, r->below + (size_t)r->chunk * r->stage.shape.channels,
            2 * (size_t)r->roll * frame_bytes);
    r->filled = 2 * r->roll;
    r->next++;
}

/* Of libsoxr's own memory it may have none left: then it is silence. */
static void run_engine(struct resample *r)
{
    const uint32_t channels = r->stage.shape.channels;
    const uint32_t all = r->chunk + 2 * r->roll, wanted = r->roll_above + r->chunk_above;
    size_t fed = 0, done = 0, took = 1, gave = 1;
    soxr_error_t error = soxr_clear(r->engine);

    while (!error && done < wanted && took + gave > 0) {
        size_t piece = all - fed < FEED_FRAMES ? all - fed : FEED_FRAMES;

        took = 0;
        error = soxr_process(r->engine, piece > 0 ? r->below + fed * channels : NULL, piece, &took,
                             r->above + done * channels, wanted - done, &gave);
        fed += took;
        done += gave;
    }
    memset(r->above + done * channels, 0, (wanted - done) * channels * sizeof(*r->above));
}

static void make_chunk(struct resample *r)
{
    uint64_t begin = r->next * r->chunk_above, end = UINT64_MAX;

    fill(r);
    if (r->dry)
        end = length_above(r, r->length);
    r->given = r->made = 0;
    if (begin >= end)
        return;
    run_engine(r);
    r->made = end - begin < r->chunk_above ? (uint32_t)(end - begin) : r->chunk_above;
    move_on(r);
}

static uint32_t resample_read(struct stage *stage, void *samples, uint32_t frames)
{
    struct resample *r = (struct resample *)stage;
    uint32_t channels = stage->shape.channels;
    float *to = samples;
    uint32_t done = 0;

    while (done < frames) {
        uint32_t count = r->made - r->given;

        if (count == 0) {
            make_chunk(r);
            count = r->made;
        }
        if (count == 0)
            break;
        if (count > frames - done)
            count = frames - done;
        memcpy(to + (size_t)done * channels,
               r->above + ((size_t)r->roll_above + r->given) * channels,
               (size_t)count * channels * sizeof(*to));
        r->given += count;
        done += count;
    }
    return done;
}

static int resample_seek(struct stage *stage, uint64_t frame, bool exact)
{
    struct resample *r = (struct resample *)stage;
    uint64_t begin;
    int error;

    if (stage->frames > 0 && frame > stage->frames)
        frame = stage->frames;
    r->next = frame / r->chunk_above;
    begin = r->next * r->chunk;
    r->filled = begin > r->roll ? 0 : (uint32_t)(r->roll - begin);
    begin -= begin > r->roll ? r->roll : begin;
    memset(r->below, 0, (size_t)r->filled * stage->shape.channels * sizeof(*r->below));
    r->dry = false;
    r->made = r->given = 0;
    error = stage->below->ops->seek(stage->below, begin, exact);
    if (error < 0)
        return error;
    make_chunk(r);
    r->given = (uint32_t)(frame % r->chunk_above);
    if (r->given > r->made)
        r->given = r->made;
    return 0;
}

static void resample_destroy(struct stage *stage)
{
    struct resample *r = (struct resample *)stage;

    soxr_delete(r->engine);
    free(r->below);
    free(r->above);
    free(r);
}

static const struct stage_ops resample_ops = {resample_read, resample_seek, resample_destroy};

static uint32_t at_least_one(uint64_t count)
{
    return count > 0 ? (uint32_t)count : 1;
}

/* As many whole periods of both rates as come near to the times above. */
static void measure(struct resample *r, uint32_t rate_below, uint32_t rate)
{
    uint32_t lower = rate < rate_below ? rate : rate_below;
    uint32_t in_a_second = common_divisor(rate_below, rate);
    uint32_t period = rate_below / in_a_second, period_above = rate / in_a_second;
    uint32_t chunk = at_least_one((uint64_t)in_a_second * CHUNK_MS / 1000);
    uint32_t roll = at_least_one((uint64_t)in_a_second * ROLL_MS / 1000);
    uint32_t roll_min = (uint32_t)(((uint64_t)ROLL_FRAMES * in_a_second + lower - 1) / lower);

    roll = roll < roll_min ? roll_min : roll;
    r->chunk = chunk * period;
    r->chunk_above = chunk * period_above;
    r->roll = roll * period;
    r->roll_above = roll * period_above;
    r->stage.ahead = r->chunk + 2 * r->roll;
    r->filled = r->roll; /* of silence, before the first frame */
}

static int make_buffers(struct resample *r)
{
    size_t frame_bytes = r->stage.shape.channels * sizeof(float);
    size_t below = ((size_t)r->chunk + 2 * (size_t)r->roll) * frame_bytes;
    size_t above = ((size_t)r->chunk_above + r->roll_above) * frame_bytes;

    if (below + above > MEMORY_MAX)
        return -EINVAL;
    r->below = calloc(1, below);
    r->above = malloc(above);
    return r->below && r->above ? 0 : -ENOMEM;
}

static soxr_t make_engine(const struct stage *below, uint32_t rate)
{
    const soxr_io_spec_t floats = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, SOXR_HI_PREC_CLOCK);
    const soxr_runtime_spec_t one_thread = soxr_runtime_spec(1);

    return soxr_create(below->shape.rate, rate, below->shape.channels, NULL, &floats, &quality,
                       &one_thread);
}

int stage_resample_create(struct stage *below, uint32_t rate, struct stage **ret_stage)
{
    struct resample *r = calloc(1, sizeof(*r));
    int error;

    if (!r)
        return -ENOMEM;
    r->stage = (struct stage){.ops = &resample_ops, .shape = below->shape, .below = below};
    r->stage.shape.rate = rate;
    r->stage.frames = length_above(r, below->frames);
    measure(r, below->shape.rate, rate);
    error = make_buffers(r);
    if (error == 0) {
        r->engine = make_engine(below, rate);
        error = r->engine ? 0 : -ENOMEM;
    }
    if (error < 0) {
        resample_destroy(&r->stage);
        return error;
    }
    *ret_stage = &r->stage;
    return 0;
}
