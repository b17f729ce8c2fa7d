/*
 * measure.c - libebur128, fed by the decoder.
 *
 * It is fed in steps of the very 100 ms by which R128's gating blocks advance, so the momentary
 * loudness after each step is that of one block; how often each loudness came is what albums are
 * reckoned from. Files of up to eight channels are taken to have them in WAV's order; further
 * channels do not count.
 */
#include "producer/measure.h"

#include <ebur128.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "producer/decoder.h"
#include "producer/wave.h"
#include "shmring/layout.h"

enum {
    STEPS_PER_S = 10,
    FIRST_BLOCK = 4, /* steps in a gating block */
    QUIETEST = -70,
    BINS_PER_LU = 10,
    SEVENTH = 6, /* of the channels, counted from 0 */
    EIGHTH = 7
};

struct measure {
    struct decoder *decoder;
    ebur128_state *state;
    struct job_reply facts;
    uint32_t step_frames;
    uint32_t steps;
    struct wave wave;
    struct scan_loudness out;
    void *samples;
};

static int cut(struct measure *m, const struct job_range *range)
{
    uint64_t rate = m->facts.rate, first;
    int error;

    if (range->hz == 0)
        return 0;
    first = range->first * rate / range->hz;
    error =
        decoder_cut(m->decoder, first, range->end > 0 ? range->end * rate / range->hz : UINT64_MAX);
    decoder_facts(m->decoder, &m->facts);
    return error < 0 || first == 0 ? error : decoder_seek(m->decoder, 0, false);
}

static int begin(struct measure *m)
{
    uint16_t channels = m->facts.channels;

    m->step_frames = (m->facts.rate + STEPS_PER_S / 2) / STEPS_PER_S;
    m->samples = malloc((size_t)m->step_frames * channels * sizeof(int32_t));
    m->state = ebur128_init(channels, m->facts.rate,
                            EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_SAMPLE_PEAK |
                                EBUR128_MODE_TRUE_PEAK);
    if (!m->samples || !m->state)
        return -ENOMEM;
    if (channels == EIGHTH + 1) {
        ebur128_set_channel(m->state, SEVENTH, EBUR128_Mp090);
        ebur128_set_channel(m->state, EIGHTH, EBUR128_Mm090);
    }
    wave_begin(&m->wave, m->facts.frames);
    m->out.rate = m->facts.rate;
    return 0;
}

int measure_open(int file, const struct job_range *range, struct measure **ret_measure, char *why,
                 uint32_t why_size)
{
    struct measure *m = calloc(1, sizeof(*m));
    struct decoder *decoder;
    int error = decoder_open(file, &decoder, why, why_size);

    if (error < 0) {
        free(m);
        return error;
    }
    snprintf(why, why_size, "%s", strerror(ENOMEM));
    if (!m) {
        decoder_close(decoder);
        return -ENOMEM;
    }
    m->decoder = decoder;
    decoder_facts(decoder, &m->facts);
    error = cut(m, range);
    if (error < 0)
        snprintf(why, why_size, "the file ends before this part of it begins");
    else
        error = begin(m);
    if (error < 0) {
        measure_close(m);
        return error;
    }
    *ret_measure = m;
    return 0;
}

void measure_close(struct measure *measure)
{
    if (!measure)
        return;
    if (measure->state)
        ebur128_destroy(&measure->state);
    decoder_close(measure->decoder);
    free(measure->samples);
    free(measure);
}

static float level(const struct measure *m, size_t i)
{
    switch (m->facts.format) {
    case SAMPLE_S16:
        return fabsf((float)((const int16_t *)m->samples)[i] / 32768.0F);
    case SAMPLE_S24:
    case SAMPLE_S32:
        return fabsf((float)((const int32_t *)m->samples)[i] / 2147483648.0F);
    default:
        return fabsf(((const float *)m->samples)[i]);
    }
}

static void draw(struct measure *m, uint32_t frames)
{
    uint16_t channels = m->facts.channels;

    for (uint32_t frame = 0; frame < frames; frame++) {
        float peak = 0;
        for (uint16_t c = 0; c < channels; c++)
            peak = fmaxf(peak, level(m, (size_t)frame * channels + c));
        wave_add(&m->wave, peak);
    }
}

/* NaN and infinity in a file of floats are no sound, and would be the end of every sum. */
static void clean(float *samples, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(samples[i]))
            samples[i] = 0;
}

static int listen(struct measure *m, uint32_t frames)
{
    switch (m->facts.format) {
    case SAMPLE_S16:
        return ebur128_add_frames_short(m->state, m->samples, frames);
    case SAMPLE_S24:
    case SAMPLE_S32:
        return ebur128_add_frames_int(m->state, m->samples, frames);
    default:
        clean(m->samples, (size_t)frames * m->facts.channels);
        return ebur128_add_frames_float(m->state, m->samples, frames);
    }
}

static void count_block(struct measure *m)
{
    double loudness;

    if (m->steps < FIRST_BLOCK ||
        ebur128_loudness_momentary(m->state, &loudness) != EBUR128_SUCCESS || loudness < QUIETEST)
        return;
    loudness = (loudness - QUIETEST) * BINS_PER_LU;
    m->out.bins[loudness < SCANS_BINS ? (uint32_t)loudness : SCANS_BINS - 1]++;
}

int measure_step(struct measure *m, char *why, uint32_t why_size)
{
    uint32_t got = decoder_read(m->decoder, m->samples, m->step_frames);

    if (got > 0 && listen(m, got) != EBUR128_SUCCESS) {
        snprintf(why, why_size, "%s", strerror(ENOMEM));
        return -EIO;
    }
    draw(m, got);
    m->out.frames += got;
    if (got == m->step_frames) {
        m->steps++;
        count_block(m);
        return 1;
    }
    return decoder_ended(m->decoder, why, why_size);
}

uint32_t measure_done(const struct measure *m)
{
    uint64_t frames = m->facts.frames;

    if (frames == 0)
        return 0;
    return m->out.frames < frames ? (uint32_t)(m->out.frames * 1000 / frames) : 1000;
}

static int32_t thousandths(double value)
{
    return isfinite(value) ? (int32_t)lround(value * 1000) : SCAN_UNKNOWN;
}

/* The loudest channel's. */
static int32_t peak_of(const struct measure *m,
                       int (*ask)(ebur128_state *state, unsigned int channel, double *out))
{
    double most = 0, peak;

    for (unsigned int c = 0; c < m->facts.channels; c++)
        if (ask(m->state, c, &peak) == EBUR128_SUCCESS && peak > most)
            most = peak;
    return most * 1e6 < SCANS_PEAK_MAX ? (int32_t)lround(most * 1e6) : SCANS_PEAK_MAX;
}

void measure_result(const struct measure *m, struct scan_loudness *ret_loudness,
                    struct scan_wave *ret_wave)
{
    double loudness = -HUGE_VAL, range = 0;

    *ret_loudness = m->out;
    ebur128_loudness_global(m->state, &loudness);
    ebur128_loudness_range(m->state, &range);
    ret_loudness->integrated = thousandths(loudness);
    ret_loudness->range = thousandths(range);
    ret_loudness->true_peak = peak_of(m, ebur128_true_peak);
    ret_loudness->sample_peak = peak_of(m, ebur128_sample_peak);
    *ret_wave = m->wave.out;
}
