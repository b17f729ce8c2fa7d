/*
 * room.c - every channel goes through the body's resonances (LFE through a low-pass instead);
 * their sum goes into the hall, and what comes back is added to all but FC and LFE.
 *
 * The hall is eight delay lines of unrelated lengths. What leaves them is mixed with an 8 by 8
 * Hadamard matrix, which neither adds nor takes power, and goes in again, a little weaker and
 * duller; each channel hears two lines of its own, so no two hear the same.
 */
#include "samples/audio/room.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "samples/audio/filter.h"
#include "samples/audio/piece.h"

enum { LINES = 8, BODY_FILTERS = 4 };

static const double line_ms[LINES] = {31.3, 61.7, 34.1, 57.9, 43.3, 73.1, 47.9, 67.3};
static const double hall_s = 1.5;        /* until its sound is 60 dB down */
static const double hall_dull_hz = 3600; /* what is above is weaker with every round */
static const float hall_level = 0.32f;

struct line {
    float *samples;
    size_t length;
    size_t at;
    float loss; /* of one round */
    float low;  /* the low-pass's state */
};

struct hall {
    struct line lines[LINES];
    float keep; /* of the low-pass */
};

static void hall_close(struct hall *hall)
{
    for (size_t i = 0; i < LINES; i++)
        free(hall->lines[i].samples);
}

static int hall_open(struct hall *hall, uint32_t rate)
{
    *hall = (struct hall){.keep = (float)exp(-2 * M_PI * hall_dull_hz / rate)};
    for (size_t i = 0; i < LINES; i++) {
        struct line *line = &hall->lines[i];

        line->length = (size_t)(line_ms[i] * rate / 1000);
        line->loss = (float)(pow(10, -3 * line_ms[i] / 1000 / hall_s) / sqrt(LINES));
        line->samples = calloc(line->length, sizeof(*line->samples));
        if (!line->samples) {
            hall_close(hall);
            return -ENOMEM;
        }
    }
    return 0;
}

/* Times the Hadamard matrix, in three rounds of sums and differences. */
static void mix(float values[LINES])
{
    for (size_t half = 1; half < LINES; half *= 2) {
        for (size_t i = 0; i < LINES; i++) {
            if ((i & half) == 0) {
                float sum = values[i] + values[i + half];

                values[i + half] = values[i] - values[i + half];
                values[i] = sum;
            }
        }
    }
}

/* One frame in, and what the lines give back into heard[]. */
static void hall_step(struct hall *hall, float in, float heard[LINES])
{
    float mixed[LINES];

    for (size_t i = 0; i < LINES; i++) {
        struct line *line = &hall->lines[i];

        heard[i] = line->samples[line->at];
        line->low += (1 - hall->keep) * (heard[i] - line->low);
        mixed[i] = line->low * line->loss;
    }
    mix(mixed);
    for (size_t i = 0; i < LINES; i++) {
        struct line *line = &hall->lines[i];

        line->samples[line->at] = in + mixed[i];
        line->at = line->at + 1 == line->length ? 0 : line->at + 1;
    }
}

/* The first of the two lines that the channel hears, or -1. */
static int lines_of(uint32_t channel)
{
    static const int first[PIECE_CHANNELS_MAX] = {0, 2, -1, -1, 4, 6};

    return first[channel];
}

static void add_hall(struct hall *hall, float *samples, size_t frames, uint32_t channels)
{
    float share = hall_level / sqrtf((float)channels);

    for (size_t i = 0; i < frames; i++) {
        float *frame = samples + i * channels;
        float heard[LINES];
        float in = 0;

        for (uint32_t c = 0; c < channels; c++)
            in += c == 3 ? 0 : frame[c];
        hall_step(hall, in * share, heard);
        for (uint32_t c = 0; c < channels; c++) {
            int line = lines_of(c);

            if (line >= 0)
                frame[c] += heard[line] - heard[line + 1];
        }
    }
}

/* Wood: its air, its top, less of what would be nasal; and nothing below what one hears. */
static size_t body_of(uint32_t channel, uint32_t rate, struct filter filters[BODY_FILTERS])
{
    if (channel == 3) {
        filters[0] = filter_low_pass(110, 0.7071, rate);
        filters[1] = filter_high_pass(25, 0.7071, rate);
        return 2;
    }
    filters[0] = filter_high_pass(35, 0.7071, rate);
    filters[1] = filter_bell(108, 1.6, 2.5, rate);
    filters[2] = filter_bell(215, 1.8, 2.0, rate);
    filters[3] = filter_bell(1300, 0.9, -2.5, rate);
    return 4;
}

int room_apply(float *samples, size_t frames, uint32_t rate, uint32_t channels)
{
    struct hall hall;
    int r = hall_open(&hall, rate);

    if (r < 0)
        return r;
    for (uint32_t c = 0; c < channels; c++) {
        struct filter filters[BODY_FILTERS];
        size_t count = body_of(c, rate, filters);

        filter_run(filters, count, samples + c, frames, channels);
    }
    add_hall(&hall, samples, frames, channels);
    hall_close(&hall);
    return 0;
}
