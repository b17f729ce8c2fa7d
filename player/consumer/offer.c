/*
 * offer.c - asks for one format after the other, those that change the least first.
 */
#include "player/consumer/offer.h"

#include <errno.h>

#include "shmring/layout.h"

struct question {
    offer_takes *takes;
    void *device;
    struct output_format format; /* that is being asked for */
};

static const uint32_t rates[] = {8000,  11025, 16000,  22050,  32000,  44100, 48000,
                                 88200, 96000, 176400, 192000, 352800, 384000};
static const uint16_t channels[] = {2, 6, 8, 4, 1};

enum {
    RATES = sizeof(rates) / sizeof(rates[0]),
    CHANNELS = sizeof(channels) / sizeof(channels[0])
};

/* Those that hold all of it, then the one that holds most. */
static const uint16_t formats[SAMPLE_FORMATS][SAMPLE_FORMATS] = {
    [SAMPLE_S16] = {SAMPLE_S16, SAMPLE_S24, SAMPLE_S32, SAMPLE_F32},
    [SAMPLE_S24] = {SAMPLE_S24, SAMPLE_S32, SAMPLE_F32, SAMPLE_S16},
    [SAMPLE_S32] = {SAMPLE_S32, SAMPLE_F32, SAMPLE_S24, SAMPLE_S16},
    [SAMPLE_F32] = {SAMPLE_F32, SAMPLE_S32, SAMPLE_S24, SAMPLE_S16},
};

static bool any_format(struct question *q, uint16_t sample)
{
    for (int i = 0; i < SAMPLE_FORMATS - 1; i++) {
        q->format.sample = formats[sample][i];
        if (q->takes(q->device, &q->format))
            return true;
    }
    return false;
}

static bool any_channels(struct question *q, const struct output_format *wanted)
{
    for (int i = 0; i < CHANNELS; i++) {
        q->format.channels = channels[i];
        if (channels[i] != wanted->channels && any_format(q, wanted->sample))
            return true;
    }
    return false;
}

static bool this_rate(struct question *q, const struct output_format *wanted, uint32_t rate,
                      bool other_channels)
{
    /* What was changed on the way here is no longer what the file has, but floats. */
    struct output_format changed = *wanted;

    if (rate == 0 || (rate == wanted->rate && !other_channels))
        return false;
    changed.sample = SAMPLE_F32;
    q->format = changed;
    q->format.rate = rate;
    return other_channels ? any_channels(q, &changed) : any_format(q, changed.sample);
}

static bool any_rate(struct question *q, const struct output_format *wanted, uint32_t own_rate,
                     bool other_channels)
{
    for (int i = 0; i < RATES; i++)
        if (rates[i] > wanted->rate && this_rate(q, wanted, rates[i], other_channels))
            return true;
    for (int i = RATES - 1; i >= 0; i--)
        if (rates[i] < wanted->rate && this_rate(q, wanted, rates[i], other_channels))
            return true;
    return this_rate(q, wanted, own_rate, other_channels);
}

int offer_nearest(offer_takes *takes, void *device, const struct output_format *wanted,
                  uint32_t own_rate, struct output_format *ret_offer)
{
    struct question q = {.takes = takes, .device = device, .format = *wanted};

    if (!any_format(&q, wanted->sample) && !this_rate(&q, wanted, wanted->rate, true) &&
        !any_rate(&q, wanted, own_rate, false) && !any_rate(&q, wanted, own_rate, true))
        return -ENOTSUP;
    *ret_offer = q.format;
    return 0;
}
