/*
 * limiter.c - look-ahead limiting of true peaks, in four steps from frames to gains.
 *
 * 1. The level around each frame: its loudest sample, and the loudest of the four values between it
 *    and the next one, by the filter of ITU-R BS.1770-4, annex 2.
 * 2. The gain that brings that to the ceiling; 1 where it is below.
 * 3. The least of these within a window on both sides, as wide as what follows reaches, and as the
 *    filter does: no sample that has a part in a peak may be louder.
 * 4. The mean over the window, twice: from one gain to another it goes by a smooth curve, and is
 *    down before the peak comes.
 *
 * Gains are whole numbers of 2^-30, so their running sums do not depend on where they began.
 */
#include "producer/limiter.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum {
    HALF_MS = 5, /* half of the window, about */
    TAPS = 12,
    PHASES = 4,
    BEFORE = 5, /* what the filter takes on this side of a frame */
    AFTER = 6,
    ONE = 1 << 30
};

/* The filter's coefficients add up to no more than this: below ceiling/LOUDEST nothing can rise. */
#define LOUDEST 2.1F

static const float filter[PHASES][TAPS] = {
    {0.0017089843750F, 0.0109863281250F, -0.0196533203125F, 0.0332031250000F, -0.0594482421875F,
     0.1373291015625F, 0.9721679687500F, -0.1022949218750F, 0.0476074218750F, -0.0266113281250F,
     0.0148925781250F, -0.0083007812500F},
    {-0.0291748046875F, 0.0292968750000F, -0.0517578125000F, 0.0891113281250F, -0.1665039062500F,
     0.4650878906250F, 0.7797851562500F, -0.2003173828125F, 0.1015625000000F, -0.0582275390625F,
     0.0330810546875F, -0.0189208984375F},
    {-0.0189208984375F, 0.0330810546875F, -0.0582275390625F, 0.1015625000000F, -0.2003173828125F,
     0.7797851562500F, 0.4650878906250F, -0.1665039062500F, 0.0891113281250F, -0.0517578125000F,
     0.0292968750000F, -0.0291748046875F},
    {-0.0083007812500F, 0.0148925781250F, -0.0266113281250F, 0.0476074218750F, -0.1022949218750F,
     0.9721679687500F, 0.1373291015625F, -0.0594482421875F, 0.0332031250000F, -0.0196533203125F,
     0.0109863281250F, 0.0017089843750F},
};

struct limiter {
    uint32_t channels;
    uint32_t half;  /* the two means together reach so far on either side */
    uint32_t reach; /* and the least, and the filter, besides */
    float *level;   /* of each frame that a call looks at */
    int64_t *gain;
    int64_t *least;
    uint32_t *order; /* of frames whose gains rise, the least first: least_of() */
};

int limiter_create(uint32_t rate, uint32_t channels, uint32_t frames, struct limiter **ret_limiter)
{
    struct limiter *l = calloc(1, sizeof(*l));
    size_t all;

    if (!l)
        return -ENOMEM;
    l->channels = channels;
    l->half = rate * HALF_MS / 1000 + 1;
    l->reach = 2 * (l->half + AFTER);
    all = (size_t)frames + 2 * l->reach;
    l->level = malloc(all * sizeof(*l->level));
    l->gain = malloc(all * sizeof(*l->gain));
    l->least = malloc(all * sizeof(*l->least));
    l->order = malloc(all * sizeof(*l->order));
    if (!l->level || !l->gain || !l->least || !l->order) {
        limiter_free(l);
        return -ENOMEM;
    }
    *ret_limiter = l;
    return 0;
}

void limiter_free(struct limiter *limiter)
{
    if (!limiter)
        return;
    free(limiter->level);
    free(limiter->gain);
    free(limiter->least);
    free(limiter->order);
    free(limiter);
}

uint32_t limiter_reach(const struct limiter *limiter)
{
    return limiter->reach;
}

/* The loudest of the four values after the frame at x[0]. */
static float between(const float *x, uint32_t channels)
{
    float most = 0;

    for (int p = 0; p < PHASES; p++) {
        float sum = 0;

        for (int t = 0; t < TAPS; t++)
            sum += filter[p][t] * x[(AFTER - t) * (int)channels];
        most = fmaxf(most, fabsf(sum));
    }
    return most;
}

/* Samples alone; whether any is loud enough for a peak to hide beside it. */
static bool measure_samples(struct limiter *l, const float *x, uint32_t frames)
{
    float most = 0;

    for (uint32_t f = 0; f < frames; f++) {
        l->level[f] = 0;
        for (uint32_t c = 0; c < l->channels; c++)
            l->level[f] = fmaxf(l->level[f], fabsf(x[(size_t)f * l->channels + c]));
        most = fmaxf(most, l->level[f]);
    }
    return most * LOUDEST > (float)LIMITER_CEILING;
}

/* What lies between them; at both ends of what is there the filter has no more to take. */
static bool measure_peaks(struct limiter *l, const float *x, uint32_t frames)
{
    bool above = false;

    for (uint32_t f = BEFORE; f + AFTER < frames; f++) {
        const float *frame = x + (size_t)f * l->channels;

        for (uint32_t c = 0; c < l->channels; c++)
            l->level[f] = fmaxf(l->level[f], between(frame + c, l->channels));
    }
    for (uint32_t f = 0; f < frames; f++) {
        bool too_loud = l->level[f] > (float)LIMITER_CEILING;

        l->gain[f] = too_loud ? (int64_t)(LIMITER_CEILING / (double)l->level[f] * ONE) : ONE;
        above = above || too_loud;
    }
    return above;
}

/* least[f], of the gains from f to f + width - 1. */
static void least_of(struct limiter *l, uint32_t frames, uint32_t width)
{
    uint32_t first = 0, end = 0;

    for (uint32_t f = 0; f < frames; f++) {
        while (end > first && l->gain[l->order[end - 1]] >= l->gain[f])
            end--;
        l->order[end++] = f;
        if (l->order[first] + width == f)
            first++;
        if (f + 1 >= width)
            l->least[f + 1 - width] = l->gain[l->order[first]];
    }
}

/* Into to[f] the sum from f to f + width - 1; both may be the same. Returns how many there are. */
static uint32_t sum_of(const int64_t *from, int64_t *to, uint32_t frames, uint32_t width)
{
    int64_t sum = 0;

    for (uint32_t f = 0; f + 1 < width; f++)
        sum += from[f];
    for (uint32_t f = 0; f + width <= frames; f++) {
        int64_t leaves = from[f];

        sum += from[f + width - 1];
        to[f] = sum;
        sum -= leaves;
    }
    return frames + 1 - width;
}

static void copy(const float *from, float *to, size_t samples)
{
    for (size_t i = 0; i < samples; i++)
        to[i] = from[i];
}

bool limiter_run(struct limiter *l, const float *around, float *out, uint32_t frames)
{
    const float *middle = around + (size_t)l->reach * l->channels;
    uint32_t all = frames + 2 * l->reach;
    uint32_t width = l->half + 1;
    uint32_t wide = 2 * (l->half + AFTER) + 1;
    double whole = (double)width * width * ONE;

    if (!measure_samples(l, around, all) || !measure_peaks(l, around, all)) {
        copy(middle, out, (size_t)frames * l->channels);
        return false;
    }
    least_of(l, all, wide);
    all = sum_of(l->least, l->least, all + 1 - wide, width);
    sum_of(l->least, l->least, all, width);
    /* The frame at reach has its sums at reach - half - AFTER - half = AFTER. */
    for (uint32_t f = 0; f < frames; f++) {
        float gain = (float)((double)l->least[f + AFTER] / whole);

        for (uint32_t c = 0; c < l->channels; c++)
            out[(size_t)f * l->channels + c] = middle[(size_t)f * l->channels + c] * gain;
    }
    return true;
}
